"""The database is away for a moment: what was decided is carried out once it is back."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import pytest

from hookflash.orchestrator.log.batch import Append, Outcome
from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.log.store import Store
from hookflash.testing import in_virtual_time
from tests.unit.command_handler.test_carrying_out import CALLER, NUMBER, begin, center, types


@contextmanager
def away(store: Store, commits: range) -> Iterator[None]:
    """These commits fail, counted from 1."""
    commit, number = store.commit, 0

    def commit_or_fail(appends: Sequence[Append]) -> list[Outcome]:
        nonlocal number
        number += 1
        if number in commits:
            raise LogUnavailable("the database is away")
        return commit(appends)

    store.commit = commit_or_fail  # type: ignore[method-assign]
    try:
        yield
    finally:
        store.commit = commit  # type: ignore[method-assign]


@pytest.mark.parametrize("failures", [1, 3])
@pytest.mark.parametrize("first", range(1, 8))
def test_a_yes_still_rings(first: int, failures: int) -> None:
    """Whichever events of the transfer could not be recorded: one ring, before its time is up."""

    @in_virtual_time
    async def scene() -> None:
        async with center() as (opened, line):
            call = await begin(opened, "Could I talk to somebody?")
            with away(opened._log.store, range(first, first + failures)):
                for _ in range(failures + 1):
                    with suppress(LogUnavailable):
                        await opened.hear(call, "Yes please", message_id="yes")
                    await asyncio.sleep(1)
                await asyncio.sleep(10)
            assert len(line.rung) == 1
            assert "VoicemailRequested" not in await types(opened, call)
            await opened.end(call)

    scene()


def test_a_timer_that_could_not_be_recorded_fires_again() -> None:
    """The ring time is over while the database is away."""

    @in_virtual_time
    async def scene() -> None:
        async with center() as (opened, _):
            call = await begin(opened, "Could I talk to somebody?", "Yes please")
            await asyncio.sleep(25)
            with away(opened._log.store, range(1, 30)):
                await asyncio.sleep(12)
            await asyncio.sleep(1)
            assert "TransferUnanswered" in await types(opened, call)
            await opened.end(call)

    scene()


@pytest.mark.parametrize("first", [1, 2, 3])
def test_a_request_that_is_repeated_gets_its_answer(first: int) -> None:
    """The caller's words were recorded, and what the agent said was not."""

    @in_virtual_time
    async def scene() -> None:
        async with center() as (opened, line):
            call = await begin(opened)
            with away(opened._log.store, range(first, first + 1)):
                with suppress(LogUnavailable):
                    await opened.hear(call, "Could I talk to somebody?", message_id="m")
                await opened.hear(call, "Could I talk to somebody?", message_id="m")
                await asyncio.sleep(2)
            happened = await types(opened, call)
            assert happened.count("CallerSpoke") == 1
            assert happened.count("TransferProposed") == 1
            assert "transfer you" in line.said[-1].text
            assert "AgentFailed" not in happened
            await opened.end(call)

    scene()


def test_an_answer_that_is_repeated_greets() -> None:
    """The call was answered, and the greeting was not recorded."""

    @in_virtual_time
    async def scene() -> None:
        async with center() as (opened, _):
            call = await opened.receive_call(to=NUMBER, from_=CALLER)
            with away(opened._log.store, range(2, 3)):
                with pytest.raises(LogUnavailable):
                    await opened.answer(call)
                assert await opened.answer(call) == ["Thanks for calling Harbor Dental."]
            assert await opened.answer(call) == ["Thanks for calling Harbor Dental."]
            assert (await types(opened, call)).count("AgentSpoke") == 1
            await opened.end(call)

    scene()
