"""Calls recorded under older rules are checked, but not decided again."""

import pytest

from hookflash.domain.call import events as e
from hookflash.domain.call import rules
from hookflash.domain.event import Actor
from hookflash.orchestrator.integrity.verify import verify
from hookflash.orchestrator.log.store import Store
from tests.cast import CALL, NOON
from tests.contract.integrity.tampering import Tampering
from tests.unit.call.test_recall import story

OTHER = "harbor-dental.call.fedcba9876543210"
LATER = "harbor-dental.call.0000000000000001"
LAST = len(story())
NEWER = rules.RULES + 1


@pytest.fixture(autouse=True)
def calls(store: Store) -> None:
    """A log of two calls, recorded under today's rules."""
    store.append(story())
    store.append(story(OTHER))


def decide_otherwise(tampering: Tampering, call: str) -> None:
    """Make a call whose 14th event today's rules would decide differently."""
    tampering.edit(call, 13, lambda state: state.replace(b"No thanks.", b"Yes please."))
    tampering.seal_anew(call, LAST)


def test_calls_under_older_rules_are_counted_and_not_decided_again(
    store: Store, tampering: Tampering, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A different decision under today's rules is not a finding there."""
    monkeypatch.setattr(rules, "RULES", NEWER)
    decide_otherwise(tampering, CALL)
    report = verify(store)
    assert report.findings == ()
    checked = report.checked
    assert (checked.calls, checked.older_rules, checked.decisions) == (2, 2, 0)


def test_calls_under_todays_rules_are_decided_again(
    store: Store, tampering: Tampering, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call by the rules that it names, also beside calls under older rules."""
    monkeypatch.setattr(rules, "RULES", NEWER)
    store.append(story(LATER))
    report = verify(store)
    assert (report.found, report.checked.older_rules, report.checked.decisions) == (0, 2, 17)
    decide_otherwise(tampering, LATER)
    (found,) = verify(store).findings
    assert (found.kind, found.stream, found.position) == ("decided_otherwise", LATER, 14)


def test_a_call_under_older_rules_is_otherwise_fully_checked(
    store: Store, tampering: Tampering, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seals, order and chart do not depend on the rules."""
    monkeypatch.setattr(rules, "RULES", NEWER)
    tampering.edit(CALL, 13, lambda state: state.replace(b"No thanks.", b"Yes please."))
    tampering.delete(OTHER, 7)
    ended = {"call_id": CALL, "at": NOON, "by": Actor.CALLER, "reason": "again"}
    store.append([e.CallEnded(position=LAST + 1, cause="x", **ended)])
    assert {
        (one.kind, one.stream, one.position) for one in verify(store).findings if one.stream
    } == {
        ("altered", CALL, 13),
        ("forbidden", CALL, LAST + 1),
        ("missing", OTHER, 7),
    }


def test_only_the_first_event_of_a_call_names_its_rules(store: Store) -> None:
    """A second beginning under other rules is a finding, and hides nothing."""
    (first, *_) = story()
    store.append([first.model_copy(update={"position": LAST + 1, "cause": "x", "rules": 7})])
    report = verify(store)
    assert [(one.kind, one.position) for one in report.findings] == [
        ("decided_otherwise", LAST + 1)
    ]
    assert report.checked.older_rules == 0
