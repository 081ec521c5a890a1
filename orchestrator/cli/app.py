"""The command ``hookflash``."""

import gc
import sys
from io import TextIOWrapper
from typing import Annotated, Final

from typer import Context, Exit, Option, Typer, echo

from hookflash.orchestrator.cli.commands import Commands

_FIRST: Final = """\
Hookflash lets an AI phone agent act during a call: it texts the caller,
transfers the call, and records every step in a log.

Begin with
  hookflash apply OFFICE.yaml   a workspace: its people, numbers and jobs
  hookflash test-call           be the caller: type, and see what the agent does
  hookflash call SCRIPT.yaml    or play a caller from a script

Then look at
  hookflash inbox               threads of calls, texts, transfers, voicemails
  hookflash transfers           the trail of each transfer
  hookflash report              figures by day, number, job or action
  hookflash replay latest       the last call, event by event

All commands: hookflash --help. Step by step: docs/tutorial/first-call.md
"""

app = Typer(
    cls=Commands, rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False
)


def _print_version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - slow to import

        echo(f"hookflash {version('hookflash')}")
        raise Exit


@app.callback(invoke_without_command=True)
def hookflash(
    context: Context,
    *,
    _version: Annotated[
        bool, Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Let an AI phone agent act during calls, and see what happened."""
    if context.invoked_subcommand is None:
        echo(_FIRST, nl=False)
        return
    from hookflash.orchestrator.telemetry.logs import (  # noqa: PLC0415 - commands only
        configure_logs_lazily,
    )

    configure_logs_lazily()


def main() -> None:
    """Run the command line."""
    gc.disable()  # until LazyCommand has imported the command: scanning modules takes long
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()
