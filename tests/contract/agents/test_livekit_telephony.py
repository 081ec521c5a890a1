"""LiveKit keeps the contract of telephony, and its answers are read for what they prove."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest

from hookflash.domain.call.effects import (
    FindCall,
    FindLegs,
    HangUp,
    PlayVoicemail,
)
from hookflash.domain.call.events.transfers import Mailbox
from hookflash.livekit import LiveKitTelephony
from hookflash.orchestrator.ports.answers import Accepted, Answer, NotTaken, Refused, Unknown
from hookflash.orchestrator.ports.reports import Bridged, Ended, Report
from hookflash.orchestrator.ports.telephony import LegFound, Telephony, Verdict
from hookflash.testing import PhoneBehaviour, ReportTo, TelephonyContract
from tests.contract.agents.livekit_line import (
    ABOUT,
    DANA,
    SAM,
    SPEED,
    TRUNK,
    Center,
    hand_over,
    on_livekit,
    ring,
)
from tests.contract.agents.livekit_server import (
    LiveKitServer,
    TwirpError,
    livekit_api,
    livekit_server,
)
from tests.rig.scaled_time import run_scaled


class _Contracted(Center):
    def __init__(self, report: ReportTo) -> None:
        self._report = report

    async def report(self, call_id: str, report: Report) -> None:
        await self._report(call_id, report)

    async def phone_answered(self, call_id: str, leg: str, of: int | None = None) -> Verdict:
        return await self._report.phone_answered(call_id, leg, of or 0)


class TestLiveKit(TelephonyContract):
    """A LiveKit server."""

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Telephony]:
        """Reach a stand-in that has the caller in a room."""
        async with livekit_server(self.phones) as server, livekit_api(server.url) as api:
            server.enter("CA1", "caller")
            telephony = LiveKitTelephony(api, TRUNK, voicemail_agent="voicemail")
            telephony.connect(_Contracted(report))
            yield telephony
            await telephony.close()

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run in accelerated time."""
        run_scaled(test, SPEED)


async def until(holds: Callable[[], bool]) -> None:
    """Wait for what must come; a busy machine may take its time."""
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.2)
    pytest.fail("it did not come within 100 seconds")


ANSWERS = PhoneBehaviour(does="answer", after=1)


def test_a_phone_that_rings_alone_rings_in_the_room_of_the_caller_and_is_heard_ringing() -> None:
    """It is dialled through the trunk, from the business number, for as long as the job says."""

    async def check(server: LiveKitServer, telephony: LiveKitTelephony, center: Center) -> None:
        assert isinstance(await telephony.ring(ring(DANA)), Accepted)
        await until(lambda: Bridged(leg="key.1") in center.reports)
        (dialled,) = server.requests("CreateSIPParticipant")
        assert (dialled.room_name, dialled.sip_call_to) == ("room-1", DANA)
        assert (dialled.sip_trunk_id, dialled.sip_number) == (TRUNK, "+14155550100")
        assert (dialled.play_dialtone, dialled.ringing_timeout.seconds) == (True, 5)
        assert not server.requests("MoveParticipant")

    on_livekit(check, dana=ANSWERS)


def test_of_several_phones_only_the_one_that_won_enters_the_room_of_the_caller() -> None:
    """Fault 48: two phones are answered at once, and one of them talks with the caller."""

    async def check(server: LiveKitServer, telephony: LiveKitTelephony, center: Center) -> None:
        await telephony.ring(ring(DANA, SAM))
        await until(lambda: len([*center.of("key.1"), *center.of("key.2")]) == 5)
        loser = "key.2" if center.winner == "key.1" else "key.1"
        assert set(server.rooms["room-1"]) == {"caller", center.winner}
        assert f"hookflash-{loser}" not in server.rooms
        assert [one for one in center.reports if isinstance(one, Bridged)] == [
            Bridged(leg=center.winner)
        ]

    on_livekit(check, dana=ANSWERS, sam=ANSWERS)


@pytest.mark.parametrize(
    ("does", "reason", "code"),
    [("busy", "busy", "486"), ("reject", "declined", "603"), ("ignore", "no_answer", "480")],
)
def test_the_reason_why_a_phone_was_not_reached_is_the_phones_own(
    does: Any, reason: str, code: str
) -> None:
    """It is a word with the SIP code, not a sentence."""

    async def check(_: LiveKitServer, telephony: LiveKitTelephony, center: Center) -> None:
        assert isinstance(await telephony.ring(ring(DANA, seconds=2)), Accepted)
        await until(lambda: ("unavailable", reason, code) in center.of("key.1"))

    on_livekit(check, dana=PhoneBehaviour(does=does, after=1))


def _raises(error: TwirpError) -> Callable[[], Awaitable[None]]:
    async def fault() -> None:
        raise error

    return fault


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (TwirpError("invalid_argument", 400), Refused(code="invalid_argument", reason="…")),
        (TwirpError("unauthenticated", 401), Refused(code="unauthenticated", reason="…")),
        (TwirpError("resource_exhausted", 429), NotTaken(reason="HTTP 429 resource_exhausted")),
        (TwirpError("internal", 500), Unknown(reason="HTTP 500 internal")),
    ],
)
def test_what_livekit_answers_to_a_dial_is_what_it_proves(
    error: TwirpError, answer: Answer
) -> None:
    """Fault 9: a 5xx proves nothing. A refused request is never reported as a phone's fault."""

    async def check(server: LiveKitServer, telephony: LiveKitTelephony, center: Center) -> None:
        server.faults["CreateSIPParticipant"] = _raises(error)
        given = await telephony.ring(ring(DANA, seconds=1))
        if isinstance(given, Refused):
            given = given.model_copy(update={"reason": "…"})
        assert given == answer
        if not isinstance(answer, Unknown):
            assert not center.reports

    on_livekit(check)


def test_a_dial_whose_answer_was_lost_is_found_by_looking_at_the_room() -> None:
    """Fault 6: the connection breaks, and the phone rings all the same."""

    async def check(server: LiveKitServer, telephony: LiveKitTelephony, center: Center) -> None:
        async def breaks() -> None:
            server.enter(
                "room-1", "key.1", **{"hookflash.leg": "key.1", "sip.callStatus": "active"}
            )
            raise TwirpError("unavailable", 502)

        server.faults["CreateSIPParticipant"] = breaks
        await telephony.ring(ring(DANA))
        await until(lambda: Bridged(leg="key.1") in center.reports)
        assert len(server.requests("CreateSIPParticipant")) == 1

    on_livekit(check)


def test_a_request_that_never_left_may_be_made_again() -> None:
    """Fault 5: the server cannot be reached."""

    async def main() -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{free.getsockname()[1]}"
        async with livekit_api(url) as api:
            telephony = LiveKitTelephony(api, TRUNK)
            telephony.connect(Center())
            assert isinstance(await telephony.ring(ring(DANA, SAM)), NotTaken)
            assert isinstance(await telephony.hand_over(hand_over()), NotTaken)
            await telephony.close()

    run_scaled(main(), SPEED)


def test_a_phone_that_was_not_dialled_is_reported_while_the_others_ring() -> None:
    """The transfer goes on with the phones that LiveKit took."""

    async def check(server: LiveKitServer, telephony: LiveKitTelephony, center: Center) -> None:
        dialled = 0

        async def second_fails() -> None:
            nonlocal dialled
            dialled += 1
            if dialled > 1:
                raise TwirpError("invalid_argument", 400)

        server.faults["CreateSIPParticipant"] = second_fails
        assert isinstance(await telephony.ring(ring(DANA, SAM)), Accepted)
        await until(lambda: any(isinstance(one, Bridged) for one in center.reports))
        failed = [
            leg
            for leg in ("key.1", "key.2")
            if ("unavailable", "failed", "invalid_argument") in center.of(leg)
        ]
        assert len(failed) == 1
        assert center.winner not in ("", failed[0])

    on_livekit(check, dana=ANSWERS, sam=ANSWERS)


def test_a_caller_who_hangs_up_while_it_rings_is_reported() -> None:
    """The agent has left the session, so the telephony watches the room."""

    async def check(server: LiveKitServer, telephony: LiveKitTelephony, center: Center) -> None:
        await telephony.ring(ring(DANA))
        server.leave("room-1", "caller")
        await until(lambda: Ended() in center.reports)
        await asyncio.sleep(4)
        assert center.reports.count(Ended()) == 1

    on_livekit(check, dana=PhoneBehaviour(does="ignore"))


def test_a_member_who_hangs_up_ends_the_call() -> None:
    """Otherwise the caller would wait in an empty room."""

    async def check(server: LiveKitServer, telephony: LiveKitTelephony, center: Center) -> None:
        await telephony.ring(ring(DANA))
        await until(lambda: Bridged(leg="key.1") in center.reports)
        await asyncio.sleep(4)
        server.leave("room-1", "key.1")
        await until(lambda: any(isinstance(one, Ended) for one in center.reports))
        ended = [one for one in center.reports if isinstance(one, Ended)]
        assert [(one.reason, one.by) for one in ended] == [("hung_up", "member")]
        assert "room-1" not in server.rooms

    on_livekit(check, dana=ANSWERS)


def test_another_worker_finds_the_phones_that_ring() -> None:
    """Fault 45: the worker that dialled is gone."""

    async def check(server: LiveKitServer, telephony: LiveKitTelephony, _: Center) -> None:
        await telephony.ring(ring(DANA, SAM, seconds=100))
        await until(lambda: len(server.rooms) == 3)
        async with livekit_api(server.url) as api:
            found = await LiveKitTelephony(api, TRUNK).find_legs(
                FindLegs(**ABOUT, effect_key="key")
            )
        assert set(found) == {
            LegFound(leg="key.1", status="ringing"),
            LegFound(leg="key.2", status="ringing"),
        }

    on_livekit(check, dana=PhoneBehaviour(does="ignore"), sam=PhoneBehaviour(does="ignore"))


def test_a_caller_is_handed_over_by_refer() -> None:
    """The caller's own participant is transferred; LiveKit's id of it is kept."""

    async def check(server: LiveKitServer, telephony: LiveKitTelephony, _: Center) -> None:
        assert await telephony.hand_over(hand_over()) == Accepted(provider_id="ST_1")
        (asked,) = server.requests("TransferSIPParticipant")
        assert (asked.participant_identity, asked.room_name) == ("caller", "room-1")
        assert asked.transfer_to == f"tel:{DANA}"

    on_livekit(check)


def test_a_refer_that_the_carrier_rejects_is_refused_with_its_code() -> None:
    """The caller then gets the voicemail."""

    async def check(server: LiveKitServer, telephony: LiveKitTelephony, _: Center) -> None:
        server.refer_status = 603
        answer = await telephony.hand_over(hand_over())
        assert isinstance(answer, Refused)
        assert answer.code == "603"

    on_livekit(check)


@pytest.mark.parametrize(
    ("fails", "told"), [(0, ("answered", "", "")), (486, ("unavailable", "busy", "486"))]
)
def test_a_refer_that_rings_for_long_is_unknown_until_its_outcome_is_reported(
    fails: int, told: tuple[str, str, str]
) -> None:
    """The call center waits for ten seconds; a phone may ring for longer."""

    async def check(server: LiveKitServer, telephony: LiveKitTelephony, center: Center) -> None:
        server.refer_seconds, server.refer_status = 12, fails
        assert isinstance(await telephony.hand_over(hand_over()), Unknown)
        (found,) = await telephony.find_legs(FindLegs(**ABOUT, effect_key="key"))
        assert found.status == "ringing"
        await until(lambda: center.of("key.1") == [told])

    on_livekit(check)


def test_voicemail_is_refused_without_an_agent_that_plays_it() -> None:
    """Nothing in LiveKit's API plays a greeting."""

    async def check(server: LiveKitServer, telephony: LiveKitTelephony, _: Center) -> None:
        mailbox = Mailbox(owner="Dana", greeting="Leave a message.")
        request = PlayVoicemail(**ABOUT, effect_key="key", attempt=1, mailbox=mailbox)
        answer = await telephony.play_voicemail(request)
        assert isinstance(answer, Refused)
        assert answer.code == "not_offered"
        async with livekit_api(server.url) as api:
            with_agent = LiveKitTelephony(api, TRUNK, voicemail_agent="voicemail")
            first = await with_agent.play_voicemail(request)
            again = request.model_copy(update={"attempt": 2})
            assert await with_agent.play_voicemail(again) == first
        (dispatched,) = server.dispatches
        assert (dispatched.agent_name, dispatched.room) == ("voicemail", "room-1")
        assert (
            PlayVoicemail.model_validate_json(dispatched.metadata.replace("{", '{"attempt":1,', 1))
            == request
        )

    on_livekit(check)


def test_a_call_is_gone_once_its_caller_left_the_room() -> None:
    """The room may outlive the caller; a call without a room name is not known."""

    async def check(server: LiveKitServer, telephony: LiveKitTelephony, _: Center) -> None:
        find = FindCall(**ABOUT)
        assert (await telephony.find_call(find)).status == "live"
        server.leave("room-1", "caller")
        assert (await telephony.find_call(find)).status == "gone"
        unnamed = find.model_copy(update={"provider_call_id": ""})
        assert (await telephony.find_call(unnamed)).status == "unknown"

    on_livekit(check)


def test_hanging_up_ends_the_room_and_is_reported() -> None:
    """The caller and every phone are disconnected."""

    async def check(server: LiveKitServer, telephony: LiveKitTelephony, center: Center) -> None:
        await telephony.hang_up(HangUp(**ABOUT, effect_key="key"))
        assert not server.rooms
        assert [one.reason for one in center.reports if isinstance(one, Ended)] == ["hung_up"]

    on_livekit(check)


def test_an_api_that_repeats_requests_by_itself_is_refused() -> None:
    """A repeated request to dial would ring the phone twice."""

    async def main() -> None:
        async with livekit_api("http://127.0.0.1:1", failover=True) as api:
            with pytest.raises(ValueError, match="failover=False"):
                LiveKitTelephony(api, TRUNK)

    asyncio.run(main())


def test_what_is_missing_is_named_in_the_refusal() -> None:
    """A telephony that is not connected could report nothing; a call needs the name of its room."""

    async def main() -> None:
        async with livekit_api("http://127.0.0.1:1") as api:
            telephony = LiveKitTelephony(api, TRUNK)
            answer = await telephony.ring(ring(DANA))
            assert isinstance(answer, Refused)
            assert "connect(center)" in answer.reason
            telephony.connect(Center())
            answer = await telephony.ring(ring(DANA).model_copy(update={"provider_call_id": ""}))
            assert isinstance(answer, Refused)
            assert "provider_call_id" in answer.reason

    asyncio.run(main())
