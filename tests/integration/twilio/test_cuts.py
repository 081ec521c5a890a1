"""The WebSocket of ConversationRelay is cut before and after every message of a call."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hookflash.domain.call.call import Call
from tests.integration.twilio.office import DANA, SAM, Office, told
from tests.rig.skipped_time import run_skipping
from tests.rig.twilio.explained import unexplained

pytestmark = pytest.mark.slow

CALL: list[dict[str, Any]] = [
    {"until": "Harbor Dental", "seconds": 20},
    {"quiet": 1},
    {"ask": "Could you text me the link to book?", "hears": "text"},
    {"quiet": 3},
    {"ask": "Can I talk to a person?", "hears": r"Front desk\?"},
    {"quiet": 1},
    {"ask": "Yes, please.", "hears": "this is Dana", "times": 6, "seconds": 12},
    {"wait": 3},
    {"hang_up": True},
]


@dataclass(frozen=True)
class Cut:
    """The socket breaks instead of message ``number`` (from 0), or right after it was sent."""

    number: int
    do: str


@dataclass(frozen=True)
class Played:
    """What one call left behind."""

    cut: Cut | None
    messages: int
    sessions: int
    wrong: list[str]


async def play(cut: Cut | None, folder: Path) -> Played:
    """Play the call, and cut its socket once."""

    async def story(office: Office) -> Played:
        ledger = office.twilio.ledger
        hello = [{"say": "Hello, this is Dana."}, {"wait": 20}]
        office.twilio.control.phones(
            {DANA: {"ring": 3, "steps": hello}, SAM: {"outcome": "no_answer"}}
        )
        if cut is not None:
            order = {"on": "relay", "do": cut.do, "skip": cut.number}
            office.twilio.world.faults.order([order])
        _, call_id = office.called(CALL)
        call = await office.over(call_id)
        await asyncio.sleep(5)
        events = await office.center.events(call_id)
        sent = len(ledger.read(kind="relay_in")) + len(ledger.read(kind="relay_out"))
        wrong = [*unexplained(ledger.read(), events), *_wrong(call)]
        if cut is not None and not ledger.read(kind="relay_cut"):
            wrong.append("nothing was cut")
        return Played(
            cut,
            sent,
            sum(one["message"]["type"] == "setup" for one in ledger.read(kind="relay_out")),
            wrong,
        )

    folder.mkdir(parents=True)  # noqa: ASYNC240 - a moment
    return await told(story, folder, speech="relay")


def _wrong(call: Call) -> list[str]:
    found = []
    if "delivered" not in [text.status for text in call.texts.values()]:
        found.append(f"no text was delivered: {call.texts}")
    if call.current is None or call.current.outcome != "connected":
        found.append(f"the caller was not connected: {call.current}")
    return found


def play_all(cuts: Sequence[Cut | None], folder: Path) -> list[Played]:
    """Play the call once for each cut, one after another: time is skipped for each alone."""
    places = (folder / (f"{cut.number}-{cut.do}" if cut else "whole") for cut in cuts)
    return [run_skipping(play(cut, place)) for cut, place in zip(cuts, places, strict=True)]


@pytest.mark.parametrize(("do", "first"), [("cut", 0), ("cut_after", 1)])
def test_a_call_survives_a_cut_at_any_message(tmp_path: Path, do: str, first: int) -> None:
    """It goes on over a new session: nothing is done twice, and consent is never invented."""
    (whole,) = play_all([None], tmp_path / "whole")
    assert whole.wrong == []
    assert whole.sessions == 1
    cuts = [Cut(number, do) for number in range(first, whole.messages, 2)]
    played = play_all(cuts, tmp_path / do)
    assert {one.cut: one.wrong for one in played if one.wrong} == {}
    # The first message, and those after the agent has left, need no other session.
    assert sum(one.sessions > 1 for one in played) > len(cuts) * 3 // 4
