"""Reads the phone numbers of a workspace file: the business's own and the opted-out contacts."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import Final, cast, get_args

from hookflash.domain.flow.flow import Flow
from hookflash.domain.policy.phone import e164, is_toll_free
from hookflash.domain.problem import Problem
from hookflash.domain.workspace.language import language_tag
from hookflash.domain.workspace.number import BusinessNumber, NumberKind, Registration
from hookflash.orchestrator.workspaces.file.flows import read_flow
from hookflash.orchestrator.workspaces.file.names import Known
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, read_field

_kind = partial(NodeReader.choice, words=get_args(NumberKind))
_REGISTRATIONS: Final = get_args(Registration)


def read_numbers(
    items: Iterable[NodeReader], jobs: Collection[str], carriers: Collection[str] = ()
) -> Iterator[tuple[BusinessNumber, Flow]]:
    """Yield the valid numbers with their flows.

    ``jobs`` and ``carriers`` name every job and every carrier of the workspace.
    """
    attachable = Known(jobs, "job")
    carried = partial(_carrier, known=Known(carriers, "carrier"))
    found: dict[str, NodeReader] = {}
    for item in items:
        fields = item.fields(
            {"number": '"+14155550100"', "flow": "[an agent step, a voicemail step]"},
            ("kind", "registration", "rejection_reason", "language", "carrier"),
        )
        number = read_field(fields, "number", read_number, "")
        if number and found.setdefault(number, item) is not item:
            wrong = f"{found[number].place} already has the number {number}"
            fields["number"].refuse(wrong, "List each number once.")
        carrier = read_field(fields, "carrier", carried, "")
        business_number = _business_number(fields, number).model_copy(update={"carrier": carrier})
        flow = read_field(fields, "flow", partial(read_flow, jobs=attachable), None)
        if number and flow:
            yield business_number, flow


def own_numbers(items: Iterable[NodeReader]) -> frozenset[str]:
    """Return the workspace's numbers (E.164), including entries that have other problems."""
    written = (item.find_text("number") for item in items)
    numbers = (e164(reader.node.value) for reader in written if reader)
    return frozenset(number for number in numbers if isinstance(number, str))


def read_number(reader: NodeReader) -> str | None:
    """Read a phone number and return it in E.164."""
    text = reader.text()
    number = e164(text) if text else None
    if isinstance(number, Problem):
        reader.report(number)
        return None
    return number


def read_language(reader: NodeReader) -> str | None:
    """Read a language tag."""
    text = reader.text()
    tag = language_tag(text) if text else None
    if isinstance(tag, Problem):
        reader.report(tag)
        return None
    return tag


def _carrier(reader: NodeReader, known: Known) -> str | None:
    written = reader.text()
    if written is None or written in known.names:
        return written
    reader.report(known.unknown(written))
    return None


def _business_number(fields: dict[str, NodeReader], number: str) -> BusinessNumber:
    actual: NumberKind = "toll_free" if is_toll_free(number) else "local"
    kind = read_field(fields, "kind", _kind, actual)
    if number and kind != actual:
        is_not = "is not toll-free" if kind == "toll_free" else "is toll-free"
        fields["kind"].refuse(f"{number} {is_not}", f"Write “kind: {actual}”.")
    written = "registration" in fields
    registration = fields["registration"].choice(_REGISTRATIONS) if written else "unregistered"
    if "rejection_reason" in fields and registration not in {"rejected", None}:
        fields["rejection_reason"].refuse(
            f"the registration is {registration}, not rejected",
            "Remove it, or write “registration: rejected”.",
        )
    return BusinessNumber(
        number=number,
        kind=actual,
        registration=cast("Registration", registration or "unregistered"),
        rejection_reason=read_field(fields, "rejection_reason", NodeReader.text, ""),
        language=read_field(fields, "language", read_language, ""),
    )
