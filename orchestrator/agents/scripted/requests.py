"""Meets the caller's request: for a person first, then for a text, then for a job."""

from hookflash.domain.call.conversation import Question
from hookflash.domain.job.action import TransferCall
from hookflash.domain.policy.speech.emergency import is_emergency
from hookflash.domain.policy.speech.tokens import words_of
from hookflash.orchestrator.agents.scripted import speech
from hookflash.orchestrator.agents.scripted.job_moves import (
    Moves,
    after_saying,
    ask,
    follow,
    say,
    use,
)
from hookflash.orchestrator.agents.scripted.listening import asks_for_text, declines_text
from hookflash.orchestrator.agents.scripted.memory import Memory
from hookflash.orchestrator.agents.scripted.playbook import Place
from hookflash.orchestrator.agents.scripted.report import explain, is_bad
from hookflash.orchestrator.agents.scripted.small_talk import small_talk
from hookflash.orchestrator.agents.scripted.steps import Script, Use
from hookflash.orchestrator.agents.scripted.tool_choice import (
    for_people,
    names_barred_transfer,
    text_instead,
    text_wanted,
    transfers_wanted,
    wants_person,
)
from hookflash.orchestrator.agents.scripted.topic import topics
from hookflash.orchestrator.ports.agent import UseTool


def request(
    memory: Memory, *, besides: Script | None = None, without: tuple[str, ...] = ()
) -> Moves:
    """Plan the moves that meet a request; none if no known request is recognised.

    ``besides`` is the job in progress, which the caller may mention without asking for it.
    ``without`` holds the tools of transfers that the caller has just declined.
    """
    if small_talk(memory.words) is not None:
        return ()
    if moves := _handle_emergency(memory):
        return moves
    if wants_person(memory):
        return transfer(memory, without)
    if asks_for_text(memory.words):
        return text(memory)
    return _fitting(memory, besides)


def _fitting(memory: Memory, besides: Script | None) -> Moves:
    """Follow the job that the caller's words fit best, if they fit any."""
    fitting = memory.playbook.best(memory.words)
    if besides in fitting:
        return ()
    if len(fitting) > 1:
        return which(memory, fitting)
    return begin(memory, fitting[0]) if fitting else ()


def _handle_emergency(memory: Memory) -> Moves:
    """Follow the job that handles emergencies, if there is one, whatever else its condition is."""
    able = (one for one in memory.playbook.scripts if "emergencies" in one.job.handles)
    script = next(able, None)
    if script is None or not is_emergency(memory.words):
        return ()
    moves = begin(memory, script)
    acts = any(isinstance(move, UseTool) for move in moves)
    return moves if acts or not script.uses else use(script.uses[0])


def transfer(memory: Memory, without: tuple[str, ...] = ()) -> Moves:
    """Propose the transfer that fits best; the core asks the caller for consent."""
    places = transfers_wanted(memory, without)
    if not without and (not places or names_barred_transfer(memory)):
        moves = _text_instead(memory)
        if moves:
            return moves if places else after_saying(speech.NO_TRANSFERS, moves)
    if not places:
        return () if without else ask(f"{speech.NO_TRANSFERS} {speech.ANYTHING_ELSE}")
    if len(places) > 1:
        return ask(speech.can_do(memory.playbook, [place.use for place in places]))
    place = places[0]
    heard = memory.hear(memory.words)
    if place.use.when.met(heard, "transfer_call"):
        return follow(memory, place.script, _start_of(memory, place), heard) or use(place.use)
    return use(place.use)


def _text_instead(memory: Memory) -> Moves:
    """Follow the job to the text that it sends about a subject for which it bars the transfer."""
    place = text_instead(memory)
    if place is None:
        return ()
    return follow(memory, place.script, _start_of(memory, place), memory.hear(memory.words))


def text(memory: Memory) -> Moves:
    """Send the text that the caller asks for, the first time or again."""
    places = text_wanted(memory)
    if not places:
        return ask(f"{speech.NO_TEXTS} {speech.ANYTHING_ELSE}")
    if len(places) > 1:
        return ask(speech.can_do(memory.playbook, [place.use for place in places]))
    step = places[0].use
    return use(step, again=memory.used(step.tool))


def which(memory: Memory, fitting: tuple[Script, ...]) -> Moves:
    """Let the caller choose between jobs that fit equally well."""
    last = memory.last_place()
    if last and last.script in fitting:
        return begin(memory, last.script)
    uses = [step for script in fitting for step in script.uses if not step.when.is_fallback]
    return ask(speech.can_do(memory.playbook, uses)) if uses else begin(memory, fitting[0])


def begin(memory: Memory, script: Script) -> Moves:
    """Follow a job from its beginning; if all of it is done already, offer to repeat it."""
    moves = follow(memory, script, 0, memory.hear(memory.words))
    return moves or _done_already(memory, script) or _offer(memory, script)


def asks_something(memory: Memory) -> bool:
    """Whether the caller mentions any subject, even one that no job has."""
    return len(words_of(memory.words)) > 1 and bool(topics(memory.words))


def states_a_need(memory: Memory) -> bool:
    """Whether the caller wants something done, rather than to know something."""
    return asks_something(memory) and words_of(memory.words)[0] not in _QUESTION_WORDS


_QUESTION_WORDS = {
    *("what", "when", "where", "who", "why", "how", "which"),
    *("is", "are", "do", "does", "did", "was", "were"),
}


def _start_of(memory: Memory, place: Place) -> int:
    """Return the step index from which to follow the job to a requested transfer.

    That is 0 if the whole job is meant, else the first of the questions and statements that lead
    up to the transfer.
    """
    about_it = for_people(place) or memory.playbook.score(place.script, memory.words) > 0
    if place.use.when.kind == "always" and about_it:
        return 0
    at = place.at
    while at and not isinstance(before := place.script.steps[at - 1], Use):
        if before.when != place.use.when:
            break
        at -= 1
    return at


def _done_already(memory: Memory, script: Script) -> Moves:
    if declines_text(memory.words):
        return ask(f"{speech.NO_MORE_TEXTS} {speech.ANYTHING_ELSE}")
    heard = memory.hear(memory.words)
    done = [step for step in script.uses if step.when.met(heard, step.action.kind)]
    return next(filter(None, (_repeat(memory, step) for step in done)), ())


def _repeat(memory: Memory, step: Use) -> Moves:
    if isinstance(step.action, TransferCall):
        if memory.turned_down(step.tool):
            return ask(speech.change_of_mind(step.action.destination.name))
        return ()
    sent = memory.text(step.tool) if memory.used(step.tool) else None
    if sent is None:
        return ask(speech.can_do(memory.playbook, [step]))
    if is_bad(sent):
        return explain(sent)
    return say(speech.already_texted(step), Question(kind="sms_again", about=sent.effect_key))


def _offer(memory: Memory, script: Script) -> Moves:
    """Say what a fitting job offers, since none of its conditions holds yet."""
    offer = speech.can_do(memory.playbook, script.on_request) if script.on_request else ""
    return ask(offer) if offer and not memory.said(offer) else ()
