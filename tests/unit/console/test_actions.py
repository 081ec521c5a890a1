"""The console shows each action's progress."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from hookflash.domain.call.call import Call, Text, Transfer, Voicemail
from hookflash.domain.call.conversation import SmsStatus
from hookflash.domain.call.events import Leg, Mailbox
from hookflash.domain.job.action import Destination
from hookflash.orchestrator.console.actions import actions

AT = datetime(2030, 1, 1, tzinfo=UTC)
OUTCOMES = get_args(Transfer.__annotations__["outcome"])
STATUSES = get_args(Voicemail.__annotations__["status"])


def with_text(status: SmsStatus, reason: str = "", *, arrived: bool | None = None) -> Call:
    """Return a call with one text that has reached ``status``."""
    text = Text("key", "send_sms_1", 1, "+14155550199", "+14155550100", "<b>Hi</b>", AT)
    text.status, text.reason, text.arrived = status, reason, arrived
    return Call("a.call.1", texts={"key": text})


def with_transfer(outcome: str) -> Call:
    """Return a call with one transfer that has reached ``outcome``."""
    whither = Destination(kind="member", name="Ana")
    transfer = Transfer("key", "transfer_call_1", 1, whither)
    transfer.outcome = outcome  # type: ignore[assignment]
    transfer.legs = {"key.1": Leg(leg="key.1", who="Ana", phone="+14155550101")}  # type: ignore[dict-item]
    return Call("a.call.1", transfers={"key": transfer})


def with_voicemail(status: str) -> Call:
    """Return a call whose voicemail has reached ``status``."""
    voicemail = Voicemail("key", Mailbox(owner="Ana", greeting="Hello"))
    voicemail.status = status  # type: ignore[assignment]
    return Call("a.call.1", voicemail=voicemail)


def steps(call: Call, progress: str) -> int:
    """Count the steps of its one action that have this progress."""
    return actions(call).count(f'class="{progress}"')


@pytest.mark.parametrize("status", get_args(SmsStatus))
def test_every_text_stands_at_one_step_at_most(status: SmsStatus) -> None:
    """A delivered text is done; a failed one has one failed step; others have one in progress."""
    call = with_text(status)
    bad = status in ("failed", "undelivered", "refused", "cancelled")
    expected = (0, 0) if status == "delivered" else (0, 1) if bad else (1, 0)
    assert (steps(call, "now"), steps(call, "bad")) == expected
    assert sum(steps(call, one) for one in ("done", "now", "todo", "bad")) == 4


def test_why_a_text_did_not_go_is_said_in_words() -> None:
    """And what the caller said about a delivered one; its content is text, not markup."""
    assert "withheld" in actions(with_text("refused", "no_caller_id"))
    assert "did not arrive" in actions(with_text("delivered", arrived=False))
    assert "&lt;b&gt;Hi" in actions(with_text("sent"))


def test_a_failure_without_a_reason_is_not_blamed_on_the_caller() -> None:
    """The carrier did not say why; the caller said nothing, unless they did."""
    for status in ("undelivered", "failed"):
        told = actions(with_text(status))
        assert "The carrier did not say why." in told
        assert "The caller says" not in told
        assert "it did not arrive" in actions(with_text(status, arrived=False))
    assert "hf-hint" not in actions(with_text("sent"))


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_transfer_stands_at_one_step_at_most(outcome: str) -> None:
    """A connected transfer is done; asked and ringing are in progress; others failed."""
    call = with_transfer(outcome)
    under_way = outcome in ("asked", "confirmed")
    expected = (0, 0) if outcome == "connected" else (1, 0) if under_way else (0, 1)
    assert (steps(call, "now"), steps(call, "bad")) == expected


@pytest.mark.parametrize("status", STATUSES)
def test_every_voicemail_stands_at_one_step_at_most(status: str) -> None:
    """Recorded is done; declined, stopped and failed are failures; the others are in progress."""
    call = with_voicemail(status)
    bad = status in ("declined", "stopped", "failed")
    expected = (0, 0) if status == "recorded" else (0, 1) if bad else (1, 0)
    assert (steps(call, "now"), steps(call, "bad")) == expected


def test_a_call_without_actions_has_none_to_show() -> None:
    """So that the page can say so."""
    assert actions(Call("a.call.1")) == ""
