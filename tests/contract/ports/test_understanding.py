"""A model that reads answers may lie, be slow or fail: that alone never transfers a caller."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from hookflash import AnswerToRead, CallCenter, Opinion, Settings
from hookflash.domain.call import events as e
from hookflash.domain.policy.speech.reading import Reading, UnderstandingMode
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.testing import in_virtual_time
from tests.cast import CALLER
from tests.unit.command_handler.opened import open_worker
from tests.unit.command_handler.shift import NUMBER, OFFICE

Read = Callable[[AnswerToRead], Awaitable[Any]]
UNSURE = "Well, let's do it then, shall we."
"""Neither yes nor no by the rules."""


class Model:
    """Reads answers as a test says, and keeps what it was asked."""

    label = "test model"

    def __init__(self, read: Read) -> None:
        self._read = read
        self.asked: list[AnswerToRead] = []
        self.cancelled = False

    async def read(self, answer: AnswerToRead) -> Opinion:
        """Read ``answer``."""
        self.asked.append(answer)
        try:
            opinion: Opinion = await self._read(answer)
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return opinion


async def agrees(answer: AnswerToRead) -> Opinion:
    """Read everything as a yes."""
    return Opinion(meaning="yes", quote=answer.words)


async def refuses(answer: AnswerToRead) -> Opinion:
    """Read everything as a no."""
    return Opinion(meaning="no", quote=answer.words)


async def lies(_: AnswerToRead) -> Opinion:
    """Quote what was not said."""
    return Opinion(meaning="yes", quote="Yes, transfer me now")


async def fails(_: AnswerToRead) -> Opinion:
    """Raise, and quote the caller while doing so."""
    raise ConnectionError("the caller said: yes please")


async def is_slow(answer: AnswerToRead) -> Opinion:
    """Take longer than the caller should wait."""
    await asyncio.sleep(5)
    return await agrees(answer)


async def gives_up(_: AnswerToRead) -> Opinion:
    """Cancel itself, as some client libraries do on a timeout."""
    raise asyncio.CancelledError


async def returns_words(_: AnswerToRead) -> Any:
    """Return something else."""
    return "yes"


async def quotes_null(_: AnswerToRead) -> Opinion:
    """Return what cannot be stored."""
    return Opinion(meaning="yes", quote="\0")


BROKEN = (lies, fails, is_slow, gives_up, returns_words, quotes_null)


@asynccontextmanager
async def asked(
    model: Model | None, mode: UnderstandingMode | None = None
) -> AsyncIterator[tuple[CallCenter, str]]:
    """A call whose caller was asked whether to be transferred."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    line = SimulatedTelephony(clock)
    settings = Settings(understanding=mode)
    store = open_store("sqlite://")
    center = open_worker("1", store, clock, line, settings=settings, understanding=model)
    await center.apply(OFFICE)
    call = await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id="CA1")
    await center.answer(call)
    await center.hear(call, "Could I talk to somebody?")
    try:
        yield center, call
    finally:
        line.tell = None
        await center.close()


async def last(center: CallCenter, call: str, kind: type[e.CallEvent]) -> Any:
    """The last event of a kind; None without one."""
    return next((ev for ev in reversed(await center.events(call)) if isinstance(ev, kind)), None)


def reading_of(words: str, read: Read, mode: UnderstandingMode | None) -> tuple[str, Any]:
    """The state after the caller said ``words``, and the reading in the log."""
    found: list[tuple[str, Any]] = []

    @in_virtual_time
    async def scene() -> None:
        async with asked(Model(read), mode) as (center, call):
            await center.hear(call, words)
            heard = await last(center, call, e.CallerSpoke)
            found.append(((await center.until(call, lambda _: True)).state, heard.reading))
            await center.end(call)

    scene()
    return found[0]


def test_a_yes_by_both_transfers_and_both_are_recorded() -> None:
    """A model that was given is a second opinion by default."""

    @in_virtual_time
    async def scene() -> None:
        model = Model(agrees)
        async with asked(model) as (center, call):
            await center.hear(call, "Yes please")
            confirmed = await last(center, call, e.TransferConfirmed)
            assert confirmed.readings.by_rules == "yes"
            assert confirmed.readings.by_model.by == "test model"
            received = await last(center, call, e.CallReceived)
            assert received.understanding == "second_opinion"
            (request,) = model.asked
            assert (request.words, request.language) == ("Yes please", "en")
            assert request.about in request.question
            await center.end(call)

    scene()


@pytest.mark.parametrize("read", BROKEN)
def test_a_broken_second_opinion_makes_a_yes_unclear(read: Read) -> None:
    """The caller is asked again; what the model did wrong is in the log, without its words."""
    state, reading = reading_of("Yes please", read, "second_opinion")
    assert state == "confirm_transfer"
    assert isinstance(reading, Reading)
    assert "said" not in reading.failure
    assert bool(reading.failure) is (read is not lies)


@pytest.mark.parametrize("read", BROKEN)
def test_a_broken_model_resolves_nothing(read: Read) -> None:
    """What the rules do not read stays unclear; a yes by the rules counts."""
    assert reading_of(UNSURE, read, "resolve_unclear")[0] == "confirm_transfer"
    assert reading_of("Yes please", read, "resolve_unclear")[0] == "transferring"


@pytest.mark.parametrize("read", [*BROKEN, agrees])
def test_a_no_by_the_rules_is_a_no(read: Read) -> None:
    """Whatever the model says or does."""
    for mode in ("second_opinion", "resolve_unclear"):
        assert reading_of("No, thank you", read, mode)[0] == "conversing"


def test_a_no_by_the_model_is_a_no() -> None:
    """Although the rules read a yes."""
    for mode in ("second_opinion", "resolve_unclear"):
        assert reading_of("Yes please", refuses, mode)[0] == "conversing"


def test_a_yes_by_the_model_counts_where_the_rules_are_unsure() -> None:
    """Only if that was chosen."""
    assert reading_of(UNSURE, agrees, "resolve_unclear")[0] == "transferring"
    assert reading_of(UNSURE, agrees, "second_opinion")[0] == "confirm_transfer"
    assert reading_of(UNSURE, agrees, "off")[0] == "confirm_transfer"


def test_a_slow_model_is_cancelled_after_a_second_and_a_half() -> None:
    """The caller does not wait for longer."""

    @in_virtual_time
    async def scene() -> None:
        model = Model(is_slow)
        async with asked(model) as (center, call):
            before = center.now()
            await center.hear(call, "Yes please")
            heard = await last(center, call, e.CallerSpoke)
            assert heard.reading.failure == "timeout"
            assert (heard.at - before).total_seconds() == pytest.approx(1.5)
            assert model.cancelled
            await center.end(call)

    scene()


def test_a_model_is_asked_about_answers_only() -> None:
    """Not about other words, nor about keys."""

    @in_virtual_time
    async def scene() -> None:
        model = Model(agrees)
        async with asked(model) as (center, call):
            assert model.asked == []
            await center.press(call, "1")
            assert model.asked == []
            assert (await center.until(call, lambda _: True)).state == "transferring"
            await center.end(call)

    scene()


def test_a_worker_without_the_model_transfers_no_one_on_its_own() -> None:
    """The call was received by a worker that had one: a second opinion is missing here."""

    @in_virtual_time
    async def scene() -> None:
        async with asked(None, "second_opinion") as (center, call):
            await center.hear(call, "Yes please")
            assert (await center.until(call, lambda _: True)).state == "confirm_transfer"
            await center.end(call)

    scene()


def test_settings_that_need_a_model_name_it() -> None:
    """Nothing is opened."""

    async def scene() -> None:
        settings = Settings(understanding="second_opinion")
        with pytest.raises(ValueError, match=r"settings.understanding: second_opinion needs a m"):
            async with CallCenter.open("sqlite://", settings=settings):
                pass

    asyncio.run(scene())


@pytest.mark.parametrize("words", ["Yes please", "Yes, please connect me, I'd appreciate it"])
def test_partial_words_never_consent(words: str) -> None:
    """Fault 43: cut at every word; only the final words, as a whole, are judged."""

    @in_virtual_time
    async def scene() -> None:
        async with asked(Model(agrees), "off") as (center, call):
            parts = words.split()
            for cut in range(1, len(parts) + 1):
                await center.hear(call, " ".join(parts[:cut]), final=False)
                assert await last(center, call, e.TransferConfirmed) is None
            await center.hear(call, f"{words} but not yet")
            assert await last(center, call, e.TransferConfirmed) is None
            assert await last(center, call, e.TransferDeclined) is not None
            await center.end(call)

    scene()
