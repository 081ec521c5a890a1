"""The command ``hookflash``."""

import sys
from importlib.metadata import version
from io import TextIOWrapper
from typing import Annotated, Final

from typer import Context, Exit, Option, Typer

from hookflash.orchestrator.cli.apply import apply
from hookflash.orchestrator.cli.call import call
from hookflash.orchestrator.cli.calls import calls
from hookflash.orchestrator.cli.chart import chart
from hookflash.orchestrator.cli.erase import erase
from hookflash.orchestrator.cli.export import export
from hookflash.orchestrator.cli.faults import Commands
from hookflash.orchestrator.cli.import_ import import_
from hookflash.orchestrator.cli.inbox import inbox
from hookflash.orchestrator.cli.key import key
from hookflash.orchestrator.cli.live_call import live_call
from hookflash.orchestrator.cli.rebuild import rebuild
from hookflash.orchestrator.cli.replay import replay
from hookflash.orchestrator.cli.report import report
from hookflash.orchestrator.cli.screen import stdout
from hookflash.orchestrator.cli.serve import serve
from hookflash.orchestrator.cli.transfers import transfers
from hookflash.orchestrator.cli.verify import verify
from hookflash.orchestrator.telemetry.logs import configure_logs

_FIRST: Final = """\
Hookflash runs what an AI phone agent does during a call: it texts the caller,
transfers them, and keeps a log of every step.

Begin with
  hookflash apply OFFICE.yaml   a workspace: its people, numbers and jobs
  hookflash test-call           be the caller: type, and see what the agent does
  hookflash call SCRIPT.yaml    or have the caller played from a script

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
app.command()(apply)
app.command()(call)
app.command("test-call")(live_call)
app.command()(calls)
app.command()(inbox)
app.command()(transfers)
app.command()(report)
app.command()(replay)
app.command()(chart)
app.command()(rebuild)
app.command()(verify)
app.command()(export)
app.command("import")(import_)
app.command()(erase)
app.command()(serve)
app.add_typer(key, name="key")


def _version(*, wanted: bool) -> None:
    if wanted:
        stdout().print(f"hookflash {version('hookflash')}")
        raise Exit


@app.callback(invoke_without_command=True)
def hookflash(
    context: Context,
    *,
    _: Annotated[
        bool, Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Run what an AI phone agent does during a call, and look at what came of it."""
    configure_logs()
    if context.invoked_subcommand is None:
        stdout().print(_FIRST, end="")


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()
