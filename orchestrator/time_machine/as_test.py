"""Writes a fork as a test that fails while the change would end the call otherwise."""

import asyncio
from collections.abc import Sequence
from typing import Final

from pydantic_core import from_json, to_json

from hookflash.domain.call.events import CallEvent, TransferConfirmed
from hookflash.domain.erasure.fixture import fixture
from hookflash.domain.event import TOPICS
from hookflash.domain.job.briefing import Briefing, brief
from hookflash.domain.job.job import Job
from hookflash.orchestrator.time_machine.branch import grow
from hookflash.orchestrator.time_machine.change import Change, NotForkable
from hookflash.orchestrator.time_machine.fork import Fork, beside, recorded
from hookflash.orchestrator.time_machine.surroundings import AsRecorded

_TEST: Final = '''\
"""From a real call{how}. It ended: {outcome}.

Fails while the change below would end it otherwise.
"""

from hookflash.testing import forked

CALL = r"""
{events}
"""
JOBS = r"""{jobs}"""
CHANGE = r"""{change}"""


def test_the_call_ends_as_it_did() -> None:
    fork = forked(CALL, JOBS, CHANGE, at={at})
    assert fork.would_be == fork.was, fork.difference
'''


def as_test(fork: Fork, change: Change, jobs: tuple[Job, ...] | None) -> str:
    """A Python test of ``fork``, without anything personal unless ``jobs`` are given.

    ``jobs``, those that the call began with, let the scripted agent make its moves again. It needs
    what was really said, so the words and numbers are kept then. Without them, its recorded moves
    are decided again. Raises :class:`NotForkable` if the call, without its workspace, ends as it
    did, and ``NoFixture`` if it is decided differently without its personal data.
    """
    if change.jobs is not None and jobs is None:
        raise NotForkable(
            "a test of changed jobs needs what the caller really said; keep the words in it"
        )
    events = fork.recorded
    if jobs is None:
        events = tuple(fixture(fork.recorded))
        change = _renamed(change, fork.recorded, events)
    lines = "\n".join(_line(event) for event in events)
    parts = {"events": lines, "jobs": _json(jobs or ()), "change": _json(change)}
    again = forked(parts["events"], parts["jobs"], parts["change"], at=fork.branch.at)
    if not again.ends_otherwise:
        raise NotForkable(
            "the call ends otherwise only because of what its workspace knew, which a test lacks"
        )
    how = ", anonymised" if jobs is None else ", with its words and numbers"
    return _TEST.format(**parts, how=how, outcome=again.was.outcome, at=fork.branch.at)


def forked(call: str, jobs: str, change: str, *, at: int = 0) -> Fork:
    """The fork of a call that is given as JSON lines, such as those of an exported test.

    ``jobs`` are those that the call began with, for the scripted agent, or none; ``change`` is the
    change; both as JSON. What the workspace knew is taken from the call. Do not call it inside an
    event loop.
    """
    events = [_event(line) for line in call.strip().splitlines()]
    recording = recorded(list(enumerate(events, 1)))
    wanted = Change.model_validate_json(change)
    known = tuple(Job.model_validate(job) for job in from_json(jobs))
    briefing: Briefing | None = None
    if known:
        changed = {job.name: job for job in wanted.jobs or ()}
        given = tuple(changed.get(job.name, job) for job in known)
        received = recording.received
        briefing = brief(received.agent_name, received.greeting, given, received.language)
        wanted = wanted.model_copy(update={"jobs": given if wanted.jobs is not None else None})
    grown = grow(
        recording,
        wanted,
        at,
        briefing=(lambda: briefing) if briefing is not None else None,
        surroundings=lambda: AsRecorded(recording),
    )
    return beside(recording, asyncio.run(grown))


def _renamed(
    change: Change, recorded: Sequence[CallEvent], anonymous: Sequence[CallEvent]
) -> Change:
    """``change`` with the names and numbers that phones have in the ``anonymous`` call."""
    names: dict[str, str] = {}
    for was, now in zip(recorded, anonymous, strict=True):
        if isinstance(was, TransferConfirmed) and isinstance(now, TransferConfirmed):
            for one, other in zip(was.legs, now.legs, strict=True):
                names |= {one.who: other.who, one.phone: other.phone}
    phones = {names.get(who, who): phone for who, phone in change.phones.items()}
    spared = tuple(names.get(who, who) for who in change.policy.do_not_disturb)
    policy = change.policy.model_copy(update={"do_not_disturb": spared})
    return change.model_copy(update={"phones": phones, "policy": policy})


def _event(line: str) -> CallEvent:
    stored = from_json(line)
    event = TOPICS[stored["topic"]].model_validate(stored["event"])
    if not isinstance(event, CallEvent):
        raise NotForkable(f"{stored['topic']} is not an event of a call")
    return event


def _line(event: CallEvent) -> str:
    return to_json({"topic": event.TOPIC, "event": event.model_dump(mode="json")}).decode()


def _json(value: object) -> str:
    return to_json(value, exclude_none=True).decode()
