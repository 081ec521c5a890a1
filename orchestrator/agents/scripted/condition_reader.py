"""Parses the conditions in instructions: "If …", "only when …", "unless …", "for …,"."""

import re
from collections.abc import Iterable
from itertools import pairwise

from hookflash.domain.policy.speech.tokens import word_set, words_of
from hookflash.orchestrator.agents.scripted.condition import Condition, Kind
from hookflash.orchestrator.agents.scripted.topic import topics

_WHEN = re.compile(
    r"\b(?:(?:only|but|and)\s+)?(?<!even\s)(?:unless|except\s+(?:if|when)|if|when|whenever|once|"
    r"in\s+case(?:\s+of)?|in(?=\s+an?\s+emergency)|as\s+soon\s+as|"
    r"after(?!\s+(?:that|this)\b|wards)|(?<!\w\s)should(?=\s+the))\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"^\W*for(?=\s+(?!now\b|example|instance|their|your|reference|a(?:ny|ll)|everything))[^,:]+?(?=,|:|\s*$)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^\s*(?:someone|somebody|anyone|anybody)\b", re.IGNORECASE)
_ASKING = re.compile(
    r"\b(?:ask|asks|know|wonder|check|whether|find\s+out|see|tell|sure|say)\b", re.IGNORECASE
)
"""Before "if" or "when", these words make it a question to ask, not a condition."""
_ORDER = (
    r"(?:please|let|tell|ask|say|send|text|offer|use|then|inform|explain|apologi[sz]e|transfer|"
    r"connect|put|get|find|collect|take|confirm|greet|thank|do|don['\u2019]t|never|just|also|you|"
    r"immediately|first|go|always|make|give|try|we)"
)
_END = re.compile(
    rf":|\s[-\u2013]\s|\u2014|\bthen\b|,\s*(?:{_ORDER}\b|$)|"
    r"\b(?:text|send|transfer|tell|let|offer|ask|connect|put)\s+(?:them|him|her|the\s+caller)\b",
    re.IGNORECASE,
)
_AS_NEEDED = word_set("needed necessary appropriate possible required relevant asked requested")

_TEXT = word_set("text link message sms")
_REACHED = word_set("receive received arrive arrived got get come came through delivered")
_OPENED = word_set("work works open opens opening see have fail fails failed use")
_FAILS = word_set("not never fail fails failed cannot unable trouble problem problems missing")
_DECLINES = word_set("decline declines declined refuse refuses refused")
_NOBODY = word_set("nobody unavailable")
_DECLINING = (
    ("say", "no"),
    ("says", "no"),
    ("rather", "not"),
    ("no", "one"),
    ("not", "available"),
    ("not", "interested"),
    ("no", "answer"),
)
_WAITING = word_set("wait hold transferred transfer talk speak that")
_WAS = word_set("is was were been got")
_AGREES = word_set(
    "agree agrees agreed ok okay yes confirm confirms confirmed accept accepts ready"
)
_MORE = word_set("else more further still other anything another")
_HELP = word_set("help question questions assistance anything something")
_PERSON = word_set(
    "person human somebody someone anybody representative operator receptionist staff manager "
    "transferred"
)
_ASKS = word_set(
    "ask asks asked asking want wants request requests requested insist insists prefer prefers "
    "need needs like demands"
)
_SPEAK_TO = re.compile(r"\b(?:talk|speak)(?:ing)?\b(?! about)|\ba transfer\b")
_FOR_A_JOB = re.compile(r"\b(?:some|any)(?:one|body) to (?!talk|speak|help)")
_THEY = word_set(
    "the a caller customer client patient guest they he she to if asks ask asked requests request "
    "requested insists insist wants want would like it for this that on explicitly one them"
)


def split_condition(words: str) -> tuple[Condition | None, str]:
    """Split instructions into their first condition (None without one) and the other words."""
    for when in _WHEN.finditer(words):
        if _ASKING.search(words[: when.start()]):
            continue
        rest = words[when.end() :]
        end = next((end.start() for end in _END.finditer(rest)), len(rest))
        condition = _condition(when[0].casefold(), rest[:end].strip(" ,:"))
        return condition, f"{words[: when.start()]} {rest[end:]}"
    if topic := _FOR.match(words):
        return Condition("topic", topic[0]), words[topic.end() :]
    return None, words


def _condition(when: str, text: str) -> Condition:
    words = words_of(_SUBJECT.sub("", text))
    kind = _kind(words)
    named = _names_more(word for word in words if word not in _AS_NEEDED)
    if kind == "topic" and (not named or when in {"once", "after", "as soon as"}):
        kind = "asked" if _AS_NEEDED & {*words} or when.startswith("only") else "always"
    return Condition(kind, text, unless=when.startswith(("unless", "except")))


def _kind(words: tuple[str, ...]) -> Kind:
    said = frozenset(words)

    def has(signs: Iterable[str]) -> bool:
        return not said.isdisjoint(signs)

    of_text = has(_TEXT) or (has({"it", "that"}) and has(_REACHED))
    reached = of_text and has(_REACHED - {"get", "come", "through"})
    signs: tuple[tuple[Kind, bool], ...] = (
        ("trouble", of_text and has(_REACHED | _OPENED) and has(_FAILS)),
        ("always", (reached and not has({"want", "wants"})) or has({"sent", "done", "finished"})),
        ("refused", _declines(words)),
        ("more", has(_MORE) and has(_HELP)),
        ("text", has(_TEXT)),
        ("person", _wants_person(words)),
        ("asked", said <= _THEY),
        ("agreed", has(_AGREES) and not _names_more(said - _AGREES)),
    )
    return next((kind for kind, holds in signs if holds), "topic")


def _wants_person(words: tuple[str, ...]) -> bool:
    said, text = frozenset(words), " ".join(words)
    asks = not said.isdisjoint(_PERSON) and not said.isdisjoint(_ASKS)
    return bool(_SPEAK_TO.search(text)) or (asks and not _FOR_A_JOB.search(text))


def _names_more(words: Iterable[str]) -> bool:
    return bool(topics(" ".join(words)))


def _declines(words: tuple[str, ...]) -> bool:
    said = frozenset(words)
    pairs = set(pairwise(words))
    unwilling = ("not", "want") in pairs or ("not", "like") in pairs
    return (
        (not said.isdisjoint(_DECLINES) and said.isdisjoint(_WAS))
        or not said.isdisjoint(_NOBODY)
        or not pairs.isdisjoint(_DECLINING)
        or (unwilling and not said.isdisjoint(_WAITING))
    )
