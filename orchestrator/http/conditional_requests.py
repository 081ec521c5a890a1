"""Conditions of a request: change a piece only if nobody else has, send it only if it is new."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Header, Request, Response

from hookflash.domain.value import Value
from hookflash.orchestrator.http.problems import documented, not_found
from hookflash.orchestrator.workspaces.etags import ABSENT, ANY, etag_of

T = TypeVar("T", bound=Value)

_TAG: Final = r"""(\*|(W/)?"[!#-~]*")"""
_TAGS: Final = rf"^{_TAG}(\s*,\s*{_TAG})*$"
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=rf"^{_TAG}$",
        max_length=200,
        description="The ETag that was read: 412 if it has changed since. “*”: if it is there.",
        examples=['"5d41402abc4b2a76"'],
    ),
]
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        pattern=_TAGS,
        max_length=2_000,
        description="Read: 304 if it is still as under this ETag. Written: “*” if it is not there.",
        examples=['"5d41402abc4b2a76"'],
    ),
]
READ: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "Not Modified"}}
WRITTEN: Final = documented(HTTPStatus.PRECONDITION_FAILED)


def created(model: type[Value]) -> dict[int | str, dict[str, Any]]:
    """How a write that may make something new stands in OpenAPI."""
    return {201: {"description": "Created", "model": model}, **WRITTEN}


class NotModified(Exception):
    """Whoever asks has it already, under this ETag."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


@dataclass(frozen=True)
class Conditions:
    """What a request says of ETags, and the answer that one is sent with."""

    request: Request
    response: Response
    if_match: str | None
    if_none_match: str | None

    @property
    def expected(self) -> str | None:
        """The ETag that the piece has to have before it is changed; None for whatever it has."""
        if self.if_match is not None:
            return _bare(self.if_match)
        return ABSENT if self.if_none_match == ANY else None

    def show(self, piece: T | None, what: str, *, new: bool = False) -> T:
        """Answer with a piece and its ETag; 404 for None, 201 if it is ``new``."""
        if piece is None:
            raise not_found(what)
        etag = f'"{etag_of(piece)}"'
        if self.request.method == "GET" and self._has(etag):
            raise NotModified(etag)
        if new:
            self.response.status_code = HTTPStatus.CREATED
        self.response.headers["ETag"] = etag
        return piece

    def _has(self, etag: str) -> bool:
        return bool({ANY, etag.strip('"')} & set(_each(self.if_none_match or "")))


async def _conditions(
    request: Request,
    response: Response,
    if_match: IfMatch = None,
    if_none_match: IfNoneMatch = None,
) -> Conditions:
    return Conditions(request, response, if_match, if_none_match)


async def _condition(
    request: Request, response: Response, if_none_match: IfNoneMatch = None
) -> Conditions:
    return Conditions(request, response, None, if_none_match)


When = Annotated[Conditions, Depends(_conditions)]
"""The conditions of a write."""
IfNew = Annotated[Conditions, Depends(_condition)]
"""The condition of a read."""


def _each(tags: str) -> Iterator[str]:
    return (_bare(tag) for tag in tags.split(","))


def _bare(tag: str) -> str:
    """A tag without its quotes; a proxy that made it weak has changed nothing that matters here."""
    return tag.strip().removeprefix("W/").strip('"')
