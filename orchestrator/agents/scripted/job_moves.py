"""Builds moves, and follows a job's steps until one has to wait."""

from hookflash.domain.call.conversation import Question
from hookflash.domain.job.action import SendSms
from hookflash.orchestrator.agents.scripted import speech
from hookflash.orchestrator.agents.scripted.condition import Heard, Outcome
from hookflash.orchestrator.agents.scripted.known_answers import is_known
from hookflash.orchestrator.agents.scripted.listening import asks_for_text, declines_text
from hookflash.orchestrator.agents.scripted.memory import Memory
from hookflash.orchestrator.agents.scripted.playbook import Place
from hookflash.orchestrator.agents.scripted.steps import BEEN_BEFORE, Ask, Script, Step, Tell, Use
from hookflash.orchestrator.agents.scripted.tool_choice import wants_person
from hookflash.orchestrator.ports.agent import Move, Say, UseTool

Moves = tuple[Move, ...]
OTHER = Question(kind="other")


def say(text: str, asks: Question | None = None) -> Moves:
    """Say ``text``; ``asks`` is the question in it."""
    return (Say(text=text, asks=asks),)


def ask(text: str) -> Moves:
    """Say ``text``, which ends in a question of no particular kind."""
    return say(text, OTHER)


def after_saying(text: str, moves: Moves) -> Moves:
    """Say ``text`` before ``moves``, joined with their first utterance."""
    match moves:
        case (Say() as first, *rest):
            return (first.model_copy(update={"text": f"{text} {first.text}"}), *rest)
        case _:
            return (Say(text=text), *moves)


def follow(memory: Memory, script: Script, start: int, heard: Heard) -> Moves:
    """Take the applicable steps of ``script`` from index ``start``, up to the first that waits.

    A question waits for the caller, a tool for its result. No step is taken twice.
    """
    statements: list[str] = []
    for step in script.steps[start:]:
        if not _applies(memory, step, heard):
            continue
        if isinstance(step, Tell):
            statements.append(step.text)
        elif isinstance(step, Ask):
            return ask(" ".join([*statements, step.text]))
        else:
            return use(step, *statements)
    return ask(" ".join([*statements, speech.ANYTHING_ELSE])) if statements else ()


def use(step: Use, *statements: str, again: bool = False) -> Moves:
    """Use a tool, after saying ``statements``; a text is announced."""
    announced = [speech.announce(step, again=again)] if _texts(step) else []
    words = " ".join([*statements, *announced])
    return (*(say(words) if words else ()), UseTool(tool=step.tool))


def after(memory: Memory, place: Place, *, barred: bool = False) -> Moves:
    """Continue the job after ``place``; without its texts if texting is ``barred``."""
    heard = memory.hear(*memory.heard, barred=barred)
    return follow(memory, place.script, place.at + 1, heard)


def instead(memory: Memory, place: Place, outcome: Outcome) -> Moves:
    """Take the job's steps for ``outcome`` of the step at ``place``, and the steps after them.

    Returns no moves if the job has none for that outcome.
    """
    heard = memory.hear(*memory.heard, outcome=outcome)
    for at, step in enumerate(place.script.steps[place.at + 1 :], start=place.at + 1):
        if step.when.kind in (outcome, "otherwise") and _applies(memory, step, heard):
            return follow(memory, place.script, at, heard)
    return ()


def _applies(memory: Memory, step: Step, heard: Heard) -> bool:
    if isinstance(step, Tell | Ask):
        known = isinstance(step, Ask) and _is_known(memory, step, heard)
        return not known and not memory.said(step.text) and step.when.met(heard)
    if not step.when.met(heard, step.action.kind):
        return False
    if _texts(step):
        if heard.barred:
            return False
        refused = any(map(declines_text, memory.heard)) and not asks_for_text(memory.words)
        return not memory.used(step.tool) and not refused
    return not memory.turned_down(step.tool) or wants_person(memory)


def _is_known(memory: Memory, step: Ask, heard: Heard) -> bool:
    """Whether the caller has answered a question, or accepted an offer, before it is made."""
    if step.offer:
        return asks_for_text(memory.words)
    if step.text == BEEN_BEFORE:
        return heard.status != ""
    return is_known(step.text, memory.all_heard)


def _texts(step: Use) -> bool:
    return isinstance(step.action, SendSms)
