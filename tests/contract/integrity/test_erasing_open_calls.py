"""Erasing a person whose calls never ended, or are not settled (fault 36)."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from hookflash.domain.call import events as e
from hookflash.domain.call.effects import open_effects
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.timers import pending_timers
from hookflash.domain.event import Actor
from hookflash.orchestrator.integrity.erasing import StillOpen
from hookflash.orchestrator.integrity.verify import verify
from hookflash.orchestrator.log.store import Store
from hookflash.projections.projections import Projections
from tests.cast import NOON
from tests.contract.integrity.erased import erase, stream, written
from tests.contract.integrity.stories import left_a_message, texted

OTHER = "harbor-dental.call.00000000000000a1"


@pytest.fixture(autouse=True)
def settled(store: Store) -> None:
    """A call of the same caller that is over."""
    store.append(left_a_message(OTHER))


def test_a_call_in_progress_is_not_erased(store: Store, views: Projections) -> None:
    """Nor is any other call of that caller: an erasure is complete or does not happen."""
    live = "harbor-dental.call.00000000000000d1"
    store.append(left_a_message(live)[:4])
    before = store.read_log()
    with pytest.raises(StillOpen, match=rf"{live} is in progress \(conversing\).*--end-open-calls"):
        erase(store, views, at=NOON + timedelta(hours=3))
    assert store.read_log() == before


def test_a_call_that_never_ended_does_not_block_the_erasure(
    store: Store, views: Projections, engine: Engine
) -> None:
    """Hours after its last sign of life it is over: it ends as interrupted, and is erased."""
    live = "harbor-dental.call.00000000000000d1"
    store.append(left_a_message(live)[:4])
    (erasure,) = erase(store, views, at=NOON + timedelta(hours=5))
    assert live in erasure.calls
    ended = stream(store, live)[-1]
    assert isinstance(ended, e.CallEnded)
    assert (ended.reason, ended.by) == ("interrupted", Actor.OPERATOR)
    assert "Jane" not in written(store)
    assert verify(store, engine).findings == ()


def test_a_call_with_a_person_may_be_quiet_for_a_day(store: Store, views: Projections) -> None:
    """Nothing of what the caller and a member say is reported."""
    talking = "harbor-dental.call.00000000000000d3"
    store.append(texted(talking)[:-2])
    assert fold(talking, stream(store, talking)).state == "dropped"
    with pytest.raises(StillOpen, match="in progress"):
        erase(store, views, at=NOON + timedelta(hours=23))
    (erasure,) = erase(store, views, at=NOON + timedelta(hours=25))
    assert talking in erasure.calls


def test_an_operator_who_knows_that_a_call_is_over_can_end_it(
    store: Store, views: Projections
) -> None:
    """By an explicit option."""
    live = "harbor-dental.call.00000000000000d1"
    store.append(left_a_message(live)[:4])
    (erasure,) = erase(store, views, at=NOON + timedelta(hours=1), end_open_calls=True)
    assert live in erasure.calls
    assert stream(store, live)[-1].type == "CallEnded"


def test_nothing_is_done_any_more_for_an_erased_caller(store: Store, views: Projections) -> None:
    """A text that was still to be sent would go to a pseudonym."""
    waiting = "harbor-dental.call.00000000000000d2"
    events = texted(waiting)
    requested = next(n for n, event in enumerate(events) if isinstance(event, e.SmsRequested))
    store.append(events[: requested + 1])
    before = fold(waiting, stream(store, waiting))
    assert open_effects(before)
    erase(store, views)
    call = fold(waiting, stream(store, waiting))
    assert (open_effects(call), pending_timers(call)) == ((), ())


def test_a_call_that_waits_for_a_receipt_is_not_erased(store: Store, views: Projections) -> None:
    """The provider is still asked about the text by its number."""
    waiting = "harbor-dental.call.00000000000000d2"
    store.append(texted(waiting)[:-1])
    with pytest.raises(StillOpen, match="may still report on it; try again"):
        erase(store, views, at=NOON + timedelta(minutes=30))
    (erasure,) = erase(store, views)
    assert waiting in erasure.calls
