"""ETags: writes only if unchanged (If-Match), reads only if changed (If-None-Match)."""

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
        description="The ETag of your last read: 412 if it has changed since. “*”: if it exists.",
        examples=['"5d41402abc4b2a76"'],
    ),
]
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        pattern=_TAGS,
        max_length=2_000,
        description="Reads: 304 if the ETag is unchanged. Writes: “*”, only if it does not exist.",
        examples=['"5d41402abc4b2a76"'],
    ),
]
READ: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "Not Modified"}}
WRITTEN: Final = documented(HTTPStatus.PRECONDITION_FAILED)


def created(model: type[Value]) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI responses of a write that may create something."""
    return {201: {"description": "Created", "model": model}, **WRITTEN}


class NotModified(Exception):
    """Ends a read with 304: the client's copy under this ETag is current."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


@dataclass(frozen=True)
class Conditions:
    """A request's ETag headers, and the response that gets the new ETag."""

    request: Request
    response: Response
    if_match: str | None
    if_none_match: str | None

    @property
    def expected(self) -> str | None:
        """The ETag that the piece must have before it is changed; None for any."""
        if self.if_match is not None:
            return _bare(self.if_match)
        return ABSENT if self.if_none_match == ANY else None

    def show(self, piece: T | None, what: str, *, new: bool = False) -> T:
        """Return a piece and set its ETag; 404 for None, 201 if it is ``new``."""
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
        return bool({ANY, etag.strip('"')} & set(bare_tags(self.if_none_match or "")))


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


def bare_tags(tags: str) -> Iterator[str]:
    """Yield each of the ETags in a header."""
    return (_bare(tag) for tag in tags.split(","))


def _bare(tag: str) -> str:
    """Strip the quotes and the weakness prefix, which a compressing proxy may have added."""
    return tag.strip().removeprefix("W/").strip('"')
