"""Reads the members and inboxes of a workspace file: who can be called."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import cast, get_args

from hookflash.domain.policy.dialing import DialingProblem, dialable
from hookflash.domain.workspace.people import (
    DEFAULT_RING_SECONDS,
    MAX_RING_SECONDS,
    MIN_RING_SECONDS,
    Acceptance,
    Inbox,
    Member,
)
from hookflash.orchestrator.workspaces.file.names import Known, read_names
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, read_field

_ring_seconds = partial(NodeReader.integer, least=MIN_RING_SECONDS, most=MAX_RING_SECONDS)

_acceptance = partial(NodeReader.choice, words=get_args(Acceptance))


def read_members(
    items: Iterable[NodeReader], own_numbers: Collection[str], shared_cost: Collection[str] = ()
) -> Iterator[Member]:
    """Yield the valid members; a member's phone must not be one of ``own_numbers``.

    ``shared_cost``: the shared-cost numbers that may be dialled.
    """
    phone_of = partial(_phone, own_numbers=own_numbers, shared_cost=shared_cost)
    for item in items:
        fields = item.fields(
            {"name": "Front Desk", "phone": '"+14155550100"'},
            ("do_not_disturb", "voicemail", "ring_seconds", "accept"),
        )
        name = read_field(fields, "name", NodeReader.name, "")
        phone = read_field(fields, "phone", phone_of, "")
        member = Member(
            name=name,
            phone=phone,
            do_not_disturb=read_field(fields, "do_not_disturb", NodeReader.boolean, default=False),
            voicemail=read_field(fields, "voicemail", NodeReader.text, ""),
            ring_seconds=read_field(fields, "ring_seconds", _ring_seconds, DEFAULT_RING_SECONDS),
            accept=cast("Acceptance | None", read_field(fields, "accept", _acceptance, None)),
        )
        if name and phone:
            yield member


def read_inboxes(items: Iterable[NodeReader], members: Collection[str]) -> Iterator[Inbox]:
    """Yield the valid inboxes; ``members`` names every member of the workspace."""
    sharing = partial(read_names, known=Known(members, "member"))
    for item in items:
        fields = item.fields({"name": "Scheduling"}, ("members", "voicemail", "ring_seconds"))
        inbox = Inbox(
            name=read_field(fields, "name", NodeReader.name, ""),
            members=read_field(fields, "members", sharing, ()),
            voicemail=read_field(fields, "voicemail", NodeReader.text, ""),
            ring_seconds=read_field(fields, "ring_seconds", _ring_seconds, DEFAULT_RING_SECONDS),
        )
        if inbox.name:
            yield inbox


def _phone(
    reader: NodeReader, own_numbers: Collection[str], shared_cost: Collection[str]
) -> str | None:
    text = reader.text()
    number = dialable(text, own_numbers, shared_cost=shared_cost) if text else None
    if isinstance(number, DialingProblem):
        reader.report(number)
        return None
    return number
