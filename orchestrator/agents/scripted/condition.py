"""When a step of a job applies: "If the caller asks for a person, …"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from hookflash.domain.policy.request import asks_for_person, asks_for_text
from hookflash.domain.policy.words import word_set, words_of
from hookflash.orchestrator.agents.scripted.topic import notions, topics

Kind = Literal[
    "always",  # nothing has to happen first
    "never",  # "never …"
    "topic",  # the caller speaks of something
    "person",  # they ask for a person
    "text",  # they ask for a text
    "asked",  # they ask for this very thing
    "trouble",  # the text does not reach them
    "refused",  # they do not want the transfer, or nobody can take it
    "agreed",  # they want what they were offered
    "more",  # they need more help
    "otherwise",  # none of the conditions before it holds
]


@dataclass(frozen=True)
class Heard:
    """What a condition may be about: what the caller said, and what became of the last action."""

    words: tuple[str, ...]
    trouble: bool = False
    refused: bool = False
    more: bool = False


@dataclass(frozen=True)
class Condition:
    """A condition as written; ``unless`` turns it round."""

    kind: Kind = "always"
    words: str = ""
    unless: bool = False
    before: tuple["Condition", ...] = ()

    @property
    def in_reserve(self) -> bool:
        """Whether the step is there only for when something else comes to nothing."""
        return self.kind in ("never", "trouble", "refused", "more")

    def met(self, heard: Heard, action: str = "") -> bool:
        """Whether it holds for a step with ``action`` (``send_sms``, ``transfer_call`` or none)."""
        return self._holds(heard, action) is not self.unless

    def _holds(self, heard: Heard, action: str) -> bool:
        if self.kind == "otherwise":
            return not any(condition.met(heard, action) for condition in self.before)
        if self.kind == "agreed":
            return not heard.refused
        if self.kind in ("trouble", "refused", "more"):
            return bool(getattr(heard, self.kind))
        return self.kind == "always" or any(self._said(words, action) for words in heard.words)

    def _said(self, words: str, action: str) -> bool:
        match self.kind:
            case "topic":
                return speaks_of(words, self.words)
            case "person":
                return asks_for_person(words)
            case "text":
                return asks_for_text(words)
            case "asked":
                return asks_for_text(words) if action == "send_sms" else asks_for_person(words)
        return False


ALWAYS = Condition()
NEVER = Condition("never")


def speaks_of(words: str, subject: str) -> bool:
    """Whether ``words`` and ``subject`` are about the same thing."""
    said, meant = topics(words), topics(subject)
    return not said.isdisjoint(meant) or not notions(said).isdisjoint(notions(meant) - {"person"})


_WHEN = re.compile(
    r"\b(?:(?:only|but|and)\s+)?(?<!even\s)(?:unless|except\s+(?:if|when)|if|when|whenever|once|"
    r"in\s+case(?:\s+of)?|in(?=\s+an?\s+emergency)|as\s+soon\s+as|after(?!\s+(?:that|this)\b|wards)|(?<!\w\s)should(?=\s+the))\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"^\W*for(?=\s+(?!now\b|example|instance|their|your|reference))[^,:]+?(?=,|:|\s*$)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^\s*(?:someone|somebody|anyone|anybody)\b", re.IGNORECASE)
_ASKING = re.compile(
    r"\b(?:ask|asks|know|wonder|check|whether|find\s+out|see|tell|sure|say)\b", re.IGNORECASE
)
"""Before "if" or "when", these make it a question to put, not a condition."""
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

_TEXT = word_set("text link message sms it that")
_REACHES = word_set(
    "receive received arrive arrived get got come came through delivered deliver work works open "
    "see have fail fails failed"
)
_FAILS = word_set("not never fail fails failed cannot unable trouble problem problems missing")
_DECLINES = word_set("decline declines declined refuse refuses refused unavailable nobody")
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
_AGREES = word_set(
    "agree agrees agreed ok okay yes confirm confirms confirmed accept accepts ready"
)
_MORE = word_set("else more further still other anything another")
_HELP = word_set("help question questions assistance anything something")
_PERSON = word_set(
    "person human somebody someone anybody representative operator receptionist staff manager "
    "transferred transfer"
)
_SPEAK_TO = re.compile(r"\b(talk|speak)(ing)?\b(?! about)")
_THEY = word_set(
    "the a caller customer client patient guest they he she to if asks ask asked requests request "
    "requested insists insist wants want would like it for this that on explicitly one them"
)


def split_condition(words: str) -> tuple[Condition | None, str]:
    """Take the condition out of a stretch of instructions; give it and the words around it."""
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
    named = topics(" ".join(word for word in words if word not in _AS_NEEDED))
    if kind == "topic" and (not named or when in {"once", "after", "as soon as"}):
        kind = "asked" if _AS_NEEDED & {*words} or when.startswith("only") else "always"
    return Condition(kind, text, unless=when.startswith(("unless", "except")))


def _kind(words: tuple[str, ...]) -> Kind:
    said = frozenset(words)

    def has(signs: Iterable[str]) -> bool:
        return not said.isdisjoint(signs)

    reaches = has(_TEXT) and has(_REACHES)
    signs: tuple[tuple[Kind, bool], ...] = (
        ("trouble", reaches and has(_FAILS)),
        ("always", reaches or has({"sent", "done", "finished"})),
        ("refused", _declines(words)),
        ("more", has(_MORE) and has(_HELP)),
        ("text", has({"text", "texted", "link", "sms"})),
        ("person", has(_PERSON) or bool(_SPEAK_TO.search(" ".join(words)))),
        ("asked", said <= _THEY),
        ("agreed", has(_AGREES)),
    )
    return next((kind for kind, holds in signs if holds), "topic")


def _declines(words: tuple[str, ...]) -> bool:
    said = frozenset(words)
    pairs = set(pairwise(words))
    unwilling = ("not", "want") in pairs or ("not", "like") in pairs
    return (
        not said.isdisjoint(_DECLINES)
        or not pairs.isdisjoint(_DECLINING)
        or (unwilling and not said.isdisjoint(_WAITING))
    )
