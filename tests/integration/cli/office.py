"""A workspace, scripted calls to it, and the commands, as a user would write and type them."""

import json
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from typer.testing import CliRunner, Result

from hookflash.orchestrator.cli.app import app

CALLER: Final = "+14155550199"
NUMBER: Final = "+14155550100"
TOLL_FREE: Final = "+18005550100"
LINK: Final = "https://sunny.example/menu"
WANTS_LINK: Final = "Could you send me the menu?"
WANTS_PERSON: Final = "I would like to talk to a person"
BEN: Final = "Ben O\u2019Neil"

WORKSPACE: Final[dict[str, Any]] = {
    "workspace": "Sunny Cafe",
    "agent": "Mia",
    "members": [
        {"name": "Ana", "phone": "+14155550101"},
        {"name": BEN, "phone": "+14155550102"},
        {"name": "Cy", "phone": "+14155550103", "do_not_disturb": True},
    ],
    "inboxes": [{"name": "Kitchen", "members": ["Ana", BEN], "voicemail": "This is the kitchen."}],
    "numbers": [
        {
            "number": NUMBER,
            "kind": "local",
            "registration": "approved",
            "flow": [
                {"agent": {"greeting": "Sunny Cafe.", "jobs": ["Menu", "Person"]}},
                {"voicemail": {"greeting": "Please leave a message."}},
            ],
        }
    ],
    "jobs": [
        {
            "name": "Menu",
            "description": "The caller wants the menu",
            "instructions": f"Tell the caller you'll text the menu, then /Send SMS: {LINK}. "
            "Confirm they received it.",
        },
        {
            "name": "Person",
            "instructions": "If the caller asks for a person, /Transfer call: Kitchen",
        },
    ],
}

Call = dict[str, Any]


@dataclass(frozen=True)
class Office:
    """A folder with a database in it, and the commands run there."""

    folder: Path

    @property
    def db(self) -> str:
        """The database that the commands use."""
        return f"sqlite:///{self.folder / 'office.db'}"

    def run(self, *arguments: str, typed: str = "", code: int = 0, width: int = 100) -> Result:
        """Run ``hookflash`` with ``arguments``; it must end with exit ``code``."""
        done = self.try_(*arguments, typed=typed, width=width)
        assert done.exit_code == code, done.output
        return done

    def try_(self, *arguments: str, typed: str = "", width: int = 100) -> Result:
        """Run ``hookflash`` with ``arguments``; it must not fail in a way that nobody foresaw."""
        environment = {"HOOKFLASH_DB": self.db, "COLUMNS": str(width), "NO_COLOR": "1"}
        done = CliRunner().invoke(app, arguments, input=typed, env=environment)
        unexpected = done.exception if not isinstance(done.exception, SystemExit) else None
        assert unexpected is None, unexpected
        assert "Traceback" not in done.output, done.output
        return done

    def json(self, *arguments: str) -> Any:
        """Run a command with ``--json``; what it prints is JSON and nothing else."""
        return json.loads(self.run(*arguments, "--json").stdout)

    def write(self, name: str, content: object) -> str:
        """Write a file, as YAML unless it is text; gives its path."""
        path = self.folder / name
        text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    def apply(self, **changed: object) -> Result:
        """Apply the workspace, with some of its keys changed."""
        return self.run("apply", self.write("office.yaml", deepcopy(WORKSPACE) | changed))

    def transfer_to(self, whom: str) -> None:
        """Apply the workspace with the job that transfers pointing to ``whom``."""
        menu, person = WORKSPACE["jobs"]
        instructions = f"If the caller asks for a person, /Transfer call: {whom}"
        self.apply(jobs=[menu, person | {"instructions": instructions}])

    def call(self, *caller: object, **script: object) -> Call:
        """Play a call in which the caller says ``caller``; gives its JSON."""
        written = {"from": CALLER, "to": NUMBER, "caller": list(caller)} | script
        return dict(self.json("call", self.write("call.yaml", written)))


def types(call: Call) -> list[str]:
    """The types of a call's events, in order."""
    return [event["type"] for event in call["events"]]


def the(call: Call, kind: str) -> dict[str, Any]:
    """The data of a call's only event of one type."""
    (found,) = (event["data"] for event in call["events"] if event["type"] == kind)
    return dict(found)


def after(call: Call, kind: str) -> Sequence[str]:
    """The types of all events after the first of one type."""
    found = types(call)
    return found[found.index(kind) + 1 :]
