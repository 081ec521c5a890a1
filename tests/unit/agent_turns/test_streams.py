"""An agent that streams is heard sentence by sentence, and is stopped when it should be."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from hookflash import AgentQuestion, Say, Turn, UseTool
from hookflash.domain.call import events as e
from hookflash.testing import in_virtual_time
from tests.unit.agent_turns.playing import DANA, TEXT, Player, Words, moves, of_kind, played, told

PARDON = "I'm sorry, I didn't get that. Could you say it again?"
FIRST, SECOND, THIRD = "I can help with that.", "We open at nine.", "Shall I book it?"


def spoken(words: Words, **more: Any) -> Player:
    """An agent that says ``words`` once the caller has spoken."""
    return Player(moves(Say(text=words.stream(), **more)))


def test_each_sentence_is_recorded_before_it_is_said_and_said_once_it_is_complete() -> None:
    """The time to the first word is that of the first sentence, not of the whole answer."""

    @in_virtual_time
    async def scene() -> None:
        words = Words(
            "I can help", " with that.", " We open", " at nine.", 5.0, " Shall I book it?"
        )
        async with played(spoken(words), "none") as (center, call, line):
            began = asyncio.get_running_loop().time()
            assert await center.hear(call, "hello") == [FIRST, SECOND, THIRD]
            at = [round(when - began, 2) for when, _ in line.said[1:]]
            assert at == [0.3, 5.5, 5.5]
            assert await told(center, call) == [FIRST, SECOND, THIRD]

    scene()


def test_a_stream_is_one_move_however_many_sentences_it_has() -> None:
    """Nine sentences are more than the moves of a turn."""

    @in_virtual_time
    async def scene() -> None:
        words = Words(*(f"This is sentence number {n}. " for n in range(9)))
        async with played(spoken(words), "none") as (center, call, _):
            assert len(await center.hear(call, "hello")) == 9
            assert not await of_kind(center, call, e.AgentFailed)

    scene()


def test_the_question_of_a_stream_is_bound_to_the_sentence_that_asks() -> None:
    """To the last one, if none has a question mark."""

    @in_virtual_time
    async def scene() -> None:
        asks = AgentQuestion(kind="other", about="x")
        for pieces, asking in (
            ((FIRST, " ", THIRD, " ", SECOND), THIRD),
            ((FIRST, " ", SECOND), SECOND),
        ):
            async with played(spoken(Words(*pieces), asks=asks), "none") as (center, call, _):
                await center.hear(call, "hello")
                spoke = await of_kind(center, call, e.AgentSpoke)
                assert [one.text for one in spoke if one.asks == asks] == [asking]

    scene()


BROKEN = [
    ((ValueError("the caller's number is 5"),), "error ValueError"),
    ((30.0,), "timeout"),
    (("And then\0", " this is not said."), "error ValueError"),
    (("And then \ud800", " this is not said."), "error PydanticSerializationError"),
    ((b"bytes",), "error TypeError"),
    (("and on " * 1_000,), "too_many_moves"),
]


@pytest.mark.parametrize(("then", "why"), BROKEN)
def test_what_was_said_of_a_broken_stream_stays_and_the_rest_is_not_said(
    then: tuple[Any, ...], why: str
) -> None:
    """Fault 44: the log says why; nothing is said in its place, since the caller was answered."""

    @in_virtual_time
    async def scene() -> None:
        words = Words(FIRST, " ", SECOND, " We close", *then)
        async with played(spoken(words)) as (center, call, _):
            assert await center.hear(call, "hello") == [FIRST, SECOND]
            assert await told(center, call) == [FIRST, SECOND, f"! {why}"]
            await asyncio.sleep(0)
            assert words.closed

    scene()


@pytest.mark.parametrize(
    ("pieces", "why"),
    [*BROKEN, ((), "silent"), ((" ", "\n"), "silent"), (("slow ", 1.0) * 30, "timeout")],
)
def test_a_caller_hears_something_if_a_stream_says_nothing(
    pieces: tuple[Any, ...], why: str
) -> None:
    """Fault 44: also if it drips, so that its first sentence is never complete in time."""

    @in_virtual_time
    async def scene() -> None:
        words = Words(*pieces)
        async with played(spoken(words), "none") as (center, call, _):
            said = await center.hear(call, "hello")
            assert (await told(center, call))[-2:] == [f"! {why}", PARDON]
            assert said[-1] == PARDON

    scene()


def test_a_caller_who_speaks_ends_the_stream() -> None:
    """Fault 44: what was complete and not said is recorded as not said; the generator is closed."""

    @in_virtual_time
    async def scene() -> None:
        words = Words(FIRST, " ", SECOND, " ", THIRD, " And", 60.0, " more.")
        agent = Player(moves(Say(text=words.stream())), moves(Say(text="All right then.")))
        async with played(agent) as (center, call, line):
            hearing = asyncio.create_task(center.hear(call, "hello"))
            await asyncio.sleep(1.0)
            assert await center.hear(call, "wai", final=False) == []
            assert await hearing == [FIRST]
            assert words.closed
            assert await center.hear(call, "wait a moment") == ["All right then."]
            assert await told(center, call) == [
                FIRST,
                f"(superseded) {SECOND}",
                f"(superseded) {THIRD}",
                "All right then.",
            ]
            (cut_off,) = (
                ev for ev in await of_kind(center, call, e.SpeechHeard) if not ev.finished
            )
            assert 0 < cut_off.heard_chars < len(FIRST)
            assert [text for _, text in line.said[1:]] == [FIRST, "All right then."]

    scene()


def test_words_that_another_worker_heard_end_the_stream() -> None:
    """The log shows that the caller cut off a sentence: the next one is not said."""

    @in_virtual_time
    async def scene() -> None:
        words = Words(FIRST, " ", SECOND, " ", THIRD)
        async with played(spoken(words)) as (center, call, _):
            hearing = asyncio.create_task(center.hear(call, "hello"))
            await asyncio.sleep(1.0)
            now = await center.until(call, lambda _: True)
            await center._dispatcher._line_of(now).speaking.stop(now)
            assert await hearing == [FIRST]

    scene()


def test_after_a_noise_the_agent_goes_on() -> None:
    """Partial words stop it; if no words follow, it has another turn."""

    @in_virtual_time
    async def scene() -> None:
        words = Words(FIRST, " ", SECOND)
        agent = Player(moves(Say(text=words.stream())), moves(Say(text=SECOND)))
        async with played(agent) as (center, call, _):
            hearing = asyncio.create_task(center.hear(call, "hello"))
            await asyncio.sleep(0.8)
            await center.hear(call, "hm", final=False)
            await hearing
            await asyncio.sleep(5)
            assert (await told(center, call))[-1] == SECOND
            assert agent.turns[-2].occasion == "news"

    scene()


def test_the_words_of_an_agent_do_not_run_ahead_of_the_caller() -> None:
    """A model that writes faster than it is heard is read only so far ahead."""

    @in_virtual_time
    async def scene() -> None:
        words = Words(*(f"This is sentence number {n}. " for n in range(100)), pause=0.0)
        async with played(spoken(words)) as (center, call, _):
            hearing = asyncio.create_task(center.hear(call, "hello"))
            await asyncio.sleep(0.5)
            assert words.given < 15
            await center.hear(call, "stop", final=False)
            await hearing

    scene()


def test_an_agent_may_be_an_async_generator() -> None:
    """Words, a tool, and words about its result, as a model gives them."""

    @in_virtual_time
    async def scene() -> None:
        async def answer(_: Turn) -> AsyncIterator[Any]:
            yield Say(text=Words("I'll text it ", "to you now.").stream())
            yield UseTool(tool=TEXT)

        agent = Player(answer, moves(Say(text="I've texted it.")))
        async with played(agent) as (center, call, _):
            await center.hear(call, "text me")
            assert await told(center, call) == [
                "I'll text it to you now.",
                f"[{TEXT}]",
                "I've texted it.",
            ]

    scene()


def test_a_question_behind_other_words_is_heard_after_them() -> None:
    """Fault 43: where playback is not reported, by estimate; a yes to what plays before is none."""

    @in_virtual_time
    async def scene() -> None:
        long = Say(text="This goes on for a while. " * 9)
        agent = Player(moves(long, UseTool(tool=DANA)))
        async with played(agent, "none") as (center, call, _):
            await asyncio.sleep(5)
            await center.hear(call, "Dana please")
            await asyncio.sleep(7)
            await center.hear(call, "Yes please")
            assert not await of_kind(center, call, e.TransferConfirmed)
            await asyncio.sleep(12)
            await center.hear(call, "Yes please")
            assert await of_kind(center, call, e.TransferConfirmed)

    scene()


@pytest.mark.parametrize(("after", "heard"), [(0.5, 1), (2.5, 2), (4.0, 3)])
def test_sentences_that_wait_to_be_played_are_unspoken_when_the_caller_speaks(
    after: float, heard: int
) -> None:
    """Where playback is not reported, by estimate: the one that plays is cut off."""

    @in_virtual_time
    async def scene() -> None:
        words = Words(FIRST, " ", SECOND, " ", THIRD, pause=0.0)
        async with played(spoken(words), "none") as (center, call, _):
            await asyncio.sleep(5)
            await center.hear(call, "hello")
            await asyncio.sleep(after)
            await center.hear(call, "wai", final=False)
            (cut_off,) = await of_kind(center, call, e.SpeechHeard)
            assert not cut_off.finished
            unspoken = await of_kind(center, call, e.SpeechUnspoken)
            assert [one.reason for one in unspoken] == ["cut_off"] * (3 - heard)

    scene()
