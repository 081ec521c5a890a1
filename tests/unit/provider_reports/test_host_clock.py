"""Times by a host's clock are put on ours; a skewed clock neither gives consent nor loses it."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash import CallCenter, Spoken, TelephonyOffers
from hookflash.domain.quarantine.events import ReportQuarantined
from hookflash.orchestrator.ports.host_clock import (
    DELAY,
    host_ahead,
    moment_on_our_clock,
    on_our_clock,
)
from hookflash.orchestrator.provider_reports.message import Receipt, read_message
from hookflash.testing import in_virtual_time
from tests.unit.command_handler.test_carrying_out import begin, center
from tests.unit.provider_reports.test_receiver import NOBODY, Desk, play, signed

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SKEWS = st.floats(-290, 290).map(lambda seconds: timedelta(seconds=seconds))


def seconds(number: float) -> timedelta:
    """So many seconds."""
    return timedelta(seconds=number)


@pytest.mark.parametrize("delay", [0, 0.05, 1.9, 2])
def test_a_delay_on_the_way_is_not_taken_for_skew(delay: float) -> None:
    """A clock that is right is not corrected, however slow the network was."""
    assert host_ahead(NOW, NOW + seconds(delay)) == timedelta()


@pytest.mark.parametrize("skew", [-240.0, -2.1, 0.001, 3.0, 240.0])
def test_a_clock_that_is_off_is_corrected(skew: float) -> None:
    """Ahead by anything, since nothing arrives before it was sent; behind by more than a delay."""
    assert host_ahead(NOW + seconds(skew), NOW) == seconds(skew)


@given(skew=SKEWS, delay=st.floats(0, DELAY.total_seconds()), ago=st.floats(0, 60))
def test_corrected_times_are_never_early_and_never_ahead(
    skew: timedelta, delay: float, ago: float
) -> None:
    """Off by at most the delay on the way, and by a skew that a delay could explain."""
    sent, received = NOW, NOW + seconds(delay)
    ahead = host_ahead(sent + skew, received)
    at = moment_on_our_clock(sent - seconds(ago) + skew, ahead, received)
    assert at <= received
    early = sent - seconds(ago) - at
    assert early <= (DELAY if timedelta() > skew >= -DELAY else timedelta()) + seconds(1e-5)
    assert at - (sent - seconds(ago)) <= max(seconds(delay), seconds(1e-5))


def test_playback_keeps_its_length() -> None:
    """A report from the future is moved as a whole."""
    later = NOW + seconds(7)
    assert on_our_clock(later - seconds(3), later, timedelta(), NOW) == (NOW - seconds(3), NOW)


def test_nothing_begins_after_it_was_reported() -> None:
    """Also if it ended before it began: a question must not count as heard in the future."""
    began_at, ended_at = on_our_clock(NOW + seconds(90), NOW - seconds(3), timedelta(), NOW)
    assert max(began_at, ended_at) == NOW


@pytest.mark.parametrize("at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_times_at_the_ends_of_the_calendar_are_all_right(at: datetime) -> None:
    """No overflow."""
    for skew in (-240, 240):
        assert moment_on_our_clock(at, seconds(skew), NOW) <= NOW


def spoken(**times: datetime) -> bytes:
    """The body of a report; ``sent_at`` is in its envelope."""
    sent = {"sent_at": times.pop("sent_at").isoformat()} if "sent_at" in times else {}
    data = {name: time.isoformat() for name, time in times.items()}
    known = {"call_id": NOBODY, "speech_id": "s", "heard_chars": 10}
    return json.dumps({"type": "speech.played", **sent, "data": {**known, **data}}).encode()


def played(sent_at: datetime, body: bytes) -> Spoken:
    """The report in ``body``, signed at ``sent_at`` by the host's clock and received at NOW."""
    report = read_message(body, "msg-1", Receipt(sent_at.replace(microsecond=0), NOW)).report
    assert isinstance(report, Spoken)
    return report


@pytest.mark.parametrize("skew", [-240.0, 240.0])
def test_the_signed_timestamp_tells_the_offset(skew: float) -> None:
    """To the second, on the late side; playback still ended before it was reported."""
    there = NOW + seconds(skew + 0.4)
    report = played(there, spoken(began_at=there - seconds(5), ended_at=there - seconds(2)))
    assert NOW - seconds(2) <= report.ended_at <= NOW - seconds(1)
    assert report.ended_at - report.began_at == seconds(3)


def test_the_body_can_tell_it_exactly() -> None:
    """In ``sent_at``."""
    there = NOW + seconds(60.4)
    body = spoken(began_at=there - seconds(5), ended_at=there - seconds(2), sent_at=there)
    assert played(there, body).ended_at == NOW - seconds(2)


def test_a_body_from_an_earlier_attempt_tells_nothing() -> None:
    """It was signed again later: the timestamp counts, and shows a clock that is right."""
    first = NOW - seconds(30)
    body = spoken(began_at=first - seconds(5), ended_at=first, sent_at=first)
    assert played(NOW, body).ended_at == first


def test_a_call_center_in_another_time_leaves_times_alone() -> None:
    """The signature is checked by the system's clock, so such an offset is not the host's."""
    body = spoken(began_at=NOW - seconds(3), ended_at=NOW)
    assert played(NOW + timedelta(days=200), body).ended_at == NOW


def test_the_receiver_puts_times_on_our_clock() -> None:
    """A host two minutes ahead reports playback that was over at once."""

    async def scene(desk: Desk) -> None:
        there = datetime.now(UTC) + seconds(120)
        body = spoken(began_at=there - seconds(3), ended_at=there)
        answer = await desk.webhooks.receive(signed(body, at=there), body)
        assert answer.status == HTTPStatus.OK
        (kept,) = [e for e in await desk.everything() if isinstance(e, ReportQuarantined)]
        ended_at = datetime.fromisoformat(str(kept.data["ended_at"]))
        assert timedelta() <= datetime.now(UTC) - ended_at < seconds(3)

    play(scene)


class Reporting:
    """A host whose clock is off, and which reports playback."""

    def __init__(self, opened: CallCenter, skew: float, *, exact: bool) -> None:
        self._opened = opened
        self._skew = seconds(skew)
        self._exact = exact

    def now(self) -> datetime:
        """The time by its clock."""
        return self._opened.now() + self._skew

    async def play(self, call: str, speech_id: str, characters: int, lasts: float) -> None:
        """Play words, and report that."""
        began_at = self.now()
        await asyncio.sleep(lasts)
        data = {"call_id": call, "speech_id": speech_id, "heard_chars": characters}
        times = {"began_at": began_at.isoformat(), "ended_at": self.now().isoformat()}
        sent = {"sent_at": self.now().isoformat()} if self._exact else {}
        body = {"type": "speech.played", **sent, "data": {**data, **times}}
        receipt = Receipt(self.now().replace(microsecond=0), self._opened.now())
        message = read_message(json.dumps(body).encode(), speech_id, receipt)
        assert isinstance(message.report, Spoken)
        await self._opened.report(message.call_id, message.report)

    async def pass_on(self, call: str, words: str, began_at: datetime) -> None:
        """Report words, with the time at which they began and that of the request."""
        received = self._opened.now()
        ahead = host_ahead(self.now(), received)
        at = moment_on_our_clock(began_at, ahead, received)
        await self._opened.hear(call, words, began_at=at)


@pytest.mark.parametrize("skew", [-240, -30, -2.5, -1, 0, 0.4, 1.2, 30, 240])
@pytest.mark.parametrize("stamp", ["exact", "in seconds"])
@pytest.mark.parametrize("yes", ["early", "in time"])
def test_a_skewed_host_neither_gives_consent_nor_loses_it(
    skew: float, stamp: str, yes: str
) -> None:
    """A yes into the question asks again, at any skew; a yes after it connects."""

    @in_virtual_time
    async def scene() -> None:
        async with center() as (opened, line):
            line.offers = TelephonyOffers(playback="reports")
            host = Reporting(opened, skew, exact=stamp == "exact")
            call = await begin(opened)
            await opened.hear(call, "Could I talk to somebody?")
            question = line.said[-1]
            playing = asyncio.create_task(
                host.play(call, question.id, len(question.text), lasts=4.0)
            )
            await asyncio.sleep(0.2 if yes == "early" else 5.0)
            began_at = host.now()
            await asyncio.sleep(0.6)
            await asyncio.gather(playing, host.pass_on(call, "yes please", began_at))
            await asyncio.sleep(5)
            now = await opened.until(call, lambda _: True)
            assert now.current is not None
            assert (now.current.outcome == "confirmed") is (yes == "in time")

    scene()
