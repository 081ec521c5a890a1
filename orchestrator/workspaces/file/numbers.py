"""The parts of a workspace file about phone numbers: the business's own, and those opted out."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import Final, cast, get_args

from hookflash.domain.flow.flow import Flow
from hookflash.domain.policy.phone import e164, is_toll_free
from hookflash.domain.problem import Problem
from hookflash.domain.workspace.number import BusinessNumber, NumberKind, Registration
from hookflash.orchestrator.workspaces.file.flows import read_flow
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, taken

_kind = partial(NodeReader.choice, words=get_args(NumberKind))
_REGISTRATIONS: Final = get_args(Registration)


def read_numbers(
    items: Iterable[NodeReader], jobs: Collection[str]
) -> Iterator[tuple[BusinessNumber, Flow]]:
    """The numbers that are written without a mistake, with their flows; ``jobs`` are all there."""
    found: dict[str, NodeReader] = {}
    for item in items:
        fields = item.fields(
            {"number": '"+14155550100"', "flow": "[an agent step, a voicemail step]"},
            ("kind", "registration", "rejection_reason"),
        )
        number = taken(fields, "number", read_number, "")
        if number and found.setdefault(number, item) is not item:
            wrong = f"{found[number].place} is {number} already"
            fields["number"].refuse(wrong, "List each number once.")
        business_number = _business_number(fields, number)
        flow = taken(fields, "flow", partial(read_flow, jobs=jobs), None)
        if number and flow:
            yield business_number, flow


def own_numbers(items: Iterable[NodeReader]) -> frozenset[str]:
    """The workspace's numbers (E.164), whatever else is wrong with them."""
    written = (item.words("number") for item in items)
    numbers = (e164(branch.node.value) for branch in written if branch)
    return frozenset(number for number in numbers if isinstance(number, str))


def read_number(branch: NodeReader) -> str | None:
    """A phone number, in E.164."""
    text = branch.text()
    number = e164(text) if text else None
    if isinstance(number, Problem):
        branch.report(number)
        return None
    return number


def _business_number(fields: dict[str, NodeReader], number: str) -> BusinessNumber:
    actual: NumberKind = "toll_free" if is_toll_free(number) else "local"
    kind = taken(fields, "kind", _kind, actual)
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
        rejection_reason=taken(fields, "rejection_reason", NodeReader.text, ""),
    )
