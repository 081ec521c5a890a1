"""Tool calls under ids that a model repeats: some servers count from ``call_0`` each time."""

import json

from hookflash.domain.idempotency import NameReused
from hookflash.orchestrator.agents.desk.desk import Desk
from hookflash.orchestrator.agents.desk.model_output import arguments_of, storable_text
from hookflash.orchestrator.agents.desk.results import ToolResult


async def call_of_model(desk: Desk, name: str, arguments: object, known: str) -> ToolResult:
    """Have a tool call decided; another call under an id that was used is a call of its own.

    The same call under the same id counts once all the same.
    """
    try:
        return await desk.call_tool(name, arguments, id=known)
    except NameReused:
        written = json.dumps(arguments_of(arguments), sort_keys=True)
        own = f"{known}/{storable_text(name)}/{written}"
        return await desk.call_tool(name, arguments, id=own)
