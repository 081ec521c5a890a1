"""The rules of transfers, checked through the command line."""

from typing import Any

import pytest

from tests.integration.cli.office import (
    BEN,
    WANTS_LINK,
    WANTS_PERSON,
    Call,
    Office,
    after,
    the,
    types,
)

ANSWERS = {"does": "answer", "after": 4}
BY_AGENT = {"AgentSpoke", "SmsRequested", "SmsRefused", "TransferProposed"}


def trail(office: Office) -> dict[str, Any]:
    """The only transfer there is."""
    (found,) = office.json("transfers")
    return dict(found)


def rang(office: Office) -> dict[str, tuple[str, float]]:
    """What came of each phone of the only transfer, and for how long it rang."""
    return {one["who"]: (one["outcome"], one["seconds"]) for one in trail(office)["ringing"]}


def agreed(office: Office, **script: object) -> Call:
    """A call in which the caller agrees to be transferred."""
    return office.call(WANTS_PERSON, "Sure, go ahead", **script)


def test_a_member_answers(office: Office) -> None:
    """Their phone alone rings, and has the caller."""
    office.transfer_to("Ana")
    call = agreed(office, phones={"Ana": ANSWERS})
    assert call["outcome"] == "transferred"
    assert rang(office) == {"Ana": ("answered", 4.0)}
    assert trail(office)["outcome"] == "connected"
    assert trail(office)["answered_by"] == "Ana"


def test_all_of_an_inbox_ring_at_once_and_the_first_answer_wins(office: Office) -> None:
    """The others stop ringing."""
    call = agreed(office, phones={"Ana": {"does": "answer", "after": 9}, "Ben O'Neil": ANSWERS})
    assert the(call, "TransferConnected")["who"] == BEN
    assert the(call, "RecipientReleased")["who"] == "Ana"
    assert rang(office) == {"Ana": ("answered_elsewhere", 4.0), BEN: ("answered", 4.0)}


def test_two_who_answer_at_the_same_moment_are_one_winner(office: Office) -> None:
    """Exactly one has the caller; the other is let go."""
    call = agreed(office, phones={"Ana": ANSWERS, "Ben O'Neil": ANSWERS})
    assert types(call).count("RecipientAnswered") == 1
    assert types(call).count("TransferConnected") == 1
    assert types(call).count("RecipientStopped") == 1


def test_an_outside_number_is_handed_to_the_carrier(office: Office) -> None:
    """What rings there is that number's own affair."""
    office.transfer_to("+1 212 555 0123")
    call = agreed(office)
    assert the(call, "TransferConnected")["handed_over"] is True
    assert trail(office)["outcome"] == "handed_over"
    assert trail(office)["destination"] == "+12125550123"


def test_an_outside_number_that_the_carrier_cannot_reach_fails(office: Office) -> None:
    """The caller is caught by the number's own voicemail."""
    office.transfer_to("+1 212 555 0123")
    call = agreed(office, phones={"212 555 0123": {"does": "fail"}}, voicemail="Hello?")
    assert trail(office)["outcome"] == "failed"
    assert call["outcome"] == "voicemail"


@pytest.mark.parametrize(
    ("does", "outcome", "seconds"),
    [
        ("ignore", "no_answer", 30.0),
        ("reject", "declined", 4.0),
        ("busy", "busy", 0.0),
        ("fail", "failed", 0.0),
    ],
)
def test_nobody_answers(office: Office, does: str, outcome: str, seconds: float) -> None:
    """Voicemail: its greeting, the message in the thread, and the trail says why."""
    office.transfer_to("Ana")
    call = agreed(office, phones={"Ana": {"does": does, "after": 4}}, voicemail="Call me")
    assert call["outcome"] == "voicemail"
    ((came_to, rang_for),) = rang(office).values()
    assert came_to == outcome
    assert rang_for == pytest.approx(seconds, abs=1)
    assert trail(office)["voicemail"]["transcript"] == "Call me"
    (thread,) = office.json("inbox")
    assert [item["body"] for item in thread["items"] if item["kind"] == "voicemail"] == ["Call me"]


def test_an_inbox_greets_with_its_own_voicemail(office: Office) -> None:
    """Whoever shares it."""
    call = agreed(office, voicemail="Call me")
    assert the(call, "VoicemailAttempted")["greeting"] == "This is the kitchen."
    assert the(call, "VoicemailRecorded")["owner"] == "Kitchen"


def test_a_phone_that_is_not_to_be_disturbed_does_not_ring(office: Office) -> None:
    """Straight to voicemail."""
    office.transfer_to("Cy")
    call = agreed(office, phones={"Cy": ANSWERS})
    assert "RecipientRinging" not in types(call)
    assert rang(office) == {"Cy": ("do_not_disturb", 0.0)}
    assert call["outcome"] == "voicemail"


def test_an_answer_after_the_last_ring_is_too_late(office: Office) -> None:
    """An answer racing the timeout: one outcome, and the trail shows it."""
    office.transfer_to("Ana")
    call = agreed(office, phones={"Ana": {"does": "answer", "after": 45}})
    assert call["outcome"] == "voicemail"
    assert "TransferConnected" not in types(call)


@pytest.mark.parametrize("words", ["No thanks", "Not yet", "Please don't"])
def test_no_is_taken_seriously(office: Office, words: str) -> None:
    """The conversation goes on."""
    call = office.call(WANTS_PERSON, words, WANTS_LINK)
    assert the(call, "TransferDeclined")["words"] == words
    assert "AgentLeft" not in types(call)
    assert "SmsRequested" in after(call, "TransferDeclined")
    assert trail(office)["outcome"] == "declined"


def test_an_unclear_answer_is_asked_again_and_then_lapses(office: Office) -> None:
    """The caller is not transferred on a maybe."""
    call = office.call(WANTS_PERSON, "What a nice day", "I like blue")
    assert types(call).count("TransferAskedAgain") == 1
    assert the(call, "TransferLapsed")["reason"] == "unclear"
    assert "TransferConfirmed" not in types(call)


def test_silence_lapses(office: Office) -> None:
    """A yes after that is no answer to it any more."""
    call = office.call(WANTS_PERSON, "", "Yes")
    assert the(call, "TransferLapsed")["reason"] == "silence"
    assert "TransferConfirmed" not in types(call)


def test_a_yes_before_the_question_does_not_count(office: Office) -> None:
    """Only an answer to this question, after it."""
    call = office.call("Yes", f"Yes, yes. {WANTS_PERSON}, yes", {"after": 30})
    assert "TransferProposed" in types(call)
    assert "TransferConfirmed" not in types(call)


@pytest.mark.parametrize(("key", "event"), [("1", "TransferConfirmed"), ("2", "TransferDeclined")])
def test_a_key_answers(office: Office, key: str, event: str) -> None:
    """1 is yes, 2 is no; in the caller's lines or as keys."""
    pressed = office.call(WANTS_PERSON, {"press": key})
    assert the(pressed, event)["words"] == f"pressed {key}"
    as_key = office.call(WANTS_PERSON, keys=[key])
    assert the(as_key, event)["words"] == f"pressed {key}"


def test_after_the_caller_agreed_the_agent_is_gone(office: Office) -> None:
    """It left in the same moment, and nothing of it follows."""
    call = agreed(office, phones={"Ana": ANSWERS})
    found = {event["type"]: event["at"] for event in call["events"]}
    assert found["AgentLeft"] == found["TransferConfirmed"]
    assert not BY_AGENT & set(after(call, "AgentLeft"))


@pytest.mark.parametrize(
    ("state", "outcome", "abandoned"),
    [
        ("ringing", "missed", False),
        ("conversing", "caller_silent", False),
        ("confirm_transfer", "abandoned", True),
        ("transferring", "abandoned", True),
        ("dropped", "transferred", False),
        ("voicemail_fallback", "voicemail", False),
    ],
)
def test_the_caller_may_hang_up_in_any_state(
    office: Office, state: str, outcome: str, *, abandoned: bool
) -> None:
    """Everything stops ringing, and the trail says whether the transfer was abandoned."""
    phones = {"Ana": ANSWERS} if state == "dropped" else {}
    said = (WANTS_PERSON, {"say": "Sure, go ahead", "after": 4})
    call = office.call(*said, phones=phones, hang_up={"when": state})
    before_last = call["events"][-2]["state"] if len(call["events"]) > 1 else "ringing"
    assert (call["state"], call["outcome"]) == ("ended", outcome)
    assert before_last in (state, "ended")
    assert ("TransferAbandoned" in types(call)) is abandoned
    assert types(call).count("RecipientReleased") == types(call).count("RecipientStopped")
    assert not BY_AGENT & set(after(call, "CallEnded"))


def test_a_destination_is_found_however_it_is_written(office: Office) -> None:
    """Letter case and the shape of apostrophes make no difference."""
    office.transfer_to("ben o'neil")
    assert the(agreed(office), "TransferConfirmed")["destination"]["name"] == BEN
