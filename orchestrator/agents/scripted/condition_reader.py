"""Parses the conditions in instructions: "If …", "only when …", "unless …", "for …,"."""

from collections.abc import Iterable
from dataclasses import replace

from hookflash.domain.policy.speech.tokens import words_of
from hookflash.orchestrator.agents.scripted import condition_words as w
from hookflash.orchestrator.agents.scripted.condition import Condition, Kind
from hookflash.orchestrator.agents.scripted.topic import topics


def split_condition(words: str) -> tuple[Condition | None, str]:
    """Split instructions into their first condition (None without one) and the other words."""
    for when in w.WHEN.finditer(words):
        before = words[: when.start()]
        if w.ASKING.search(before):
            continue
        rest = words[when.end() :]
        end = next((end.start() for end in w.END.finditer(rest)), len(rest))
        condition = _condition(when[0].casefold(), rest[:end].strip(" ,:"))
        if condition.unless and w.WAIT.search(before) and "until" in when[0].casefold():
            condition, before = replace(condition, unless=False), w.WAIT.sub("", before)
        return condition, f"{before} {rest[end:]}"
    if timed := w.TIMED.match(words):
        return Condition("unread", timed[0].strip(" ,")), words[timed.end() :]
    if topic := w.FOR.match(words):
        return _condition("for", topic[0].strip(" ,:")), words[topic.end() :]
    return None, words


def _condition(when: str, text: str) -> Condition:
    unless = bool(w.UNLESS.match(when.removeprefix("only ").removeprefix("but ")))
    for kind, pattern in (("new", w.NEW), ("existing", w.EXISTING)):
        if found := pattern.search(text):
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return _of_status("new" if kind == "new" else "existing", when, rest, unless=unless)
    return _of_words(when, text, unless=unless)


def _of_status(kind: Kind, when: str, rest: str, *, unless: bool) -> Condition:
    """Combine a condition on the caller's status with the rest of its sentence."""
    status = Condition(kind, unless=unless)
    also = _of_words(when, rest, unless=unless) if topics(rest) else None
    if also is None or also.kind == "unread" or unless:
        return status
    return replace(also, limits=(status,))


def _of_words(when: str, text: str, *, unless: bool) -> Condition:
    words = words_of(w.SUBJECT.sub("", text))
    kind = _kind(words)
    if kind == "topic":
        kind = _of_topic(when, text, words)
    return Condition(kind, text, unless=unless and kind != "unread")


def _of_topic(when: str, text: str, words: tuple[str, ...]) -> Kind:
    """The kind of a condition that has no other sign than its subject."""
    if w.AS_NEEDED & {*words} and not _names_more(x for x in words if x not in w.AS_NEEDED):
        return "asked"
    if w.SEQUENCE.match(when) and w.is_done(text):
        return "always"
    if when == "after" and w.is_time(text):
        return "unread"
    if when != "for" and w.is_about_the_world(text):
        return "unread"
    return "topic"


def _kind(words: tuple[str, ...]) -> Kind:
    said = frozenset(words)

    def has(signs: Iterable[str]) -> bool:
        return not said.isdisjoint(signs)

    of_text = has(w.TEXT) or (has({"it", "that"}) and has(w.REACHED))
    reached = of_text and has(w.REACHED - {"get", "come", "through"})
    of_it = said <= w.THEY
    signs: tuple[tuple[Kind, bool], ...] = (
        ("trouble", of_text and has(w.REACHED | w.OPENED) and has(w.FAILS)),
        ("always", (reached and not has({"want", "wants"})) or has({"sent", "done", "finished"})),
        ("refused", w.declines(words)),
        ("more", has(w.MORE) and has(w.HELP)),
        ("text", has(w.TEXT)),
        ("person", w.wants_person(words)),
        ("asked", of_it and bool(words)),
        ("agreed", has(w.AGREES) and not _names_more(said - w.AGREES)),
        ("always", "have" in said and said <= w.THEY | {"have", "has"}),
    )
    return next((kind for kind, holds in signs if holds), "topic")


def _names_more(words: Iterable[str]) -> bool:
    return bool(topics(" ".join(words)))
