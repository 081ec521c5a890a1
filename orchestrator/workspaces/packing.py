"""Carries a document from process to process in small pieces, so that none takes long to unpack."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter
from pydantic_core import to_json

from hookflash.domain.flow.flow import Flow
from hookflash.domain.job.job import Job
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.people import Inbox, Member
from hookflash.orchestrator.pacing import paced

T = TypeVar("T")
Packed = dict[str, list[bytes]]
"""The fields of a document, each as some pieces of JSON."""
_IN_A_PIECE: Final = 50
_READERS: Final[dict[str, TypeAdapter[tuple[Any, ...]]]] = {
    "name": TypeAdapter(tuple[str, ...]),
    "agent": TypeAdapter(tuple[str, ...]),
    "language": TypeAdapter(tuple[str, ...]),
    "members": TypeAdapter(tuple[Member, ...]),
    "inboxes": TypeAdapter(tuple[Inbox, ...]),
    "numbers": TypeAdapter(tuple[BusinessNumber, ...]),
    "flows": TypeAdapter(tuple[tuple[str, Flow], ...]),
    "jobs": TypeAdapter(tuple[Job, ...]),
    "opt_outs": TypeAdapter(tuple[str, ...]),
}


def packed(document: WorkspaceDocument) -> Packed:
    """Pack ``document``; see :func:`unpacked`."""
    fields: dict[str, Sequence[Any]] = {
        **dict(document),
        "name": (document.name,),
        "agent": (document.agent,),
        "language": (document.language,),
        "flows": tuple(document.flows.items()),
    }
    return {name: list(map(to_json, _pieces(items))) for name, items in fields.items()}


async def unpacked(pieces: Packed) -> WorkspaceDocument:
    """Unpack a document; other tasks have their turn after each piece."""
    fields = {name: await _items(name, some) for name, some in pieces.items()}
    single = {name: fields[name][0] for name in ("name", "agent", "language")}
    return WorkspaceDocument(**fields | single | {"flows": dict(fields["flows"])})


async def packed_jobs(jobs: Iterable[Job]) -> list[bytes]:
    """Pack ``jobs``; other tasks have their turn after each piece. See :func:`unpacked_jobs`."""
    pieces = _pieces(tuple(jobs))
    return [to_json(piece) async for piece in paced(pieces, 1)]


def unpacked_jobs(pieces: Iterable[bytes]) -> dict[str, Job]:
    """Unpack jobs, by name."""
    reader = _READERS["jobs"]
    return {job.name: job for piece in pieces for job in reader.validate_json(piece)}


def _pieces(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _IN_A_PIECE):
        yield items[start : start + _IN_A_PIECE]


async def _items(name: str, pieces: list[bytes]) -> tuple[Any, ...]:
    reader = _READERS[name]
    return tuple([item async for piece in paced(pieces, 1) for item in reader.validate_json(piece)])
