"""Which events end a call or an action, and what their spans contain."""

import re
from collections import Counter
from datetime import timedelta
from typing import Any, Final

from hypothesis import given

from hookflash.domain.call import events as e
from hookflash.domain.event import Actor
from hookflash.orchestrator.telemetry.story import ENDING, Span, ended_by
from tests.cast import ACTIONS, CALL, CALLER, NOON, NUMBER
from tests.histories import histories

KEY: Final = "3f1e"
NUMBERS: Final = re.compile(r"\+\d{5,}")


def history(*kinds: tuple[type[e.CallEvent], dict[str, Any]]) -> list[e.CallEvent]:
    """A call with one event per second after it came in."""
    received: tuple[type[e.CallEvent], dict[str, Any]] = (
        e.CallReceived,
        {
            "provider_call_id": "CA1",
            "contact": CALLER,
            "number": NUMBER,
            "test": False,
            "agent_name": "Sona",
            "greeting": "",
            "voicemail_greeting": "",
            "actions": ACTIONS,
            "jobs": (),
        },
    )
    return [
        kind.model_validate(
            {
                "call_id": CALL,
                "position": position,
                "at": NOON + timedelta(seconds=position),
                "by": Actor.PROVIDER,
                "cause": f"cause-{position}",
                **({"effect_key": KEY} if "effect_key" in kind.model_fields else {}),
                **fields,
            }
        )
        for position, (kind, fields) in enumerate((received, *kinds), start=1)
    ]


def told(events: list[e.CallEvent]) -> list[Span]:
    """Every span, in the order in which they end."""
    prefixes = (events[: n + 1] for n in range(len(events)))
    return [span for one in prefixes if (span := ended_by(one)) is not None]


ATTEMPTED: Final = (e.SmsAttempted, {"attempt": 1})
ACCEPTED: Final = (e.SmsAccepted, {"provider_id": "SM1"})
FAILED: Final = {"status": "undelivered", "code": "30006", "reason": f"no {CALLER}"}


def test_a_failed_text_has_its_code_but_not_the_carriers_words() -> None:
    """Free text from a carrier may contain anything."""
    (span,) = told(history(ATTEMPTED, ACCEPTED, (e.SmsFailed, FAILED)))
    assert (span.kind, span.outcome, span.failed) == ("send_sms", "undelivered", True)
    assert span.attributes["hookflash.action.reason"] == "30006"
    assert (span.ended - span.began).total_seconds() == 2


def test_a_text_whose_receipt_never_comes_ends_with_the_last_search() -> None:
    """Its span is not exported again if a receipt arrives after all."""
    searches = [(e.SmsSought, {"search": n}) for n in (1, 2)]
    (span,) = told(history(ATTEMPTED, ACCEPTED, *searches, (e.SmsDelivered, {})))
    assert (span.outcome, span.failed) == ("no_receipt", False)


def test_a_flagged_action_counts_as_failed() -> None:
    """Searches for a text that was never accepted end nothing; the flag does."""
    searches = [(e.SmsSought, {"search": n}) for n in (1, 2, 3)]
    (span,) = told(history(ATTEMPTED, *searches, (e.ActionFlagged, {"reason": "nothing found"})))
    assert (span.outcome, span.failed) == ("flagged", True)


@given(histories())
def test_every_call_and_action_has_one_span(events: list[e.CallEvent]) -> None:
    """Each action has at most one span, and each ended call exactly one."""
    spans = told(events)
    assert max(Counter(span.key for span in spans).values(), default=1) == 1
    ended = sum(isinstance(event, e.CallEnded) for event in events)
    assert sum(span.kind == "call" for span in spans) == ended
    assert all(span.began <= span.ended for span in spans)


@given(histories())
def test_only_ending_events_end_a_span(events: list[e.CallEvent]) -> None:
    """Events of any other type end nothing."""
    for n, event in enumerate(events):
        if not isinstance(event, ENDING):
            assert ended_by(events[: n + 1]) is None


@given(histories())
def test_spans_never_contain_a_number(events: list[e.CallEvent]) -> None:
    """For any history of a call."""
    for span in told(events):
        assert not NUMBERS.search(f"{span.outcome} {span.attributes} {span.marks}")
