"""Explains what a stand-in for Twilio did by the events of the log, entry by entry."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from hookflash.domain.call.events.call_event import CallEvent
from hookflash.domain.call.events.talk import CallReceived
from hookflash.domain.call.events.texts import SmsAccepted, SmsAttempted
from hookflash.domain.call.events.transfers import TransferAttempted
from hookflash.domain.call.events.voicemail import VoicemailRecorded

Entry = dict[str, Any]
Events = Sequence[CallEvent]
QUESTION = re.compile(r"transfer you to|connect you (to|with)", re.IGNORECASE)
YES = re.compile(r"\byes\b", re.IGNORECASE)


def unexplained(ledger: Sequence[Entry], events: Iterable[CallEvent]) -> list[str]:
    """What the carrier did that no event explains, or that more than one entry shares."""
    told = list(events)
    return [found for check in CHECKS for found in check(ledger, told)]


def calls_are_received_once(ledger: Sequence[Entry], events: Events) -> Iterator[str]:
    """Each call that came in is one call of the log."""
    received = Counter(one.provider_call_id for one in events if isinstance(one, CallReceived))
    for leg in _of(ledger, "leg", direction="inbound"):
        if received[leg["call"]] != 1:
            yield f"call {leg['call']} is {received[leg['call']]} calls of the log"


def texts_are_sent_once(ledger: Sequence[Entry], events: Events) -> Iterator[str]:
    """Each text has an event of its own, and each effect at most one text.

    Whether the provider took an attempt may stay unknown; such a text is explained by the attempt.
    """
    accepted = Counter(one.provider_id for one in events if isinstance(one, SmsAccepted))
    open_ = {one.effect_key for one in events if isinstance(one, SmsAttempted)}
    open_ -= {one.effect_key for one in events if isinstance(one, SmsAccepted)}
    for text in _of(ledger, "text"):
        if accepted[text["message"]] == 1:
            continue
        if open_:
            open_.pop()
        else:
            yield f"text {text['message']} to {text['to']} has {accepted[text['message']]} events"


def phones_ring_once(ledger: Sequence[Entry], events: Events) -> Iterator[str]:
    """A phone rings for an attempt, and once for each transfer."""
    calls = {one.call_id: one.provider_call_id for one in events if isinstance(one, CallReceived)}
    tried: dict[str, set[str]] = defaultdict(set)
    for one in events:
        if isinstance(one, TransferAttempted):
            tried[calls[one.call_id]].add(one.effect_key)
    rung = Counter((leg["parent"], leg["to"]) for leg in _of(ledger, "leg") if leg["parent"])
    for (parent, to), times in rung.items():
        if times > len(tried[parent]):
            yield f"{to} rang {times} times for {len(tried[parent])} transfers of {parent}"


def recordings_are_kept(ledger: Sequence[Entry], events: Events) -> Iterator[str]:
    """Each message that a caller left is one event."""
    kept = Counter(one.recording for one in events if isinstance(one, VoicemailRecorded))
    for entry in _of(ledger, "recording"):
        if kept[entry["recording"]] != 1:
            yield f"recording {entry['recording']} has {kept[entry['recording']]} events"


def consent_was_given(ledger: Sequence[Entry], events: Events) -> Iterator[str]:
    """Before a phone rings, the caller has heard the whole question, and then said yes."""
    del events
    for leg in _of(ledger, "leg"):
        if not leg["parent"]:
            continue
        before = [
            one for one in ledger if one["at"] <= leg["at"] and one.get("call") == leg["parent"]
        ]
        asked = [
            one["ended"]
            for one in before
            if one["kind"] == "heard" and QUESTION.search(one["text"])
        ]
        yes = [one["ended"] for one in before if one["kind"] == "said" and YES.search(one["text"])]
        if not any(question < answer for question in asked for answer in yes):
            yield f"{leg['to']} rang, and nobody had agreed"


def twilio_never_apologised(ledger: Sequence[Entry], events: Events) -> Iterator[str]:
    """No caller heard that an application error had occurred."""
    del events
    for entry in _of(ledger, "heard"):
        if "application error" in entry["text"]:
            yield f"{entry['call']} ended with an apology"


CHECKS: tuple[Callable[[Sequence[Entry], Events], Iterator[str]], ...] = (
    calls_are_received_once,
    texts_are_sent_once,
    phones_ring_once,
    recordings_are_kept,
    consent_was_given,
    twilio_never_apologised,
)


def _of(ledger: Sequence[Entry], kind: str, **facts: str) -> list[Entry]:
    return [
        entry
        for entry in ledger
        if entry["kind"] == kind and all(entry[name] == told for name, told in facts.items())
    ]
