"""All that a briefing lets this agent do, and which job fits what a caller says."""

from dataclasses import dataclass
from functools import lru_cache
from math import log

from hookflash.domain.job.action import SendSms, TransferCall
from hookflash.domain.job.briefing import Briefing
from hookflash.domain.job.job import Text
from hookflash.orchestrator.agents.scripted.steps import Script, Use, read_script
from hookflash.orchestrator.agents.scripted.topic import notions, topics

_NAME, _CONDITION, _CONTENT, _PROSE = 3.0, 2.0, 1.5, 1.0
"""What a shared word counts for, by where it stands in the job."""
_PRESSING = {"~urgent", "~complaint", "~cancel"}
_PRESSES = 1.5
"""What brings a caller counts for more than what it is about."""
_NOTION = 0.6
"""What a shared notion counts for, beside a shared word."""


@dataclass(frozen=True)
class Place:
    """A step with a tool, and where it stands."""

    script: Script
    at: int
    use: Use


@dataclass(frozen=True)
class Playbook:
    """The scripts of the jobs on a call."""

    scripts: tuple[Script, ...]
    weights: tuple[dict[str, float], ...]
    """For each script, what each word or notion counts for; notions have a ``~`` in front."""

    def places(self, kind: type[SendSms | TransferCall]) -> tuple[Place, ...]:
        """The steps whose action is of ``kind``."""
        return tuple(
            Place(script, at, step)
            for script in self.scripts
            for at, step in enumerate(script.steps)
            if isinstance(step, Use) and isinstance(step.action, kind)
        )

    def place(self, tool: str) -> Place | None:
        """Where ``tool`` is used."""
        every = (*self.places(SendSms), *self.places(TransferCall))
        return next((place for place in every if place.use.tool == tool), None)

    def score(self, script: Script, words: str) -> float:
        """How well ``words`` fit ``script``; 0 if they have nothing in common.

        What every job mentions decides little: a word counts for more the fewer jobs have it.
        """
        weights = self.weights[self.scripts.index(script)]
        return sum(weights.get(feature, 0.0) * self._rarity(feature) for feature in features(words))

    def _rarity(self, feature: str) -> float:
        having = sum(feature in weights for weights in self.weights)
        return log(1 + len(self.scripts) / having) if having else 0.0

    def best(self, words: str) -> tuple[Script, ...]:
        """The scripts that fit ``words`` best: none, one, or several that fit alike."""
        scores = [self.score(script, words) for script in self.scripts]
        top = max(scores, default=0.0)
        return tuple(
            script for script, score in zip(self.scripts, scores, strict=True) if 0 < top == score
        )


@lru_cache(maxsize=64)
def playbook(briefing: Briefing) -> Playbook:
    """Read all jobs of ``briefing``."""
    scripts = tuple(map(read_script, briefing.jobs))
    return Playbook(scripts, tuple(map(_weights, scripts)))


def features(words: str) -> frozenset[str]:
    """The words and notions that ``words`` are about."""
    stems = topics(words)
    return stems | {f"~{notion}" for notion in notions(stems)}


def _weights(script: Script) -> dict[str, float]:
    weights: dict[str, float] = {}
    for weight, words in _fields(script):
        for feature in features(words):
            value = weight * (_NOTION if feature.startswith("~") else 1.0)
            value *= _PRESSES if feature in _PRESSING else 1.0
            weights[feature] = max(value, weights.get(feature, 0.0))
    return weights


def _fields(script: Script) -> list[tuple[float, str]]:
    job = script.job
    prose = " . ".join(step.text for step in job.steps if isinstance(step, Text))
    content = " . ".join(f"{use.thing} . {_content(use)}" for use in script.uses)
    wanted = " . ".join(step.when.words for step in script.steps if not step.when.unless)
    return [
        (_NAME, f"{job.name} . {job.description}"),
        (_CONDITION, wanted),
        (_CONTENT, content),
        (_PROSE, prose),
    ]


def _content(use: Use) -> str:
    return use.action.body if isinstance(use.action, SendSms) else use.action.destination.name
