"""Chooses the tool that a caller's words ask for."""

from collections.abc import Iterable, Sequence

from hookflash.domain.job.action import SendSms, TransferCall
from hookflash.domain.policy.speech.clauses import clauses
from hookflash.domain.policy.speech.tokens import memoized, word_set, words_of
from hookflash.orchestrator.agents.scripted import speech
from hookflash.orchestrator.agents.scripted.listening import asks_for_person
from hookflash.orchestrator.agents.scripted.memory import Memory
from hookflash.orchestrator.agents.scripted.playbook import Place
from hookflash.orchestrator.agents.scripted.topic import concepts, topics

OPERATOR_KEY = "0"
"""Pressing it asks for a person, as in telephone menus."""

_NAMED, _NAMED_IN_PART = 8.0, 5.0
_CONDITION_HOLDS, _CONDITION_FAILS, _UNAVAILABLE = 2.0, -3.0, -6.0
_FOR_ANYONE = 1.0
_OFFERED = 8.0
_LAST_RESORT = -1.0
_RECEPTION = {"front", "reception", "office", "operator", "switchboard", "receptionist"}
_JUST_A_NAME = word_set(
    """
    please hi hello hey is there in available around free get me need want i would like looking
    for to reach the department team can could have trying of hold ask asking calling with um yes
    no now today just and office desk line am it is over speak talk a us my
    """
)


def wants_person(memory: Memory) -> bool:
    """Whether the caller asks for a transfer: in words, by a name alone, or by a key."""
    if memory.pressed:
        return memory.pressed == OPERATOR_KEY
    places = memory.playbook.places(TransferCall)
    return asks_for_person(memory.words) or any(
        _is_a_name_alone(memory.words, place) for place in places
    )


def transfers_wanted(memory: Memory, without: Iterable[str] = ()) -> Sequence[Place]:
    """Return the transfers that fit the caller's words best: none, one, or several alike."""
    places = [
        place
        for place in memory.playbook.places(TransferCall)
        if place.use.tool not in set(without) and not _is_barred(memory, place)
    ]
    best = _best(places, [_transfer_score(memory, place) for place in places])
    return best if len({_destination(place) for place in best}) > 1 else best[:1]


def names_barred_transfer(memory: Memory) -> bool:
    """Whether every destination that the caller names is barred by its job, and there is one."""
    named = [
        place
        for place in memory.playbook.places(TransferCall)
        if _name_score(memory.words, place) > 0
    ]
    return bool(named) and all(_is_barred(memory, place) for place in named)


def text_instead(memory: Memory) -> Place | None:
    """Return the text that a job sends to callers who mention a subject, as this one does."""
    heard = memory.hear(memory.words)
    return next(
        (
            place
            for place in memory.playbook.places(SendSms)
            if place.use.when.kind == "topic"
            and not place.use.when.unless
            and not _is_barred(memory, place)
            and place.use.when.met(heard, "send_sms")
        ),
        None,
    )


def text_wanted(memory: Memory) -> Sequence[Place]:
    """Return the texts that fit the caller's words best: none, one, or several alike."""
    places = [p for p in memory.playbook.places(SendSms) if not _is_barred(memory, p)]
    scores = [_text_score(memory, place) for place in places]
    best = _best(places, scores)
    last = next((p for p in best if memory.last_place() == p), None)
    return [last] if last else best


def _is_barred(memory: Memory, place: Place) -> bool:
    """Whether the job excludes the action, for this caller or for all, even when asked for it."""
    when = place.use.when
    never = any(one.kind == "never" and not one.unless for one in when.every)
    return never or when.bars(memory.hear(memory.words))


def _best(places: Sequence[Place], scores: Sequence[float]) -> Sequence[Place]:
    return [p for p, score in zip(places, scores, strict=True) if score == max(scores)]


def for_people(place: Place) -> bool:
    """Whether the job of ``place`` is for callers who ask for a person."""
    job = place.script.job
    return "person" in concepts(topics(f"{job.name} . {job.description}"))


def _transfer_score(memory: Memory, place: Place) -> float:
    score = memory.playbook.score(place.script, memory.words) + _name_score(memory.words, place)
    when, heard = place.use.when, memory.hear(memory.words)
    if when.kind != "always":
        holds = when.met(heard, "transfer_call")
        score += _CONDITION_HOLDS if holds else _CONDITION_FAILS
        score += _LAST_RESORT if when.is_fallback else 0
    unavailable = memory.ended_as(place.use.tool, "refused")
    for_anyone = for_people(place) or not _RECEPTION.isdisjoint(words_of(_destination(place)))
    score += _offered_score(memory, place)
    return score + (_FOR_ANYONE if for_anyone else 0) + (_UNAVAILABLE if unavailable else 0)


def _offered_score(memory: Memory, place: Place) -> float:
    """The score for a step that was among the choices just offered to the caller."""
    offered = memory.asked is not None and speech.offers(
        memory.playbook, memory.asked.text, place.use
    )
    return _OFFERED if offered else 0.0


def _text_score(memory: Memory, place: Place) -> float:
    score = memory.playbook.score(place.script, memory.words)
    body = place.use.action.body if isinstance(place.use.action, SendSms) else ""
    score += 3 * len(topics(memory.words) & topics(f"{place.use.thing} {body}"))
    again = {"again", "resend", "it", "that"} & {*words_of(memory.words)}
    score += _CONDITION_HOLDS if again and memory.last_place() == place else 0
    return score + _offered_score(memory, place)


def _name_score(words: str, place: Place) -> float:
    name = words_of(_destination(place))
    if _contains(words_of(words), name):
        return _NAMED
    return _NAMED_IN_PART if topics(" ".join(name)) & topics(words) else 0.0


def _contains(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return any(words[at : at + len(name)] == name for at in range(len(words)))


def _is_a_name_alone(words: str, place: Place) -> bool:
    """Whether ``words`` are little more than a destination's name: "Is Maria there?"."""
    return _is_name_alone(words, _destination(place))


@memoized
def _is_name_alone(words: str, destination: str) -> bool:
    name = words_of(destination)
    said = [word for part in clauses(words) if not part.refused for word in part.words]
    whole = _contains(tuple(said), name)
    ours = [word for word in said if word in name and word not in _JUST_A_NAME]
    return (whole or bool(ours)) and all(word in name or word in _JUST_A_NAME for word in said)


def _destination(place: Place) -> str:
    action = place.use.action
    return action.destination.name if isinstance(action, TransferCall) else ""
