"""The reference tells of everything that the commands and the files take."""

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import pytest

from hookflash.orchestrator.cli.commands import COMMANDS as ENTRIES
from hookflash.orchestrator.cli.commands import LazyCommand
from tests.integration.cli.office import WORKSPACE, Office
from tests.tree import ROOT

REFERENCE = ROOT / "docs" / "reference"
COMMANDS = {name: LazyCommand(name, entry).load() for name, entry in ENTRIES.items()}
SECTIONS = dict(
    re.findall(
        r"^## ([\w-]+)\n(.*?)(?=^## |\Z)",
        (REFERENCE / "command-line.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
)


def taken_by(command: Any) -> Iterator[Any]:
    """What a command takes, with what its own commands take if it has some."""
    yield from command.params
    for own in getattr(command, "commands", {}).values():
        yield from taken_by(own)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_the_reference(name: str) -> None:
    """In a section of the command's own; and the section names no option that is not there."""
    options = {
        option for one in taken_by(COMMANDS[name]) for option in one.opts if option[0] == "-"
    }
    told = set(re.findall(r"(?<!\w)--[a-z]+(?:-[a-z]+)*", SECTIONS[name]))
    assert options - {"--help"} == told


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_short_help(name: str) -> None:
    """One line that fits the list of commands, and a word about each option and argument."""
    command = COMMANDS[name]
    assert str(command.help).splitlines()[0].endswith(".")
    assert all(getattr(one, "help", None) for one in taken_by(command) if one.name != "help")


def test_the_reference_tells_of_no_command_that_is_not_there() -> None:
    """A removed command goes from the reference too."""
    assert set(COMMANDS) == set(SECTIONS)


def known_keys(message: str) -> Iterator[str]:
    """The keys that an error names as known."""
    for listed in re.findall(r"The keys here are ([^.\n]*)\.", message):
        yield from listed.split(", ")


def test_every_key_of_a_workspace_file_is_in_the_reference(folder: Office) -> None:
    """Those that the program itself names as known, wherever an unknown one stands."""
    strange = {"qqqqqq": 1}
    number = WORKSPACE["numbers"][0]
    agent = {"agent": {"greeting": "Hello.", **strange}}
    voicemail = {"voicemail": {"greeting": "Hello.", **strange}}
    broken = WORKSPACE | {
        **strange,
        "members": [WORKSPACE["members"][0] | strange],
        "inboxes": [WORKSPACE["inboxes"][0] | strange],
        "jobs": [WORKSPACE["jobs"][0] | strange],
        "numbers": [number | strange | {"flow": [agent, voicemail, strange]}],
    }
    told = folder.run("apply", folder.write("broken.yaml", broken), code=2).stderr
    keys = set(known_keys(told))
    assert {"members", "ring_seconds", "rejection_reason", "on", "greeting", "voicemail"} <= keys
    page = (REFERENCE / "workspace-file.md").read_text(encoding="utf-8")
    assert {key for key in keys if f"`{key}`" not in page} == set()


def test_every_key_of_a_call_script_is_in_the_reference(office: Office) -> None:
    """The same, of a script."""
    strange = {"qqqqqq": 1}
    broken = {
        **strange,
        "caller": [strange],
        "phones": {"Ana": strange},
        "texts": strange,
        "hang_up": strange,
    }
    told = office.run("call", office.write("broken.yaml", broken), code=2).stderr
    keys = set(known_keys(told))
    assert {"from", "say", "press", "after", "does", "outcome", "when", "keys"} <= keys
    page = (REFERENCE / "call-script.md").read_text(encoding="utf-8")
    assert {key for key in keys if not re.search(rf"[`{{ ]{key}[`:]", page)} == set()


@pytest.mark.parametrize("file", ["office.yaml", "call.yaml"])
def test_the_demonstration_plays_the_tutorial(file: str) -> None:
    """Its files are those that the tutorial has one write."""
    tutorial = ROOT / "docs" / "tutorial"
    content = (tutorial / file).read_text(encoding="utf-8")
    page = (tutorial / "first-call.md").read_text(encoding="utf-8")
    assert f"```yaml file={file}\n{content}```" in page


def test_the_list_of_commands_fits_a_screen(folder: Office) -> None:
    """Of 80 columns, without cutting a line."""
    shown = folder.run("--help", width=80).stdout
    assert all(f"  {name} " in shown for name in COMMANDS)
    assert "..." not in shown.partition("Commands:")[2]


def test_alone_it_says_what_to_do_first(folder: Office) -> None:
    """On a screen of 80 columns, without a line that wraps."""
    shown = folder.run(width=80).stdout
    assert all(f"hookflash {name}" in shown for name in ("apply", "test-call", "call", "inbox"))
    assert shown == folder.run(width=200).stdout


def test_it_tells_its_version(folder: Office) -> None:
    """That of the package."""
    assert folder.run("--version").stdout == f"hookflash {version('hookflash')}\n"
