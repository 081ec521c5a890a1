"""The commands of ``hookflash``. A command's module is imported only when that command is used."""

import gc
from importlib import import_module
from typing import Any, Final, NamedTuple

from typer import Abort, Exit, Typer, TyperException
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from hookflash.orchestrator.cli.options import JSON


class Entry(NamedTuple):
    """A command in the list of commands."""

    target: str
    """Where it is defined, as ``module:name``: a function, or a ``Typer`` with further commands."""
    help: str
    """The first line of its help."""


COMMANDS: Final = {
    "apply": Entry("apply:apply", "Make a workspace match FILE."),
    "call": Entry("call:call", "Play the call in SCRIPT in virtual time: minutes pass at once."),
    "test-call": Entry(
        "live_call:live_call", "Be the caller: type what you say, and see what the agent does."
    ),
    "test": Entry(
        "scenarios:run_tests",
        "Run the test scenarios in FILE, on drafts too.",
    ),
    "job": Entry("job:job", "Test a job's draft by its saved scenarios, publish it, rename it."),
    "calls": Entry("calls:calls", "List calls and their outcomes, newest first."),
    "inbox": Entry("inbox:inbox", "Show the threads: calls, texts, transfers, voicemails."),
    "transfers": Entry("transfers:transfers", "Show the trail of each transfer, newest first."),
    "report": Entry(
        "report:report", "Report calls, texts, transfers by day, number, job or action."
    ),
    "replay": Entry("replay:replay", "Step through a call event by event."),
    "fork": Entry("fork:fork", "Show how a call would have gone under other circumstances."),
    "what-if": Entry("what_if:what_if", "Find the calls that a change would end differently."),
    "cover": Entry("cover:cover", "Show which rules calls or test scenarios have exercised."),
    "chart": Entry("chart:chart", "Show the states of a call and the transitions between them."),
    "rebuild": Entry("rebuild:rebuild", "Rebuild inbox, trails, lists and reports from the log."),
    "verify": Entry("verify:verify", "Check the whole log for missing, moved or altered events."),
    "export": Entry("export:export", "Print a call, or the whole log, as JSON lines."),
    "import": Entry(
        "import_:import_", "Store the events of an exported FILE: calls, or a whole log."
    ),
    "erase": Entry(
        "erase:erase", "Erase a caller's words, number and ids, wherever they are stored."
    ),
    "serve": Entry("serve:serve", "Serve the HTTP API and the console until Ctrl-C."),
    "mcp": Entry("mcp:mcp", "Serve the log to a coding assistant (MCP)."),
    "carriers": Entry("carriers:carriers", "Check the carriers that workspaces configure."),
    "key": Entry("key:key", "Make, list and revoke keys for the HTTP API and the console."),
}


class LazyCommand(TyperCommand):
    """Stands in for a command until its arguments are parsed, which imports it."""

    def __init__(self, name: str, entry: Entry) -> None:
        super().__init__(name, help=entry.help, rich_markup_mode=None)
        self._target = entry.target

    def load(self) -> Any:  # the library's own types are private, here and below
        """Import the command itself."""
        module, _, name = self._target.partition(":")
        found = getattr(import_module(f"{__package__}.{module}"), name)
        if not gc.isenabled():  # see main(): what was imported lives as long as the process
            gc.freeze()
            gc.enable()
        if not isinstance(found, Typer):
            function, found = found, Typer(rich_markup_mode=None, add_completion=False)
            found.command()(function)
        return get_command(found)

    def make_context(self, *args: Any, **extra: Any) -> Any:
        """Parse the arguments of the command itself, which then runs in place of this one."""
        return self.load().make_context(*args, **extra)


class Commands(TyperGroup):
    """All commands. An expected error ends the program with a message, without a traceback."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, entry in COMMANDS.items():
            self.add_command(LazyCommand(name, entry))

    def invoke(self, ctx: Any) -> Any:
        """Run the given command."""
        try:
            return super().invoke(ctx)
        except (Exit, Abort, TyperException):
            raise
        except Exception as raised:
            from hookflash.orchestrator.cli.expected_errors import (  # noqa: PLC0415 - imports much
                report_error,
            )

            code = report_error(raised, as_json=ctx.meta.get(JSON, False))
            if code is None:
                raise
            raise Exit(code) from raised
