"""The situations in which tests of a call begin."""

from datetime import timedelta
from typing import Final

from hookflash.domain.call.commands import ReportAgentWords
from hookflash.domain.call.effects import ReleasePhone, open_effects
from hookflash.orchestrator.testing.steps import step
from hookflash.testing import (
    CallStory,
    Scene,
    Step,
    agent_answers,
    agent_uses,
    call_comes_in,
    call_ends,
    caller_says,
    phone_reports,
    ring_answer,
    ring_is_attempted,
    ring_times_out,
    voicemail_answer,
    voicemail_is_attempted,
)
from hookflash.testing import a_call as tell
from tests.cast import ACTIONS, CALL, CALLER, NOON, NUMBER, TO_INBOX, facts, routing

SCENE: Final = Scene(
    call_id=CALL,
    begins_at=NOON,
    caller=CALLER,
    number=NUMBER,
    actions=ACTIONS,
    texting=facts(),
    routing=routing,
)


def a_call(*steps: Step) -> CallStory:
    """A call on which ``steps`` have happened."""
    return tell(*steps, scene=SCENE)


RINGING = (call_comes_in(),)
CONVERSING = (*RINGING, agent_answers())
TEXTED = (*CONVERSING, agent_uses("send_sms_1"))
ASKED = (*CONVERSING, caller_says("Can I talk to somebody?"), agent_uses(TO_INBOX))
AGREED = (*ASKED, caller_says("Yes please"))
RUNG = (*AGREED, ring_is_attempted(), ring_answer("accepted"))
CONNECTED = (*RUNG, phone_reports("On Call", "answered"))
UNANSWERED = (*RUNG, ring_times_out())
PLAYING = (*UNANSWERED, voicemail_is_attempted(), voicemail_answer("accepted"))
ENDED = (*CONVERSING, call_ends())


def asked_for(tool: str) -> tuple[Step, ...]:
    """The caller is asked about the transfer of ``tool``."""
    return (*CONVERSING, agent_uses(tool))


def rung_for(tool: str) -> tuple[Step, ...]:
    """The caller agreed to the transfer of ``tool``, and its phones ring."""
    return (*asked_for(tool), caller_says("Yes please"), ring_is_attempted())


def releases(story: CallStory) -> list[str]:
    """The names of those whose phones are to be released."""
    effects = open_effects(story.call)
    return [effect.leg.who for effect in effects if isinstance(effect, ReleasePhone)]


def host_reports(
    text: str,
    *,
    seconds_ago: float | None = None,
    heard_chars: int | None = None,
    interrupted: bool = False,
) -> Step:
    """The host reports what its agent said; fields as in ``ReportAgentWords``.

    ``seconds_ago``: when the caller began to hear it; unknown by default.
    """
    began = None if seconds_ago is None else timedelta(seconds=seconds_ago)
    return step(
        ReportAgentWords,
        text=text,
        began_at=lambda story: None if began is None else story.now - began,
        heard_chars=heard_chars,
        interrupted=interrupted,
    )
