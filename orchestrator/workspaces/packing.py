"""Carries a document from process to process in small pieces, so that none takes long to unpack."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter
from pydantic_core import to_json

from hookflash.domain.flow.flow import Flow
from hookflash.domain.job.job import Job
from hookflash.domain.workspace.carrier import Carrier
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.people import Inbox, Member
from hookflash.orchestrator.pacing import paced

T = TypeVar("T")
Packed = dict[str, list[bytes]]
"""The fields of a document, each as some pieces of JSON."""
_IN_A_PIECE: Final = 50
_MAPPINGS: Final = ("flows", "scenarios")
_LISTS: Final[dict[str, TypeAdapter[tuple[Any, ...]]]] = {
    "carriers": TypeAdapter(tuple[Carrier, ...]),
    "members": TypeAdapter(tuple[Member, ...]),
    "inboxes": TypeAdapter(tuple[Inbox, ...]),
    "numbers": TypeAdapter(tuple[BusinessNumber, ...]),
    "flows": TypeAdapter(tuple[tuple[str, Flow], ...]),
    "jobs": TypeAdapter(tuple[Job, ...]),
    "scenarios": TypeAdapter(tuple[tuple[str, tuple[dict[str, Any], ...]], ...]),
    "opt_outs": TypeAdapter(tuple[str, ...]),
}
_READERS: Final[dict[str, TypeAdapter[tuple[Any, ...]]]] = {
    name: _LISTS.get(name) or TypeAdapter(tuple[field.annotation, ...])  # type: ignore[name-defined]
    for name, field in WorkspaceDocument.model_fields.items()
}
"""What each field of a document consists of; one that is not a list is packed as a list of one."""


def packed(document: WorkspaceDocument) -> Packed:
    """Pack ``document``; see :func:`unpacked`."""
    return {name: list(map(to_json, _pieces(items))) for name, items in _fields(document)}


async def packed_in_turns(document: WorkspaceDocument) -> Packed:
    """Pack ``document``; other tasks have their turn after each piece."""
    return {name: await _packed(items) for name, items in _fields(document)}


async def unpacked(pieces: Packed) -> WorkspaceDocument:
    """Unpack a document; other tasks have their turn after each piece."""
    return _document({name: await _items(name, some) for name, some in pieces.items()})


def unpacked_at_once(pieces: Packed) -> WorkspaceDocument:
    """Unpack a document where nothing else has to have its turn."""
    fields = {
        name: tuple(item for piece in some for item in _READERS[name].validate_json(piece))
        for name, some in pieces.items()
    }
    return _document(fields)


async def packed_jobs(jobs: Iterable[Job]) -> list[bytes]:
    """Pack ``jobs``; other tasks have their turn after each piece. See :func:`unpacked_jobs`."""
    return await _packed(tuple(jobs))


def unpacked_jobs(pieces: Iterable[bytes]) -> dict[str, Job]:
    """Unpack jobs, by name."""
    reader = _LISTS["jobs"]
    return {job.name: job for piece in pieces for job in reader.validate_json(piece)}


def _fields(document: WorkspaceDocument) -> Iterator[tuple[str, Sequence[Any]]]:
    for name, value in document:
        items = tuple(value.items()) if name in _MAPPINGS else value
        yield name, items if name in _LISTS else (value,)


def _document(fields: dict[str, tuple[Any, ...]]) -> WorkspaceDocument:
    values = {name: items if name in _LISTS else items[0] for name, items in fields.items()}
    return WorkspaceDocument(**{**values, **{name: dict(fields[name]) for name in _MAPPINGS}})


async def _packed(items: Sequence[Any]) -> list[bytes]:
    return [to_json(piece) async for piece in paced(_pieces(items), 1)]


def _pieces(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _IN_A_PIECE):
        yield items[start : start + _IN_A_PIECE]


async def _items(name: str, pieces: list[bytes]) -> tuple[Any, ...]:
    reader = _READERS[name]
    return tuple([item async for piece in paced(pieces, 1) for item in reader.validate_json(piece)])
