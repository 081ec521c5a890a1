"""What a desk logs if its host cannot be heard, or does not tell what the caller heard."""

from datetime import timedelta
from functools import partial

from structlog.testing import capture_logs

from hookflash import TelephonyOffers
from hookflash.domain.call import events as e
from hookflash.orchestrator.agents.desk import turn_words
from hookflash.testing import in_virtual_time
from tests.unit.desk.hosted import CALLER, NUMBER, Hosted, hosted

LOGGED = {"unknown_speech", "question_not_heard", "desk_beside_speaking_telephony"}


async def asked(host: Hosted) -> str:
    """The id of the transfer's question, which is asked now."""
    speech = (await host.desk.call_tool("transfer_call_2")).speech
    assert speech is not None
    return speech.id


@in_virtual_time
async def test_a_desk_beside_a_telephony_that_speaks_is_logged_once() -> None:
    """Its agent's words are not played. A test call, and a silent telephony, are all right."""
    async with hosted() as host:
        with capture_logs() as logs:
            await host.center.desk(to=NUMBER, from_=CALLER, provider_call_id="CA2")
            host.line.offers = TelephonyOffers(speaks=True)
            await host.center.desk(to=NUMBER, from_=CALLER, provider_call_id="T1", test=True)
            assert not logs
            for call in ("CA3", "CA4"):
                await host.center.desk(to=NUMBER, from_=CALLER, provider_call_id=call)
        (entry,) = logs
        assert entry["event"] == "desk_beside_speaking_telephony"
        assert "play it yourself" in entry["fix"]


@in_virtual_time
async def test_a_playback_of_an_unknown_speech_is_logged() -> None:
    """A report that is only late, or repeated, is not."""
    async with hosted() as host:
        known, now = await asked(host), host.center.now()
        report = partial(host.desk.played, began_at=now, ended_at=now + timedelta(seconds=3))
        await host.clock.sleep(3)
        with capture_logs() as logs:
            for chars in (100, 100, 7):
                await report(known, heard_chars=chars)
            assert not logs
            await report("zzz", heard_chars=100)
        (entry,) = logs
        assert (entry["event"], entry["speech"]) == ("unknown_speech", "zzz")
        assert "speech.id" in entry["fix"]


@in_virtual_time
async def test_a_yes_to_a_question_that_was_not_reported_is_logged() -> None:
    """The agent is told as well, in place of a wait for an answer that was given."""
    async with hosted() as host:
        known = await asked(host)
        await host.clock.sleep(8)
        with capture_logs() as logs:
            turn = await host.desk.caller_said("Yes")
        assert turn.text == turn_words.UNREPORTED
        (entry,) = logs
        assert (entry["event"], entry["speech"]) == ("question_not_heard", known)
        assert "desk.played" in entry["fix"]
        assert not await host.events(e.TransferConfirmed)


@in_virtual_time
async def test_an_answer_while_the_question_is_played_is_not_logged() -> None:
    """Its report is still to come."""
    async with hosted() as host:
        known = await asked(host)
        began = host.center.now()
        await host.clock.sleep(2)
        with capture_logs() as logs:
            await host.desk.caller_said("Yes")
            await host.desk.played(
                known, began_at=began, ended_at=host.center.now(), heard_chars=100
            )
            await host.desk.caller_said("Yes please")
        assert not [one for one in logs if one["event"] in LOGGED]
