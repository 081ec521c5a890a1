"""Turns a filter into conditions on ``listed_calls``."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import ColumnElement, Select, func, or_, select

from hookflash.projections.calls.filter import CallFilter
from hookflash.projections.calls.listed import LISTED, LIVE
from hookflash.projections.calls.table import CALLS
from hookflash.projections.calls.tags import TagKind, tag
from hookflash.projections.contacts.queries import contacts_called
from hookflash.projections.conversations.table import CONVERSATIONS

MIN_DIGITS: Final = 3
"""Shortest part of a phone number to search for; shorter ones match by chance."""
ANONYMOUS: Final = "anonymous"
"""Shown in place of a withheld caller number."""


def matches(workspace: str, where: CallFilter) -> list[ColumnElement[bool]]:
    """The conditions that a workspace's calls meet which ``where`` finds."""
    return [
        LISTED.c.workspace == workspace,
        *_of_columns(where),
        *_of_tags(where),
        *_of_words(workspace, where.q),
    ]


def _of_columns(where: CallFilter) -> Iterator[ColumnElement[bool]]:
    listed = LISTED.c
    if where.outcome:
        yield listed.outcome.in_(where.outcome)
    if where.follow_up is not None:
        yield listed.needs_follow_up.is_(where.follow_up)
    if where.number:
        yield listed.number.in_(where.number)
    if where.contact is not None:
        withheld = where.contact == ANONYMOUS
        yield listed.contact.is_(None) if withheld else listed.contact == where.contact
    if where.since is not None:
        yield listed.received_at >= where.since
    if where.until is not None:
        yield listed.received_at < where.until
    if where.test is not None:
        yield listed.test.is_(where.test)
    if where.state is not None:
        yield (listed.outcome == LIVE) if where.state == "live" else (listed.outcome != LIVE)


def _of_tags(where: CallFilter) -> Iterator[ColumnElement[bool]]:
    kinds: tuple[tuple[TagKind, tuple[str, ...]], ...] = (
        ("job", where.job),
        ("action", where.action),
        ("reason", where.reason),
    )
    for kind, values in kinds:
        if values:
            # Tags are hexadecimal, so that no character needs to be escaped.
            yield or_(*(LISTED.c.tags.contains(tag(kind, value)) for value in values))


def _of_words(workspace: str, q: str) -> Iterator[ColumnElement[bool]]:
    if wanted := q.strip():
        yield or_(*_mentions(workspace, wanted))


def _mentions(workspace: str, wanted: str) -> Iterator[ColumnElement[bool]]:
    """Each way in which a call can match the words that are searched for."""
    yield LISTED.c.log_position.in_(_said(workspace, wanted.casefold()))
    yield LISTED.c.contact.in_(contacts_called(workspace, wanted.casefold()))
    ids = (wanted, f"{workspace}.call.{wanted}")
    yield LISTED.c.log_position.in_(select(CALLS.c.log_position).where(CALLS.c.call_id.in_(ids)))
    digits = "".join(filter(str.isdecimal, wanted))
    if any(map(str.isalpha, wanted)):
        yield func.lower(LISTED.c.contact).contains(wanted.casefold(), autoescape=True)
    elif len(digits) >= MIN_DIGITS:
        yield LISTED.c.contact.contains(digits, autoescape=True)
        yield LISTED.c.number.contains(digits, autoescape=True)


def _said(workspace: str, needle: str) -> Select[int]:
    """The calls in whose conversation, texts, destinations or voicemail ``needle`` occurs."""
    return (
        select(CALLS.c.log_position)
        .join(CONVERSATIONS, CONVERSATIONS.c.call_id == CALLS.c.call_id)
        .where(
            CONVERSATIONS.c.workspace == workspace,
            CONVERSATIONS.c.words.contains(needle, autoescape=True),
        )
    )
