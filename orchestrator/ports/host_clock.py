"""Puts times by a host's clock on ours (docs/reference/host-protocol.md#times).

Consent compares when a question was heard with when the answer began. If the two were stamped by
clocks that differ by seconds, a yes could count that came before its question.
"""

from datetime import datetime, timedelta
from typing import Final

from hookflash.orchestrator.ports.reports import Spoken

DELAY: Final = timedelta(seconds=2)
"""How long a request may be on its way before its host's clock is taken to be behind."""


def host_ahead(sent_at: datetime, received: datetime) -> timedelta:
    """How far a host's clock is ahead of ours, negative if behind; 0 if nothing shows that.

    ``sent_at`` is when it sent a request by its clock, and ``received`` when that came by ours. A
    timestamp that was rounded down makes what the host reports count as later. That is the safe
    side: a question that counts as heard too late is put again, while one that counts as heard too
    early is a consent that was not given.
    """
    ahead = sent_at - received
    return timedelta() if -DELAY <= ahead <= timedelta() else ahead


def on_our_clock(
    began_at: datetime, ended_at: datetime, ahead: timedelta, received: datetime
) -> tuple[datetime, datetime]:
    """The two times by our clock. Nothing began or ended after it was reported."""
    began_at, ended_at = _earlier(began_at, ahead), _earlier(ended_at, ahead)
    late = max(began_at - received, ended_at - received, timedelta())
    return _earlier(began_at, late), _earlier(ended_at, late)


def played_on_our_clock(report: Spoken, ahead: timedelta, received: datetime) -> Spoken:
    """A report of playback with its times by our clock."""
    began_at, ended_at = on_our_clock(report.began_at, report.ended_at, ahead, received)
    return report.model_copy(update={"began_at": began_at, "ended_at": ended_at})


def moment_on_our_clock(at: datetime, ahead: timedelta, received: datetime) -> datetime:
    """One time by our clock, at the latest when it was ``received``."""
    return on_our_clock(at, at, ahead, received)[0]


def _earlier(at: datetime, by: timedelta) -> datetime:
    try:
        return at - by
    except OverflowError:  # the first day there is, or the last: an offset makes no difference
        return at
