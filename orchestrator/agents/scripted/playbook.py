"""The jobs of a briefing as scripts, and which of them fits a caller's words."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log
from typing import Final

from hookflash.domain.job.action import SendSms, TransferCall
from hookflash.domain.job.briefing import Briefing
from hookflash.domain.job.job import Text
from hookflash.domain.policy.speech.tokens import words_of
from hookflash.orchestrator.agents.scripted.condition import Condition
from hookflash.orchestrator.agents.scripted.steps import Script, Use, read_script
from hookflash.orchestrator.agents.scripted.topic import PRESSING, features

_NAME, _CONDITION, _CONTENT, _PROSE = 3.0, 2.0, 1.5, 1.0
"""The weight of a shared word, by where it occurs in the job."""
_CATCH_ALL_WORDS = {"else", "other", "others", "anything", "everything", "general", "otherwise"}
_PRESSES, _PRESSES_NOT = 1.5, 0.5
"""Pressing concepts weigh more; a job for one scores less if the caller does not mention it."""
_CONCEPT = 0.6
"""The weight of a shared concept, relative to a shared word."""


@dataclass(frozen=True)
class Place:
    """A step that uses a tool: its script and its index there."""

    script: Script
    at: int
    use: Use


@dataclass(frozen=True, eq=False)
class Playbook:
    """The scripts of the jobs on a call."""

    scripts: tuple[Script, ...]
    weights: tuple[dict[str, float], ...]
    """For each script, the weight of each stem and concept; concepts begin with ``~``."""
    rarity: dict[str, float]
    """The weight of each feature over all jobs: the fewer jobs have it, the higher."""

    def places(self, kind: type[SendSms | TransferCall]) -> tuple[Place, ...]:
        """Return the steps whose action is of ``kind``."""
        return self._texts if kind is SendSms else self._transfers

    @cached_property
    def _texts(self) -> tuple[Place, ...]:
        return self._places(SendSms)

    @cached_property
    def _transfers(self) -> tuple[Place, ...]:
        return self._places(TransferCall)

    def _places(self, kind: type[SendSms | TransferCall]) -> tuple[Place, ...]:
        return tuple(
            Place(script, at, step)
            for script in self.scripts
            for at, step in enumerate(script.steps)
            if isinstance(step, Use) and isinstance(step.action, kind)
        )

    def place(self, tool: str) -> Place | None:
        """Return the step that uses ``tool``."""
        every = (*self.places(SendSms), *self.places(TransferCall))
        return next((place for place in every if place.use.tool == tool), None)

    def score(self, script: Script, words: str) -> float:
        """Return how well ``words`` fit ``script``; 0 if they have nothing in common."""
        weights = next(w for s, w in zip(self.scripts, self.weights, strict=True) if s is script)
        said = features(words)
        score = sum(weights[one] * self.rarity[one] for one in said if one in weights)
        return score - _PRESSES_NOT * len((PRESSING & weights.keys()) - said)

    @property
    def catch_all(self) -> Script | None:
        """The job for everything that no other job is for, if there is one."""
        for script in self.scripts:
            job = script.job
            named = not _CATCH_ALL_WORDS.isdisjoint(words_of(f"{job.name} . {job.description}"))
            if named or any(_is_for_the_rest(step.when) for step in script.uses):
                return script
        return None

    def best(self, words: str) -> tuple[Script, ...]:
        """Return the scripts that fit ``words`` best: none, one, or several with the same score."""
        scores = [self.score(script, words) for script in self.scripts]
        top = max(scores, default=0.0)
        return tuple(
            script for script, score in zip(self.scripts, scores, strict=True) if 0 < top == score
        )


def _is_for_the_rest(when: Condition) -> bool:
    """Whether it is "otherwise", but not the other answer to a question of the job."""
    return when.kind == "otherwise" and not any(one.kind == "agreed" for one in when.before)


_KEPT: Final = 64


def playbook(briefing: Briefing) -> Playbook:
    """Read all jobs of ``briefing``; cached."""
    return _of(_Itself(briefing))


class _Itself:
    """A briefing that equals no other: comparing whole briefings takes as long as a move."""

    __slots__ = ("briefing",)

    def __init__(self, briefing: Briefing) -> None:
        self.briefing = briefing

    def __hash__(self) -> int:
        """By identity."""
        return id(self.briefing)

    def __eq__(self, other: object) -> bool:
        """By identity."""
        return isinstance(other, _Itself) and self.briefing is other.briefing


@lru_cache(maxsize=_KEPT)
def _of(itself: _Itself) -> Playbook:
    return read_playbook(itself.briefing)


@lru_cache(maxsize=_KEPT)
def read_playbook(briefing: Briefing) -> Playbook:
    """Read all jobs of ``briefing``; equal ones have one playbook."""
    scripts = tuple(map(read_script, briefing.jobs))
    weights = tuple(map(_weights, scripts))
    having = Counter(feature for one in weights for feature in one)
    rarity = {feature: log(1 + len(scripts) / count) for feature, count in having.items()}
    return Playbook(scripts, weights, rarity)


def _weights(script: Script) -> dict[str, float]:
    weights: dict[str, float] = {}
    for weight, words in _fields(script):
        for feature in features(words):
            value = weight * (_CONCEPT if feature.startswith("~") else 1.0)
            value *= _PRESSES if feature in PRESSING else 1.0
            weights[feature] = max(value, weights.get(feature, 0.0))
    return weights


def _fields(script: Script) -> list[tuple[float, str]]:
    job = script.job
    prose = [step.text for step in job.steps if isinstance(step, Text)]
    sentences = (part for text in prose for part in re.split(r"[.;\n]", text))
    content = " . ".join(f"{use.thing} . {_content(use)}" for use in script.uses)
    wanted = " . ".join(step.when.words for step in script.steps if not step.when.unless)
    return [
        (_NAME, f"{job.name} . {job.description}"),
        (_CONDITION, wanted),
        (_CONTENT, content),
        *((_PROSE, words) for words in sentences),
    ]


def _content(use: Use) -> str:
    return use.action.body if isinstance(use.action, SendSms) else use.action.destination.name
