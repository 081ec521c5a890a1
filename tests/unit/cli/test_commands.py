"""The list of commands, and what starting one imports."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from hookflash.orchestrator.cli.commands import COMMANDS, LazyCommand
from hookflash.orchestrator.log.store import open_store

SERVER: Final = {"fastapi", "nicegui", "starlette", "uvicorn"}
CALLS: Final = {"phonenumbers", "statemachine", "tenacity", "yaml"}
SLOW: Final = {"asyncio", "eventsourcing", "pydantic", "rich", "sqlalchemy", "structlog"}
RUN: Final = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps([*sys.modules]), file=sys.stderr))
from hookflash.orchestrator.cli.app import main
main()
"""


def imported_by(*arguments: str) -> set[str]:
    """Run ``hookflash`` in a new process; returns the packages, and modules of ours, imported."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout
    modules = json.loads(done.stderr)
    return {name if name.startswith("hookflash") else name.partition(".")[0] for name in modules}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_as_the_list_says(name: str) -> None:
    """Its module has it, and its help begins with the line that the list shows."""
    entry = COMMANDS[name]
    assert str(LazyCommand(name, entry).load().help).splitlines()[0] == entry.help


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_the_list_of_commands_imports_no_command(argument: str) -> None:
    """Nor any package that is slow to import; neither does the version."""
    modules = {entry.target.partition(":")[0] for entry in COMMANDS.values()}
    unwanted = {f"hookflash.orchestrator.cli.{module}" for module in modules}
    assert imported_by(argument) & (unwanted | SERVER | CALLS | SLOW) == set()


@pytest.mark.parametrize("command", ["calls", "inbox", "transfers"])
def test_a_command_that_reads_imports_nothing_to_play_or_serve_calls(
    tmp_path: Path, command: str
) -> None:
    """Nor the logging of warnings, of which there are none."""
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    open_store(url).close()
    imported = imported_by(command, "--json", "--db", url)
    assert "sqlalchemy" in imported
    assert imported & (SERVER | CALLS | {"structlog"}) == set()
