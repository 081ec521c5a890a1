"""Ring groups of more phones than one <Dial> takes: calls of their own into one conference."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from hookflash.domain.call.call import Call
from tests.integration.twilio.office import (
    CALLER,
    DOCUMENT,
    OFFICE,
    Office,
    balancing,
    open_office,
    play,
    serving,
)
from tests.integration.twilio.test_transfers import asking, statuses
from tests.rig.skipped_time import run_skipping
from tests.twilio.standin import standing_in

pytestmark = pytest.mark.slow

SILENT: dict[str, Any] = {"default": {"outcome": "no_answer"}}
MESSAGE = ({"until": "leave a message", "seconds": 90}, {"say": "Call me."}, {"wait": 20})


def phone(number: int) -> str:
    """The phone of a member."""
    return f"+1415555{1000 + number}"


def with_members(many: int) -> str:
    """The settings of an office in which ``many`` phones ring."""
    members = "".join(
        f'  - {{{{name: Member {n}, phone: "{phone(n)}", accept: {{accept}}}}}}\n'
        for n in range(many)
    )
    names = ", ".join(f"Member {n}" for n in range(many))
    head, _, rest = DOCUMENT.partition("members:\n")
    tail = rest[rest.index("inboxes:") :].replace("[Dana, Sam]", f"[{names}]")
    return f"{head}members:\n{members}{tail}"


def dialled(office: Office) -> list[str]:
    """The phones that calls were made to, in order of their numbers."""
    return sorted(leg["to"] for leg in office.twilio.ledger.read(kind="leg") if _is_own(leg))


def _is_own(leg: dict[str, Any]) -> bool:
    return bool(leg["direction"] == "outbound-api")


def check_all_over(office: Office, many: int) -> None:
    """Every phone was called once, and nothing rings or speaks any more."""
    assert dialled(office) == [phone(n) for n in range(many)]
    assert office.twilio.control.health()["legs_open"] == 0


@pytest.mark.parametrize(("many", "speech"), [(11, "gather"), (12, "relay"), (50, "gather")])
def test_the_first_phone_of_many_gets_the_caller(tmp_path: Path, many: int, speech: str) -> None:
    """The others are called off; the business's number is shown, as calls by REST must."""

    async def story(office: Office) -> None:
        hello = [{"say": "Hello, this is Member 3."}, {"wait": 12}, {"hang_up": True}]
        office.twilio.control.phones({**SILENT, phone(3): {"ring": 5, "steps": hello}})
        _, call_id = office.called(asking())
        call = await office.over(call_id)
        assert call.current is not None
        assert call.current.outcome == "connected"
        assert "Hello, this is Member 3." in office.heard(CALLER)
        call = await office.until(call_id, _are_all_out)
        assert {who for who, was in statuses(call).items() if was != "stopped"} <= {"Member 3"}
        await asyncio.sleep(5)
        check_all_over(office, many)
        legs = [leg for leg in office.twilio.ledger.read(kind="leg") if _is_own(leg)]
        assert {leg["from"] for leg in legs} == {OFFICE}

    play(story, tmp_path, speech=speech, settings=with_members(many))


def test_of_two_that_answer_at_the_same_instant_one_gets_the_caller(tmp_path: Path) -> None:
    """The core names the winner; the loser's call ends without a word from the caller."""

    async def story(office: Office) -> None:
        said = [{"say": "Hello?"}, {"wait": 20}, {"hang_up": True}]
        both = {phone(n): {"ring": 6, "steps": said} for n in (2, 7)}
        office.twilio.control.phones({**SILENT, **both})
        _, call_id = office.called(
            asking("a person", {"wait": 12}, {"say": "I am here."}, {"wait": 40}, {"hang_up": True})
        )
        await office.over(call_id)
        await asyncio.sleep(5)
        heard = [n for n in (2, 7) if "I am here." in office.heard(phone(n))]
        assert len(heard) == 1
        joined = office.twilio.ledger.read(kind="conference")
        assert len({one["call"] for one in joined if one["event"] == "participant-join"}) == 2
        check_all_over(office, 11)

    play(story, tmp_path, settings=with_members(11))


def test_a_member_of_many_presses_1(tmp_path: Path) -> None:
    """A phone that answers earlier without the key does not get the caller."""

    async def story(office: Office) -> None:
        pressing = [{"until": "Press 1"}, {"press": "1"}, {"wait": 5}, {"say": "Sam here."}]
        office.twilio.control.phones(
            {
                **SILENT,
                phone(0): {"outcome": "voicemail", "ring": 2},
                phone(4): {"ring": 6, "steps": [*pressing, {"wait": 5}, {"hang_up": True}]},
            }
        )
        _, call_id = office.called(asking())
        call = await office.over(call_id)
        assert call.current is not None
        assert call.current.outcome == "connected"
        assert "Sam here." in office.heard(CALLER)
        await asyncio.sleep(5)
        check_all_over(office, 11)

    play(story, tmp_path, accept="press_1", settings=with_members(11))


@pytest.mark.parametrize("outcome", ["busy", "no_answer", "failed"])
def test_if_none_of_many_answers_the_caller_leaves_a_message(tmp_path: Path, outcome: str) -> None:
    """Busy phones end the ringing at once; otherwise it lasts as long as the inbox says."""

    async def story(office: Office) -> None:
        office.twilio.control.phones({"default": {"outcome": outcome, "ring": 1}})
        _, call_id = office.called(asking("a person", *MESSAGE, {"hang_up": True}))
        call = await office.over(call_id)
        assert call.current is not None
        assert call.current.outcome == "unanswered"
        assert call.current.reason == (
            "timed_out" if outcome == "no_answer" else "nobody_available"
        )
        assert call.voicemail is not None
        assert call.voicemail.status == "recorded"
        check_all_over(office, 11)

    play(story, tmp_path, settings=with_members(11))


def test_a_caller_who_hangs_up_while_many_ring_stops_them_all(tmp_path: Path) -> None:
    """No member picks up an empty line."""

    async def story(office: Office) -> None:
        office.twilio.control.phones(SILENT)
        _, call_id = office.called(asking("a person", {"wait": 8}, {"hang_up": True}))
        call = await office.over(call_id)
        call = await office.until(call_id, _are_all_out)
        assert set(statuses(call).values()) == {"stopped"}
        await asyncio.sleep(2)
        check_all_over(office, 12)

    play(story, tmp_path, settings=with_members(12))


@pytest.mark.parametrize(
    ("fault", "calls"),
    [
        ({"do": "lose_answer"}, 11),
        ({"do": "fail_after", "status": 500}, 11),
        ({"do": "refuse", "status": 429, "code": 20429, "seconds": 1}, 11),
        ({"do": "refuse", "status": 400, "code": 21211}, 10),
        ({"do": "hang", "seconds": 1}, 10),
    ],
)
def test_no_phone_is_called_twice(tmp_path: Path, fault: dict[str, Any], calls: int) -> None:
    """After a lost answer the callbacks tell of the call; only one that was not taken is repeated.

    A phone that was called although the answer was lost is called off with the others.
    """

    async def story(office: Office) -> None:
        office.twilio.world.faults.order(
            [{"on": "rest", "match": r"POST .*/Calls\.json", "skip": 3, **fault}]
        )
        office.twilio.control.phones(SILENT)
        _, call_id = office.called(asking("a person", *MESSAGE, {"hang_up": True}))
        call = await office.over(call_id)
        assert call.current is not None
        assert call.current.outcome == "unanswered"
        assert len(set(dialled(office))) == len(dialled(office)) == calls
        assert office.twilio.control.health()["legs_open"] == 0
        assert call.voicemail is not None
        assert call.voicemail.status == "recorded"

    play(story, tmp_path, settings=with_members(11))


def test_calls_whose_answers_and_callbacks_are_lost_are_found_by_looking(tmp_path: Path) -> None:
    """Twilio lists them; they ring once, and the first to answer gets the caller."""

    async def story(office: Office) -> None:
        office.twilio.world.faults.order(
            [
                {"on": "rest", "do": "lose_answer", "match": r"POST .*/Calls\.json", "times": 11},
                {"on": "webhook", "do": "lose", "match": r"status .*/leg\?", "times": 11},
            ]
        )
        hello = [{"say": "Hello, this is Member 3."}, {"wait": 12}, {"hang_up": True}]
        office.twilio.control.phones({**SILENT, phone(3): {"ring": 15, "steps": hello}})
        _, call_id = office.called(asking())
        call = await office.until(call_id, lambda call: "ringing" in _of_legs(call))
        call = await office.over(call_id)
        assert call.current is not None
        assert call.current.outcome == "connected"
        await asyncio.sleep(5)
        check_all_over(office, 11)

    play(story, tmp_path, settings=with_members(11))


def test_another_worker_goes_on_while_many_phones_ring(tmp_path: Path) -> None:
    """It knows the calls from the log: it connects one, ends the others, and makes none."""
    log = f"sqlite:///{tmp_path / 'log.db'}"

    async def told() -> None:
        async with AsyncExitStack() as stack:
            old = AsyncExitStack()
            office = await old.enter_async_context(
                open_office(
                    tmp_path,
                    speech="gather",
                    accept="answer",
                    log=log,
                    twilio=await stack.enter_async_context(standing_in()),
                    balancer=await stack.enter_async_context(balancing()),
                    settings=with_members(12),
                )
            )
            hello = [{"say": "Hello, this is Member 3."}, {"wait": 12}, {"hang_up": True}]
            office.twilio.control.phones({**SILENT, phone(3): {"ring": 20, "steps": hello}})
            _, call_id = office.called(asking())
            await office.until(call_id, lambda call: _of_legs(call) == {"ringing"})
            await old.aclose()
            office.center = await stack.enter_async_context(
                serving(office.twilio, log, office.balancer)
            )
            call = await office.over(call_id)
            assert call.current is not None
            assert call.current.outcome == "connected"
            assert "Hello, this is Member 3." in office.heard(CALLER)
            await office.until(call_id, _are_all_out)
            await asyncio.sleep(5)
            check_all_over(office, 12)

    run_skipping(told())


def _of_legs(call: Call) -> set[str]:
    return set(statuses(call).values()) if call.current is not None else set()


def _are_all_out(call: Call) -> bool:
    return not _of_legs(call) & {"ringing", "waiting", "released"}
