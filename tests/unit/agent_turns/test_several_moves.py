"""Several moves at once are made in their order, as far as the core and the caller let them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from hookflash import Say, Turn, UseTool
from hookflash.domain.call import events as e
from hookflash.testing import in_virtual_time
from tests.unit.agent_turns.playing import DANA, TEXT, Player, Words, moves, of_kind, played, told

ASKED = "Would you like me to transfer you to Dana?"
PARDON = "I'm sorry, I didn't get that. Could you say it again?"
text, dana, hello = UseTool(tool=TEXT), UseTool(tool=DANA), Say(text="One moment, please.")


def scene_of(*batches: Any, heard: str = "hello") -> tuple[list[str], list[str]]:
    """What is in the log after the caller spoke, and what ``hear`` returned."""
    found: list[tuple[list[str], list[str]]] = []

    @in_virtual_time
    async def scene() -> None:
        async with played(Player(*batches), "none") as (center, call, _):
            said = await center.hear(call, heard)
            found.append((await told(center, call), said))

    scene()
    return found[0]


@pytest.mark.parametrize(
    ("batch", "happened"),
    [
        ((hello, text), [hello.text, f"[{TEXT}]"]),
        ((text, hello), [f"[{TEXT}]", hello.text]),
        ((hello, dana), [hello.text, f"[{DANA}]", ASKED]),
        ((text, dana), [f"[{TEXT}]", f"[{DANA}]", ASKED]),
        ((dana, text), [f"[{DANA}]", ASKED, f"[{TEXT}: answer_pending]"]),
        ((dana, dana), [f"[{DANA}]", ASKED, f"[{DANA}: answer_pending]"]),
        ((dana, hello), [f"[{DANA}]", ASKED, f"(question_open) {hello.text}"]),
        ((hello, UseTool(tool="x"), hello), [hello.text, "[x: unknown_tool]", hello.text]),
        (
            (UseTool(tool=TEXT, arguments={"to": "+19005550199"}),),
            [f"[{TEXT}: arguments]"],
        ),
    ],
)
def test_moves_are_made_in_their_order_until_the_caller_is_asked(
    batch: tuple[Any, ...], happened: list[str]
) -> None:
    """Faults 33, 34: two tools at once, in both orders; nothing is said over the question."""
    assert scene_of(moves(*batch))[0][: len(happened)] == happened


def test_a_stream_that_goes_on_after_a_proposal_is_closed() -> None:
    """What it had said by then is recorded as not said."""
    after = Words("Please hold the line.", " I am", 60.0, pause=0.0)

    async def propose(_: Turn) -> AsyncIterator[Any]:
        yield dana
        yield Say(text=after.stream())

    happened, said = scene_of(propose)
    assert happened[:2] == [f"[{DANA}]", ASKED]
    assert said == [ASKED]
    assert after.closed or not after.given


def test_the_agent_is_asked_again_after_each_batch() -> None:
    """With what became known: here, that the text was sent."""

    @in_virtual_time
    async def scene() -> None:
        agent = Player(moves(hello, text), moves(Say(text="Sent.")))
        async with played(agent, "none") as (center, call, _):
            await center.hear(call, "text me")
            first, second, third = agent.turns[2:]
            occasions = [turn.occasion for turn in agent.turns]
            assert occasions == ["greeting", "news", "caller", "news", "news"]
            assert first.news == ()
            assert [news.kind for news in second.news] == ["text_sent"]
            assert second.news[0].text.startswith("The text was sent.")
            assert third.news == ()
            assert first.tools[0].name == TEXT
            assert first.tools[0].parameters["additionalProperties"] is False

    scene()


def test_moves_beyond_the_limit_are_recorded_and_not_made() -> None:
    """Fault 44: an agent that does not stop."""
    many = [Say(text=f"And another thing, {n}.") for n in range(6)]
    happened, said = scene_of(moves(*many), moves(*many[:4], text))
    assert said == [one.text for one in (*many, *many[:2])]
    assert happened[8:] == [
        f"(too_many_moves) {many[2].text}",
        f"(too_many_moves) {many[3].text}",
        f"[{TEXT}: too_many_moves]",
        "! too_many_moves",
    ]


def test_eight_moves_are_not_too_many() -> None:
    """If it then waits."""
    happened, _ = scene_of(moves(*(Say(text=f"Point number {n}.") for n in range(8))))
    assert len(happened) == 8


def test_an_agent_that_only_uses_tools_without_end_is_stopped() -> None:
    """Fault 44: the caller hears something."""

    async def endless(_: Turn) -> AsyncIterator[Any]:
        while True:
            yield UseTool(tool="nothing")

    happened, said = scene_of(endless)
    assert happened[:8] == ["[nothing: unknown_tool]"] * 8
    assert {*happened[8:-2]} == {"[nothing: too_many_moves]"}
    assert happened[-2:] == ["! too_many_moves", PARDON]
    assert said == [PARDON]


@pytest.mark.parametrize("blank", ["", " \n", "\u00a0"])
def test_blank_words_are_left_out(blank: str) -> None:
    """The moves around them are made."""
    happened, _ = scene_of(moves(Say(text=blank), hello, Say(text=blank)))
    assert happened == [hello.text]


def test_moves_that_are_none_end_the_turn() -> None:
    """The moves before them stay."""
    assert scene_of(moves(hello, "Hello"))[0] == [hello.text, "! error TypeError"]


def test_moves_that_the_caller_supersedes_are_not_made() -> None:
    """Fault 44: their words are recorded as not said, and no tool is used late."""

    @in_virtual_time
    async def scene() -> None:
        agent = Player(moves(hello, Say(text="Now I will text you."), text))
        async with played(agent) as (center, call, _):
            hearing = asyncio.create_task(center.hear(call, "hello"))
            await asyncio.sleep(0.5)
            await center.hear(call, "no, wait")
            assert await hearing == [hello.text]
            happened = await told(center, call)
            assert "(superseded) Now I will text you." in happened
            assert not await of_kind(center, call, e.SmsRequested, e.ToolCallRejected)

    scene()


def test_news_that_come_while_the_caller_speaks_wait() -> None:
    """A text that failed does not make the agent talk into the caller's sentence."""

    @in_virtual_time
    async def scene() -> None:
        agent = Player(moves(), moves(Say(text="It failed.")))
        async with played(agent) as (center, call, _):
            await center.hear(call, "hm")
            asked = len(agent.turns)
            await center.hear(call, "so I", final=False)
            center._dispatcher._notify_agent(await center.until(call, lambda _: True))
            await asyncio.sleep(1.0)
            assert len(agent.turns) == asked
            await asyncio.sleep(1.0)
            assert len(agent.turns) > asked

    scene()


def test_agents_of_one_move_go_on_working() -> None:
    """What was written for one move or None."""

    class One:
        label = "One"

        async def next_move(self, turn: Turn) -> Say | UseTool | None:
            """Greet, and answer once."""
            if not turn.conversation.lines:
                return Say(text=turn.briefing.greeting)
            return hello if turn.conversation.lines[-1].by == "caller" else None

    @in_virtual_time
    async def scene() -> None:
        async with played(One(), "none") as (center, call, _):
            assert await center.hear(call, "hello") == [hello.text]

    scene()
