"""Reports results unasked: what happened to a text, or to a proposed transfer."""

from collections.abc import Iterator, Sequence

from hookflash.domain.call.conversation import Line, Question, TextSoFar
from hookflash.domain.job.action import SendSms
from hookflash.orchestrator.agents.scripted import speech
from hookflash.orchestrator.agents.scripted.job_moves import (
    Moves,
    after,
    after_saying,
    ask,
    instead,
    say,
)
from hookflash.orchestrator.agents.scripted.memory import Memory
from hookflash.orchestrator.agents.scripted.playbook import Place


def report(memory: Memory) -> Iterator[tuple[Moves, Sequence[Line]]]:
    """Yield, for each tool used, the moves that report its result and the lines since its use."""
    for place, at in _last_uses(memory):
        since = memory.lines[at + 1 :]
        on_use = _on_text if isinstance(place.use.action, SendSms) else _on_proposal
        yield on_use(memory, place, since), since


def _last_uses(memory: Memory) -> Iterator[tuple[Place, int]]:
    """Yield the last use of each tool, latest first: the step and its line index."""
    seen: set[str] = set()
    for at in range(len(memory.lines) - 1, -1, -1):
        line = memory.lines[at]
        if line.by == "tool" and line.tool not in seen:
            seen.add(line.tool)
            if place := memory.playbook.place(line.tool):
                yield place, at


def _on_text(memory: Memory, place: Place, since: Sequence[Line]) -> Moves:
    sent = memory.text(place.use.tool)
    if sent is None:
        return ()
    this_turn = all(line.by != "caller" for line in since)
    if is_bad(sent):
        reported = any(speech.reports_failure(line.text) for line in since if line.by == "agent")
        if sent.arrived or (reported and not this_turn):
            return ()
        return _failed(memory, place, sent, this_turn=this_turn)
    return () if any(line.by != "tool" for line in since) else _ask_arrival(sent)


def is_bad(sent: TextSoFar) -> bool:
    """Whether it is known that the text does not reach the caller."""
    return sent.status in ("failed", "undelivered", "refused", "cancelled")


def _ask_arrival(sent: TextSoFar) -> Moves:
    arrived = Question(kind="sms_arrived", about=sent.effect_key)
    if sent.status == "unknown":
        return say(speech.MAY_HAVE_ARRIVED, arrived)
    if sent.status == "queued":
        return say(speech.ON_ITS_WAY, arrived)
    return say(speech.ARRIVED if sent.occurrence == 1 else speech.ARRIVED_AGAIN, arrived)


def _failed(memory: Memory, place: Place, sent: TextSoFar, *, this_turn: bool) -> Moves:
    if sent.reason == "repeated":
        return _repeated(memory, place, sent)
    why = speech.why_not(sent.reason, sent.status)
    if this_turn and (moves := instead(memory, place, "trouble")):
        return after_saying(why, moves)
    barred = sent.status == "refused" and not speech.is_about_body(why)
    if this_turn and not speech.worth_another_try(why):
        moves = after(memory, place, barred=barred)
        return after_saying(why, moves or ask(speech.ANYTHING_ELSE))
    return explain(sent)


def explain(sent: TextSoFar) -> Moves:
    """Say why a text did not reach the caller; offer another attempt if it may succeed."""
    why = speech.why_not(sent.reason, sent.status)
    if speech.worth_another_try(why):
        again = Question(kind="sms_again", about=sent.effect_key)
        return say(f"{why} {speech.TRY_AGAIN}", again)
    return ask(f"{why} {speech.ANYTHING_ELSE}")


def _repeated(memory: Memory, place: Place, sent: TextSoFar) -> Moves:
    """Offer to repeat a text that the core refused to send twice without a request."""
    texts = memory.conversation.texts
    first = next((t for t in texts if t.tool == sent.tool and t.status != "refused"), sent)
    again = Question(kind="sms_again", about=first.effect_key)
    return say(speech.already_texted(place.use), again)


def _on_proposal(memory: Memory, place: Place, since: Sequence[Line]) -> Moves:
    proposal = memory.proposal(place.use.tool)
    if proposal is None or any(line.by == "caller" for line in since):
        return ()
    if proposal.outcome == "lapsed":
        return ask(f"{speech.STAY_ON_LINE} {speech.WHAT_ELSE}")
    if proposal.outcome == "refused":
        why = speech.unavailable(proposal.destination, proposal.reason)
        return after_saying(why, instead(memory, place, "refused") or ask(speech.ANYTHING_ELSE))
    return ()
