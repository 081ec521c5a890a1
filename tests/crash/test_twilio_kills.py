"""``hookflash serve`` on Twilio dies in every state of a call, and another process goes on."""

import signal
from pathlib import Path

from tests.rig.dying import Death
from tests.rig.twilio.killing import Case, Played, play_all
from tests.servers.postgres import PostgresServer

STATES = {
    "ringing": Death("after", "CallReceived"),
    "conversing": Death("after", "CallAnswered"),
    "a text that was not sent": Death("after", "SmsAttempted"),
    "a text that was taken": Death("before", "SmsAccepted"),
    "confirm_transfer": Death("after", "TransferProposed"),
    "a ring that was not made": Death("after", "TransferAttempted"),
    "transferring": Death("after", "RecipientRinging"),
    "a voicemail that may not have begun": Death("after", "VoicemailAttempted"),
    "voicemail_fallback": Death("after", "VoicemailStarted"),
    "a message that was left": Death("before", "VoicemailRecorded"),
}
"""Where the process dies, by what the call is in."""
DROPPED = Death("after", "TransferConnected")
SPEECH = ("gather", "relay")


def hold(played: list[Played]) -> None:
    """Each process died, and what must hold holds."""
    assert {str(one.case): one.wrong() for one in played if one.wrong()} == {}
    assert [str(one.case) for one in played if not one.died] == []


def test_a_call_goes_on_wherever_a_process_is_killed(tmp_path: Path) -> None:
    """Fault 45: nothing twice, consent only by the caller, and every message kept."""
    cases = [
        Case(death, SPEECH[(number + turn) % 2])
        for turn in (0, 1)
        for number, death in enumerate(STATES.values())
        if turn == 0 or number in (1, 4, 6)
    ]
    cases += [Case(DROPPED, speech, answered=True) for speech in SPEECH]
    hold(play_all(cases, tmp_path))


def test_a_call_goes_on_when_a_process_is_told_to_stop(tmp_path: Path) -> None:
    """Fault 40: the same with SIGTERM."""
    points = [
        ("CallAnswered", "gather"),
        ("TransferProposed", "relay"),
        ("VoicemailStarted", "gather"),
    ]
    cases = [Case(Death("after", event, by=signal.SIGTERM), speech) for event, speech in points]
    hold(play_all(cases, tmp_path))


def test_a_process_that_is_started_again_goes_on_with_its_calls(tmp_path: Path) -> None:
    """No other one ran meanwhile; members' phones ring, or the caller speaks to one."""
    cases = [
        Case(STATES["transferring"], "gather", standby=False),
        Case(DROPPED, "relay", answered=True, standby=False),
    ]
    hold(play_all(cases, tmp_path))


def test_a_call_goes_on_from_a_log_on_postgresql(tmp_path: Path, postgres: PostgresServer) -> None:
    """The state is in the database alone."""
    cases = [
        Case(STATES["confirm_transfer"], "relay"),
        Case(STATES["a text that was taken"], "gather"),
    ]
    for case in cases:
        hold(play_all([case], tmp_path, postgres.new_database()))
