"""The parts of a call script that say what phones and the carrier do."""

from collections.abc import Mapping
from typing import Final, cast, get_args

from pydantic import ValidationError
from yaml import MappingNode

from hookflash.domain.policy.phone import e164
from hookflash.domain.workspace.names import closest, folded
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.carriers.simulator.behaviour import (
    Does,
    PhoneBehaviour,
    TextBehaviour,
)
from hookflash.orchestrator.simulation.scripted_dialogue import read_seconds
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, read_field

_PHONE: Final = "Write “Front Desk: {does: answer, after: 8}”."


def read_phones(reader: NodeReader, workspace: Workspace | None) -> dict[str, PhoneBehaviour]:
    """What each phone does, by its member's name as ``workspace`` spells it, or by its number.

    Without a workspace nobody can be known, and every name is let through.
    """
    if not isinstance(reader.node, MappingNode):
        reader.refuse("phones are expected here, each by its member's name", _PHONE)
        return {}
    places = reader.fields({}, reader.keys)
    known = {who: place for who, place in places.items() if _rings(place, who, workspace)}
    return {_spelt(who, workspace): _behaviour(place) for who, place in known.items()}


def read_texts(reader: NodeReader) -> TextBehaviour | None:
    """What becomes of the texts."""
    fields = reader.fields({"outcome": "delivered"})
    outcome = read_field(fields, "outcome", NodeReader.text, "")
    if not outcome:
        return None
    try:
        return TextBehaviour(outcome=outcome.replace(" ", ""))
    except ValidationError:
        wrong = f"“{outcome}” is nothing that can become of a text"
        fields["outcome"].refuse(
            wrong, "Write delivered, undelivered, lost, or fail:30006 with the carrier's code."
        )
        return None


def _behaviour(reader: NodeReader) -> PhoneBehaviour:
    fields = reader.fields({"does": "answer"}, ("after",))
    does = read_field(fields, "does", lambda place: place.choice(get_args(Does)), "ignore")
    return PhoneBehaviour(
        does=cast("Does", does), after=read_field(fields, "after", read_seconds, 0.0)
    )


def _rings(reader: NodeReader, who: str, workspace: Workspace | None) -> bool:
    """Whether there is such a phone; if not, that is reported."""
    if workspace is None or isinstance(e164(who), str):
        return True
    members = workspace.members
    if folded(who) in map(folded, members):
        return True
    inbox = _found(who, workspace.inboxes)
    few = ", ".join(workspace.inboxes[inbox].members if inbox else sorted(members)) or "none"
    near = closest(who, members)
    if inbox:
        reader.refuse(f"“{inbox}” is an inbox, not a phone", f"Name its members: {few}.")
    else:
        right = f"Did you mean “{near}”?" if near else f"The members are: {few}."
        reader.refuse(f"there is no member “{who}” in {workspace.name}", right)
    return False


def _spelt(who: str, workspace: Workspace | None) -> str:
    """The name of the member as the workspace has it, or the number in E.164."""
    number = e164(who)
    found = _found(who, workspace.members) if workspace else None
    return found or (number if isinstance(number, str) else who)


def _found(name: str, known: Mapping[str, object]) -> str | None:
    return next((one for one in known if folded(one) == folded(name)), None)
