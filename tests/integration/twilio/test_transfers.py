"""Transfers through one <Dial>: screening, acceptance, the caller who leaves, and voicemail."""

from pathlib import Path
from typing import Any

import pytest

from hookflash.domain.call.call import Call
from tests.integration.twilio.office import CALLER, DANA, SAM, Office, play

pytestmark = pytest.mark.slow

LAB = "+12125550143"


def asking(who: str = "a person", *after: dict[str, Any]) -> list[dict[str, Any]]:
    """A caller who asks for somebody and agrees."""
    return [
        {"until": "Harbor Dental"},
        {"say": f"Can I talk to {who}?"},
        {"until": r"\?"},
        {"wait": 1},
        {"say": "Yes, please."},
        *(after or [{"wait": 60}, {"hang_up": True}]),
    ]


def statuses(call: Call) -> dict[str, str]:
    """Each phone and what became of it."""
    assert call.current is not None
    return {leg.leg.who: leg.status for leg in call.current.legs.values()}


@pytest.mark.parametrize("speech", ["gather", "relay"])
def test_the_first_phone_to_answer_gets_the_caller(tmp_path: Path, speech: str) -> None:
    """The other one is hung up; the caller's number is shown on both."""

    async def story(office: Office) -> None:
        office.twilio.control.phones(
            {
                DANA: {"ring": 4, "steps": [{"say": "Hello, this is Dana."}, {"wait": 20}]},
                SAM: {"ring": 9},
            }
        )
        _, call_id = office.called(asking())
        call = await office.over(call_id)
        assert call.current is not None
        assert call.current.outcome == "connected"
        assert statuses(call)["Dana"] in ("bridged", "stopped")
        assert statuses(call)["Sam"] == "stopped"
        assert "Hello, this is Dana." in office.heard(CALLER)
        assert not call.speeches
        legs = office.twilio.ledger.read(kind="leg", direction="outbound-dial")
        assert {leg["from"] for leg in legs} == {CALLER}

    play(story, tmp_path, speech=speech)


def test_two_phones_that_answer_at_once_make_one_bridge(tmp_path: Path) -> None:
    """Fault 48: the core names the winner, and the loser is hung up."""

    async def story(office: Office) -> None:
        busy = [{"say": "Hello?"}, {"wait": 20}, {"hang_up": True}]
        office.twilio.control.phones({n: {"ring": 4, "steps": busy} for n in (DANA, SAM)})
        _, call_id = office.called(asking())
        call = await office.over(call_id)
        assert sorted(statuses(call).values()) in (["bridged", "stopped"], ["stopped", "stopped"])
        assert len(office.heard(CALLER)) == len(set(office.heard(CALLER)))
        verdicts = office.twilio.ledger.read(kind="webhook", webhook="whisper")
        assert len({one["params"]["CallSid"] for one in verdicts}) <= 2

    play(story, tmp_path)


def test_a_members_own_voicemail_does_not_get_the_caller(tmp_path: Path) -> None:
    """Fault 49: without the key 1 there is no bridge; the one who presses it gets the caller."""

    async def story(office: Office) -> None:
        office.twilio.control.phones(
            {
                DANA: {"outcome": "voicemail", "ring": 2},
                SAM: {"ring": 6, "steps": [{"until": "Press 1"}, {"press": "1"}, {"wait": 30}]},
            }
        )
        _, call_id = office.called(asking())
        call = await office.over(call_id)
        assert call.current is not None
        assert call.current.outcome == "connected"
        assert call.current.winner is None or call.current.winner.leg.who == "Sam"
        assert statuses(call)["Dana"] in ("stopped", "unavailable")

    play(story, tmp_path, accept="press_1")


def test_if_nobody_answers_the_message_is_recorded_and_written_down(tmp_path: Path) -> None:
    """Fault 50: recording and transcript are two callbacks, each twice, in the other order."""

    async def story(office: Office) -> None:
        office.twilio.control.phones(
            {DANA: {"outcome": "busy", "ring": 1}, SAM: {"outcome": "decline", "ring": 2}}
        )
        office.twilio.world.faults.order(
            [
                {"on": "webhook", "do": "duplicate", "match": "transcript"},
                {"on": "webhook", "do": "delay", "match": "/recording", "seconds": 9},
            ]
        )
        _, call_id = office.called(
            asking(
                "a person",
                {"until": "leave a message"},
                {"say": "Please call me back about the invoice."},
                {"wait": 12},
                {"hang_up": True},
            )
        )
        call = await office.until(
            call_id, lambda call: bool(call.voicemail and call.voicemail.transcript)
        )
        call = await office.until(
            call_id, lambda call: bool(call.voicemail and call.voicemail.status == "recorded")
        )
        assert call.voicemail is not None
        assert call.voicemail.transcript == "Please call me back about the invoice."
        assert statuses(call) == {"Dana": "unavailable", "Sam": "unavailable"}
        call = await office.over(call_id)
        call = await office.until(call_id, _is_fetched)
        assert call.voicemail is not None
        assert call.voicemail.recording is not None
        assert call.voicemail.recording.status == "kept"
        assert call.voicemail.recording.reference.startswith("RE")

    play(story, tmp_path)


@pytest.mark.parametrize("outcome", ["answer", "no_answer"])
def test_an_external_number_is_dialled_with_the_callers_number(
    tmp_path: Path, outcome: str
) -> None:
    """The agent leaves; the call ends with the conversation, or if nobody answers."""

    async def story(office: Office) -> None:
        office.twilio.control.phones(
            {LAB: {"outcome": outcome, "ring": 3, "steps": [{"wait": 10}, {"hang_up": True}]}}
        )
        _, call_id = office.called(asking("the lab", {"wait": 150}, {"hang_up": True}))
        call = await office.over(call_id)
        assert call.current is not None
        assert call.current.outcome == "connected"
        (leg,) = office.twilio.ledger.read(kind="leg", direction="outbound-dial")
        assert (leg["from"], leg["to"]) == (CALLER, LAB)

    play(story, tmp_path)


def test_a_caller_who_hangs_up_while_it_rings_stops_the_phones(tmp_path: Path) -> None:
    """No member picks up an empty line."""

    async def story(office: Office) -> None:
        office.twilio.control.phones({n: {"outcome": "no_answer"} for n in (DANA, SAM)})
        _, call_id = office.called(asking("a person", {"wait": 10}, {"hang_up": True}))
        await office.over(call_id)
        call = await office.until(call_id, lambda call: set(statuses(call).values()) == {"stopped"})
        assert set(statuses(call).values()) == {"stopped"}
        assert office.twilio.control.health()["legs_open"] == 0

    play(story, tmp_path)


def _is_fetched(call: Call) -> bool:
    recording = call.voicemail.recording if call.voicemail is not None else None
    return recording is not None and not recording.is_awaited
