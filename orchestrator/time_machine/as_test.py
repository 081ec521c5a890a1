"""Writes a fork as a test that fails while the change would end the call otherwise."""

import asyncio
from typing import Final

from pydantic_core import from_json, to_json

from hookflash.domain.call.events import CallEvent
from hookflash.domain.erasure.fixture import fixture
from hookflash.domain.event import TOPICS
from hookflash.domain.job.briefing import brief
from hookflash.domain.job.job import Job
from hookflash.orchestrator.time_machine.branch import grow
from hookflash.orchestrator.time_machine.change import Change, NotForkable
from hookflash.orchestrator.time_machine.fork import Fork, beside, recorded
from hookflash.orchestrator.time_machine.surroundings import AsRecorded

_TEST: Final = '''\
"""From a real call, anonymised. It ended: {outcome}.

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


def as_test(fork: Fork, change: Change, jobs: tuple[Job, ...]) -> str:
    """A Python test of ``fork``, a call which began with ``jobs``; nothing personal is in it.

    Raises :class:`NotForkable` if the anonymised call, without its workspace, ends as it did, and
    ``NoFixture`` if it is decided differently.
    """
    events = fixture(fork.recorded)
    lines = "\n".join(_line(event) for event in events)
    parts = {"events": lines, "jobs": _json(jobs), "change": _json(change)}
    again = forked(parts["events"], parts["jobs"], parts["change"], at=fork.branch.at)
    if not again.ends_otherwise:
        raise NotForkable(
            "the call ends otherwise only because of what its workspace knew, which a test lacks"
        )
    return _TEST.format(**parts, outcome=again.was.outcome, at=fork.branch.at)


def forked(call: str, jobs: str, change: str, *, at: int = 0) -> Fork:
    """The fork of a call that is given as JSON lines, such as those of an exported test.

    ``jobs`` are those that the call began with, ``change`` is the change, both as JSON. What the
    workspace knew is taken from the call. Do not call it inside an event loop.
    """
    events = [_event(line) for line in call.strip().splitlines()]
    recording = recorded(list(enumerate(events, 1)))
    wanted = Change.model_validate_json(change)
    known = tuple(Job.model_validate(job) for job in from_json(jobs))
    if wanted.jobs is not None:
        changed = {job.name: job for job in wanted.jobs}
        named = tuple(changed.get(job.name, job) for job in known)
        wanted = wanted.model_copy(update={"jobs": named})
    received = recording.received
    given = known if wanted.jobs is None else wanted.jobs
    briefing = brief(received.agent_name, received.greeting, given, received.language)
    branch = grow(
        recording,
        wanted,
        at,
        briefing=lambda: briefing,
        surroundings=lambda: AsRecorded(recording),
    )
    return beside(recording, asyncio.run(branch))


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
