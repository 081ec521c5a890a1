"""Following a job step by step, as far as one turn goes."""

from hookflash.domain.call.conversation import Question
from hookflash.domain.job.action import SendSms
from hookflash.domain.policy.speech.request import asks_for_text, declines_text
from hookflash.orchestrator.agents.scripted import speech
from hookflash.orchestrator.agents.scripted.choosing import wants_person
from hookflash.orchestrator.agents.scripted.condition import Heard, Outcome
from hookflash.orchestrator.agents.scripted.memory import Memory
from hookflash.orchestrator.agents.scripted.playbook import Place
from hookflash.orchestrator.agents.scripted.steps import Ask, Script, Step, Tell, Use
from hookflash.orchestrator.ports.agent import Move, Say, UseTool

Moves = tuple[Move, ...]
OTHER = Question(kind="other")


def say(text: str, asks: Question | None = None) -> Moves:
    """One thing said."""
    return (Say(text=text, asks=asks),)


def ask(text: str) -> Moves:
    """One question of no particular kind."""
    return say(text, OTHER)


def after_saying(text: str, moves: Moves) -> Moves:
    """The same moves, with ``text`` said first, in one breath with what they begin with."""
    match moves:
        case (Say() as first, *rest):
            return (first.model_copy(update={"text": f"{text} {first.text}"}), *rest)
        case _:
            return (Say(text=text), *moves)


def follow(memory: Memory, script: Script, start: int, heard: Heard) -> Moves:
    """Take the steps of ``script`` from ``start`` on that apply, up to the first that waits.

    A question waits for the caller; a tool waits for what comes of it. Nothing is done twice.
    """
    told: list[str] = []
    for step in script.steps[start:]:
        if not _applies(memory, step, heard):
            continue
        if isinstance(step, Tell):
            told.append(step.text)
        elif isinstance(step, Ask):
            return ask(" ".join([*told, step.text]))
        else:
            return use(step, *told)
    return ask(" ".join([*told, speech.ANYTHING_ELSE])) if told else ()


def use(step: Use, *told: str, again: bool = False) -> Moves:
    """Use a tool; a text is announced."""
    announced = [speech.announce(step, again=again)] if _texts(step) else []
    words = " ".join([*told, *announced])
    return (*(say(words) if words else ()), UseTool(tool=step.tool))


def after(memory: Memory, place: Place, *, barred: bool = False) -> Moves:
    """Go on with the job behind ``place``; without its texts if these are ``barred``."""
    heard = Heard(memory.heard, barred=barred)
    return follow(memory, place.script, place.at + 1, heard)


def instead(memory: Memory, place: Place, outcome: Outcome) -> Moves:
    """Do what the job has in store for when the step at ``place`` comes to nothing, or is not all.

    Only what is said to be for that is done, and what follows it.
    """
    heard = Heard(memory.heard, outcome)
    for at, step in enumerate(place.script.steps[place.at + 1 :], start=place.at + 1):
        if step.when.kind in (outcome, "otherwise") and _applies(memory, step, heard):
            return follow(memory, place.script, at, heard)
    return ()


def _applies(memory: Memory, step: Step, heard: Heard) -> bool:
    if isinstance(step, Tell | Ask):
        wanted = not (isinstance(step, Ask) and step.offer and asks_for_text(memory.words))
        return wanted and not memory.said(step.text) and step.when.met(heard)
    if not step.when.met(heard, step.action.kind):
        return False
    if _texts(step):
        if heard.barred:
            return False
        refused = any(map(declines_text, memory.heard)) and not asks_for_text(memory.words)
        return not memory.used(step.tool) and not refused
    return not memory.turned_down(step.tool) or wants_person(memory)


def _texts(step: Use) -> bool:
    return isinstance(step.action, SendSms)
