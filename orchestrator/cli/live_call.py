"""``hookflash test-call``: a live test call without telephony; the user is the caller."""

import asyncio
import sys
from typing import Annotated

from rich.text import Text
from typer import Option

from hookflash.domain.policy.caller_id import called_number
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.cli.caller import Caller
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.keyboard import typed_lines
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db
from hookflash.orchestrator.cli.reading import SyncReader, reading
from hookflash.orchestrator.cli.screen import FAINT, safe, stdout
from hookflash.orchestrator.cli.typed_commands import HELP, LiveCall
from hookflash.orchestrator.sandbox.sessions import CONTACT
from hookflash.orchestrator.wording import short


def live_call(
    *,
    number: Annotated[
        str | None,
        Option(
            "--number", metavar="NUMBER", help="The business number to call, if there are several."
        ),
    ] = None,
    db: Db = DEFAULT_DB,
) -> None:
    """Be the caller: type what you say, and see what the agent does.

    The rules of a live call apply. Phones and texts are simulated, and everything is marked as a
    test. /help lists what else you can type.
    """
    with reading(db) as reader:
        to = _choose(reader, number)
        workspace = reader.workspace_with(to)
    if workspace is None:
        raise CommandError(f"{to} does not belong to a workspace in this database.", INVALID)
    asyncio.run(_call(db, workspace, to))


def _choose(reader: SyncReader, number: str | None) -> str:
    known = reader.ask(reader.center.numbers())
    if not known:
        raise CommandError(
            "No workspace in this database has a number. Apply one: hookflash apply FILE.yaml"
        )
    if number is None and len(known) == 1:
        return known[0]
    wanted = called_number(number) if number else None
    if wanted is not None and wanted in known:
        return wanted
    listed = "\n".join(f"  --number {one}" for one in known)
    wrong = f"No workspace has {number}" if number else "There are several numbers"
    raise CommandError(f"{wrong}. Choose one:\n{listed}", INVALID)


async def _call(db: str, workspace: Workspace, to: str) -> None:
    screen = stdout()
    async with CallCenter.open(db, simulate=False) as center:
        screen.print(safe(f"Test call from {CONTACT} to {to}, {workspace.name}", "bold"))
        screen.print(safe(HELP, FAINT))
        start = await center.position()
        call_id = await center.receive_call(to=to, from_=CONTACT, test=True)
        call = LiveCall(center, workspace, call_id)
        await Caller(call, screen).talk(typed_lines(sys.stdin), start)
    screen.print(Text(f"Replay it: hookflash replay {short(call_id)}", style=FAINT))
