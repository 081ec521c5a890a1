"""Calls functions in the browser; their arguments are values, never code."""

import json
from typing import LiteralString

from nicegui import Client

Argument = str | int | float | bool | None


def call_script(client: Client, function: LiteralString, *arguments: Argument) -> None:
    """Call ``function``, which the program itself names, with ``arguments`` as JSON."""
    written = ", ".join(_literal(argument) for argument in arguments)
    client.run_javascript(f"{function}({written})")


def _literal(argument: Argument) -> str:
    return json.dumps(argument).replace("<", "\\u003c")
