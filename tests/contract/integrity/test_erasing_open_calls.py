"""Erasing a person whose calls never ended, or are not settled (fault 36)."""

from datetime import timedelta

import pytest

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import open_effects
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.timers import pending_timers
from hookflash.domain.event import Actor
from hookflash.orchestrator.integrity.erasing import StillOpen
from hookflash.orchestrator.integrity.verify import verify
from tests.cast import NOON
from tests.contract.integrity.erased import erase, opened, stream, written
from tests.contract.integrity.stories import left_a_message, texted

LIVE = "harbor-dental.call.00000000000000d1"
OVER = left_a_message("harbor-dental.call.00000000000000a1")
"""A call of the same caller that has ended."""


def call_legs(call: Call) -> list[list[str]]:
    """How far the phones of each transfer are."""
    return [[leg.status for leg in one.legs.values()] for one in call.transfers.values()]


def test_a_call_in_progress_is_not_erased(url: str) -> None:
    """Nor is any other call of that caller: an erasure is complete or does not happen."""
    with opened(url, OVER, left_a_message(LIVE)[:4]) as (store, views):
        before = store.read_log()
        with pytest.raises(StillOpen, match=r"in progress \(conversing\).*--end-open-calls"):
            erase(store, views, at=NOON + timedelta(hours=3))
        assert store.read_log() == before


def test_a_call_that_never_ended_does_not_block_the_erasure(url: str) -> None:
    """Hours after its last sign of life it is over: it ends as interrupted, and is erased."""
    with opened(url, OVER, left_a_message(LIVE)[:4]) as (store, views):
        (erasure,) = erase(store, views, at=NOON + timedelta(hours=5))
        assert LIVE in erasure.calls
        ended = stream(store, LIVE)[-1]
        assert isinstance(ended, e.CallEnded)
        assert (ended.reason, ended.by) == ("interrupted", Actor.OPERATOR)
        assert "Jane" not in written(store)
        assert verify(store, views.engine).findings == ()


def test_a_call_with_a_person_may_be_quiet_for_a_day(url: str) -> None:
    """Nothing of what the caller and a member say is reported."""
    with opened(url, texted(LIVE)[:-2]) as (store, views):
        assert fold(LIVE, stream(store, LIVE)).state == "dropped"
        with pytest.raises(StillOpen, match="in progress"):
            erase(store, views, at=NOON + timedelta(hours=23))
        (erasure,) = erase(store, views, at=NOON + timedelta(hours=25))
        assert erasure.calls == (LIVE,)


def test_an_operator_who_knows_that_a_call_is_over_can_end_it(url: str) -> None:
    """By an explicit option."""
    with opened(url, OVER, left_a_message(LIVE)[:4]) as (store, views):
        (erasure,) = erase(store, views, at=NOON + timedelta(hours=1), end_open_calls=True)
        assert LIVE in erasure.calls
        assert stream(store, LIVE)[-1].type == "CallEnded"


def test_nothing_is_done_any_more_for_an_erased_caller(url: str) -> None:
    """Phones were ringing when the call was last heard of, and a text waited for its receipt."""
    events = left_a_message(LIVE)
    ringing = next(n for n, event in enumerate(events) if isinstance(event, e.TransferAttempted))
    waiting = texted(OVER[0].call_id)[:-1]
    assert pending_timers(fold(OVER[0].call_id, waiting))
    with opened(url, events[: ringing + 1], waiting) as (store, views):
        erase(store, views)
        for call_id in (LIVE, OVER[0].call_id):
            call = fold(call_id, stream(store, call_id))
            assert (open_effects(call), pending_timers(call)) == ((), ())
        assert call_legs(fold(LIVE, stream(store, LIVE))) == [["released"]]


def test_a_call_that_waits_for_a_receipt_is_not_erased(url: str) -> None:
    """The provider is still asked about the text by its number."""
    with opened(url, OVER, texted(LIVE)[:-1]) as (store, views):
        with pytest.raises(StillOpen, match="may still report on it; try again"):
            erase(store, views, at=NOON + timedelta(minutes=30))
        (erasure,) = erase(store, views)
        assert LIVE in erasure.calls
