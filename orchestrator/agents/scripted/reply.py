"""Plans the reply to the caller's last words, by the question that they answer."""

from hookflash.domain.call.conversation import Question
from hookflash.domain.policy.speech.answer import Answer
from hookflash.orchestrator.agents.scripted import speech
from hookflash.orchestrator.agents.scripted.facts import answer_from
from hookflash.orchestrator.agents.scripted.job_moves import (
    Moves,
    after,
    after_saying,
    ask,
    follow,
    instead,
    say,
    use,
)
from hookflash.orchestrator.agents.scripted.listening import (
    answer,
    arrival,
    asks_for_text,
    declines_text,
)
from hookflash.orchestrator.agents.scripted.memory import Memory
from hookflash.orchestrator.agents.scripted.playbook import Place
from hookflash.orchestrator.agents.scripted.report import is_bad
from hookflash.orchestrator.agents.scripted.requests import (
    asks_something,
    begin,
    request,
    states_a_need,
)
from hookflash.orchestrator.agents.scripted.small_talk import small_talk
from hookflash.orchestrator.agents.scripted.steps import Ask, Script, Use
from hookflash.orchestrator.agents.scripted.talk import Talk
from hookflash.orchestrator.agents.scripted.tool_choice import wants_person

_MAX_ASKS = 2
"""How often a question is asked before the agent moves on."""
_MAX_SENDS = 3
"""How often a text is sent before the agent stops offering to send it again."""


def reply(memory: Memory) -> Moves:
    """Plan the moves that reply to the caller's last words; none if they said nothing."""
    if not memory.words and not memory.pressed:
        return ()
    question = _question(memory)
    match question.kind:
        case "sms_arrived":
            return _on_arrival(memory, question)
        case "sms_again":
            return _on_again(memory, question)
        case "transfer":
            return _on_transfer(memory)
        case _:
            return _on_anything(memory)


def _question(memory: Memory) -> Question:
    """Return the question being answered; right after a text, that is whether it arrived."""
    last = memory.before[-1] if memory.before else None
    if last is not None and last.by == "tool" and not last.text:
        sent = memory.text(last.tool)
        if sent is not None:
            return Question(kind="sms_arrived", about=sent.effect_key)
    return memory.question


def _place(memory: Memory, question: Question) -> Place | None:
    """Return the job step that sent the text ``question`` is about."""
    sent = memory.text_about(question.about)
    return memory.playbook.place(sent.tool) if sent else None


def _on_arrival(memory: Memory, question: Question) -> Moves:
    verdict = memory.key_answer() or arrival(memory.words)
    place = _place(memory, question)
    if verdict is Answer.YES:
        return _next(memory, place, speech.GOT_IT)
    if asked := _asked_instead(memory, place):
        return asked
    if (sent := memory.text_about(question.about)) and is_bad(sent):
        return ()
    if verdict is Answer.NO:
        return _not_arrived(memory, question, place)
    if small_talk(memory.words) is Talk.WAIT:
        return say(speech.TAKE_YOUR_TIME, question)
    return _unanswered(memory, place, question, speech.DID_IT_REACH_YOU)


def _unanswered(memory: Memory, place: Place | None, question: Question, again: str) -> Moves:
    """Ask once more, then move on."""
    if small_talk(memory.words) in (Talk.FAREWELL, Talk.DONE):
        return say(speech.GOODBYE)
    times = sum(line.by == "agent" and line.asks == question for line in memory.before)
    if times < _MAX_ASKS:
        return say(again, question)
    return _next(memory, place, speech.NEVER_MIND)


def _not_arrived(memory: Memory, question: Question, place: Place | None) -> Moves:
    if place and (moves := instead(memory, place, "trouble")):
        return after_saying(speech.SORRY, moves)
    tries = sum(line.tool == place.use.tool for line in memory.uses_before()) if place else 0
    if tries >= _MAX_SENDS:
        return ask(speech.STILL_NOT_THERE)
    sorry = f"{speech.SORRY} {speech.SEND_AGAIN}"
    return say(sorry, Question(kind="sms_again", about=question.about))


def _on_again(memory: Memory, question: Question) -> Moves:
    place = _place(memory, question)
    verdict = memory.key_answer() or answer(memory.words, memory.asked_words)
    # "Put me through" is a yes, but to another question.
    if place and verdict is Answer.YES and not wants_person(memory):
        return use(place.use, again=True)
    if verdict is not Answer.YES and arrival(memory.words) is Answer.YES:
        return _next(memory, place, speech.GOT_IT)
    if asked := _asked_instead(memory, place):
        return asked
    if verdict is Answer.NO:
        return _next(memory, place, speech.ALRIGHT)
    return _unanswered(memory, place, question, speech.SEND_AGAIN)


def _asked_instead(memory: Memory, place: Place | None) -> Moves:
    """Meet a request that the caller makes instead of answering about a text."""
    if fact := _fact(memory):
        return ask(f"{fact} {speech.ANYTHING_ELSE}")
    if moves := request(memory, besides=place.script if place else None):
        return moves
    if declines_text(memory.words):
        return _next(memory, place, speech.NO_MORE_TEXTS)
    return ()


def _next(memory: Memory, place: Place | None, first: str) -> Moves:
    """Continue after a text with the caller's new request, or with the job's next step."""
    moves = request(memory, besides=place.script if place else None)
    if not moves and place:
        moves = after(memory, place)
    return after_saying(first, moves or ask(speech.ANYTHING_ELSE))


def _on_transfer(memory: Memory) -> Moves:
    """The caller did not agree to a transfer: continue with what they said instead."""
    tool = next((line.tool for line in memory.uses_before()), "")
    declined = memory.ended_as(tool, "declined")
    place = memory.playbook.place(tool)
    first = speech.ALRIGHT if declined else speech.STAY_ON_LINE
    without = (tool,) if declined else ()
    if moves := request(memory, besides=place.script if place else None, without=without):
        return after_saying(first, moves)
    if small_talk(memory.words) is Talk.FAREWELL:
        return say(speech.GOODBYE)
    if place and (moves := instead(memory, place, "refused")):
        return after_saying(first, moves)
    return ask(speech.STAY if declined else f"{speech.STAY_ON_LINE} {speech.WHAT_ELSE}")


def _on_anything(memory: Memory) -> Moves:
    if (asking := _asking(memory)) is not None:
        return _on_job_question(memory, *asking)
    if fact := _fact(memory):
        return ask(f"{fact} {speech.ANYTHING_ELSE}")
    if moves := request(memory):
        return moves
    if declines_text(memory.words):
        return ask(f"{speech.NO_MORE_TEXTS} {speech.ANYTHING_ELSE}")
    said = _on_small_talk(memory) or _on_yes_or_no(memory)
    return said or _on_filler(memory) or _on_need(memory)


def _fact(memory: Memory) -> str:
    """Return the fact in the jobs that answers the caller's question; empty if there is none."""
    if wants_person(memory) or asks_for_text(memory.words):
        return ""
    facts = [fact for script in memory.playbook.scripts for fact in script.facts]
    return answer_from(facts, memory.words)


def _asking(memory: Memory) -> tuple[Script, int] | None:
    """Return the job question asked last: its script and its step index."""
    text_ = memory.asked.text if memory.asked else ""
    for script in memory.playbook.scripts:
        for at, step in enumerate(script.steps):
            if isinstance(step, Ask) and text_.endswith(step.text):
                return script, at
    return None


def _on_job_question(memory: Memory, script: Script, at: int) -> Moves:
    """Continue the job whatever the answer is, unless the caller asks for something else."""
    something_else = wants_person(memory) or not asks_for_text(memory.words)
    if something_else and (moves := request(memory, besides=script)):
        return moves
    if small_talk(memory.words) in (Talk.WAIT, Talk.WHO, Talk.REPEAT, Talk.FAREWELL):
        return _on_small_talk(memory)
    step = script.steps[at]
    offer = step.text if isinstance(step, Ask) and step.offer else ""
    start = at + 1
    verdict = memory.key_answer() or answer(memory.words, memory.asked_words)
    if offer and verdict is Answer.UNCLEAR and not asks_for_text(memory.words):
        times = sum(line.by == "agent" and offer in line.text for line in memory.before)
        if times < _MAX_ASKS:
            return ask(offer)
        verdict = Answer.NO
    decides = bool(offer) or _decides(script, at)
    refused = (decides and verdict is Answer.NO) or declines_text(memory.words)
    if refused:
        start = _after_refused(script, at)
    moves = follow(
        memory, script, start, memory.hear(*memory.heard, outcome="refused" if refused else "")
    )
    first = speech.ALRIGHT if offer else speech.THANKS
    return after_saying(first, moves or ask(speech.ANYTHING_ELSE))


def _decides(script: Script, at: int) -> bool:
    """Whether the next step depends on the answer to the question at ``at``."""
    return any(step.when.kind in ("agreed", "refused") for step in script.steps[at + 1 : at + 2])


def _after_refused(script: Script, at: int) -> int:
    """Return where to continue after a no to the question at ``at``: past what it refuses."""
    uses = (n for n in range(at + 1, len(script.steps)) if isinstance(script.steps[n], Use))
    first = next(uses, at)
    for_a_no = script.steps[first].when.kind in ("refused", "otherwise")
    return at + 1 if for_a_no else first + 1


def _on_small_talk(memory: Memory) -> Moves:
    asked = memory.asked.text if memory.asked else ""
    talk = small_talk(memory.words)
    if talk in (Talk.FAREWELL, Talk.DONE) or (talk is Talk.THANKS and speech.closes(asked)):
        return say(speech.GOODBYE)
    answers = {
        Talk.WHO: speech.who(memory.briefing.agent_name),
        Talk.HELP: speech.can_do(memory.playbook),
        Talk.REPEAT: asked or speech.HELLO,
        Talk.WAIT: f"{speech.WAITING} {asked}".strip(),
        Talk.THANKS: speech.WELCOME,
        Talk.GREETING: speech.HELLO,
    }
    no_thanks = talk is Talk.THANKS and answer(memory.words) is Answer.NO
    return ask(answers[talk]) if talk in answers and not no_thanks else ()


def _on_yes_or_no(memory: Memory) -> Moves:
    """Handle a yes or no to "anything else?" or to the only thing that was offered."""
    asked = memory.asked.text if memory.asked else ""
    verdict = memory.key_answer() or answer(memory.words)
    if verdict is Answer.NO and asked:
        more = ask(f"{speech.ALRIGHT} {speech.ANYTHING_ELSE}")
        return say(speech.GOODBYE) if speech.closes(asked) else more
    if verdict is not Answer.YES:
        return ()
    place = memory.last_place()
    if place and (moves := instead(memory, place, "more")):
        return moves
    return _offered(memory, asked) or ask(speech.GO_ON)


def _on_filler(memory: Memory) -> Moves:
    if small_talk(memory.words) is not Talk.FILLER:
        return ()
    return ask(f"{speech.ALRIGHT} {speech.ANYTHING_ELSE}" if memory.asked else speech.HELLO)


def _offered(memory: Memory, asked: str) -> Moves:
    """Use the tool that was offered, if exactly one was."""
    uses = [step for script in memory.playbook.scripts for step in script.uses]
    offered = [step for step in uses if asked.endswith(speech.can_do(memory.playbook, [step]))]
    return use(offered[0], again=memory.used(offered[0].tool)) if offered else ()


def _on_need(memory: Memory) -> Moves:
    """No job fits by name: follow the only job, or the catch-all job, or ask again."""
    scripts = memory.playbook.scripts
    only = scripts[0] if len(scripts) == 1 and states_a_need(memory) else None
    rest = memory.playbook.catch_all if asks_something(memory) else None
    meant = only or rest
    if meant and (moves := begin(memory, meant)):
        return moves
    missed = 0
    for line in reversed(memory.before):
        if line.by == "agent" and not speech.is_miss(line.text):
            break
        missed += line.by == "agent"
    return ask(speech.not_understood(memory.playbook, missed))
