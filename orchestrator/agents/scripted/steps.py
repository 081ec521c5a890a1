"""Parses a job's instructions into steps: ask, tell, use a tool."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from hookflash.domain.job.action import Action, SendSms
from hookflash.domain.job.briefing import BriefedJob, ToolStep
from hookflash.domain.job.job import Text
from hookflash.orchestrator.agents.scripted.condition import ALWAYS, Condition
from hookflash.orchestrator.agents.scripted.condition_reader import split_condition
from hookflash.orchestrator.agents.scripted.facts import facts_in
from hookflash.orchestrator.agents.scripted.prose import OFFER, read_prose, thing_sent
from hookflash.orchestrator.agents.scripted.restrictions import (
    Restriction,
    negated,
    read_restriction,
)


@dataclass(frozen=True)
class Ask:
    """Ask the caller ``text``, once. Declining an ``offer`` skips the next step."""

    text: str
    when: Condition = ALWAYS
    offer: bool = False


@dataclass(frozen=True)
class Tell:
    """Tell the caller ``text``, once."""

    text: str
    when: Condition = ALWAYS


@dataclass(frozen=True)
class Use:
    """Use a tool. ``thing`` is what a text contains, in the instructions' words: "the menu"."""

    job: str
    tool: str
    action: Action
    when: Condition = ALWAYS
    thing: str = ""


Step = Ask | Tell | Use


@dataclass(frozen=True)
class Script:
    """A job and its steps, in order."""

    job: BriefedJob
    steps: tuple[Step, ...]
    facts: tuple[str, ...] = ()
    """What the job states about the business, as sentences to the caller."""

    @property
    def uses(self) -> tuple[Use, ...]:
        """The steps that use a tool."""
        return tuple(step for step in self.steps if isinstance(step, Use))

    @property
    def on_request(self) -> tuple[Use, ...]:
        """The tool steps that a request of the caller triggers."""
        kinds = ("topic", "person", "text", "asked")
        return tuple(s for s in self.uses if s.when.kind in kinds and not s.when.unless)


BEEN_BEFORE = "Have you been with us before?"
_TOOL = "\ufffc"
"""Placeholder for an action in the text."""
_SENTENCE_END = re.compile(rf"(?<=[.!?;])\s+|(?<={_TOOL})\s*[.;]\s*|\n+")
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u2013]|\d+[.)])\s+", re.MULTILINE)
_SEQUEL = re.compile(
    r"^\W*(?:and\s+)?(?:then|after\s+that|afterwards?|next|finally|lastly|also)\b", re.IGNORECASE
)
_OTHERWISE = re.compile(
    r"^\W*(?:otherwise|or\s+else|else|if\s+not|if\s+no(?=\s*[,:])|"
    r"if\s+(?:they|he|she|the\s+caller)\s+(?:do|does|would|did)(?:\s+not|n['\u2019]t)"
    r"(?:\s+(?:want|like)(?:\s+(?:it|that|one|to))?)?(?=\s*[,:])|for\s+(?:any|every)thing\s+else|"
    r"(?:for|in)\s+(?:all|any)\s+other\s+\w+|de\s+lo\s+contrario|si\s+no(?=\W)|para\s+lo\s+"
    r"dem\u00e1s|en\s+otro\s+caso)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\b(?:never|do\s+not|don['\u2019]t|nunca)\s+(?:\w+\s+){0,2}$|\bno\s+$", re.IGNORECASE
)
_UNTIL = re.compile(r"^\W*(?:until|hasta\s+que)\b", re.IGNORECASE)
_EITHER = re.compile(r"^\W*(?:or|alternatively)\b", re.IGNORECASE)
_IF_SO = re.compile(
    r"\W*(?:so|(?:they|he|she|the\s+caller)\s+(?:do|does|would|want|wants)(?:\s+(?:so|it|that))?|"
    r"(?:lo\s+)?(?:quiere|desea)n?|(?:es\s+)?as\u00ed|dicen?\s+que\s+s\u00ed)\W*",
    re.IGNORECASE,
)
"""A condition that refers to the question before it."""
_MAX_BARE = 2
"""Up to this many words before an action carry no meaning: "Use", "Do this"."""


def read_script(job: BriefedJob) -> Script:
    """Parse the steps of ``job``."""
    steps = tuple(_Reader(job).steps())
    subjects = {step.when.words: None for step in steps if step.when.kind in ("topic", "text")}
    rivaled = (replace(step, when=_with_rivals(step.when, tuple(subjects))) for step in steps)
    return Script(job, tuple(_asking_first(rivaled)), facts_in(job))


def _asking_first(steps: Iterable[Step]) -> Iterator[Step]:
    """Ask before the first step that depends on an answer.

    That is whether the caller has been here before, or whether they want a text "if they agree".
    """
    asked = offered = False
    for step in _with_offers(_with_answers(list(steps))):
        offered = offered or isinstance(step, Ask)
        if not offered and _needs_offer(step):
            offered = True
            yield Ask(OFFER, offer=True)
        if not asked and any(one.kind in ("new", "existing") for one in step.when.every):
            asked = True
            known = step.when.kind in ("new", "existing", "otherwise")
            yield Ask(BEEN_BEFORE, ALWAYS if known else replace(step.when, limits=()))
        yield step


def _with_rivals(when: Condition, subjects: tuple[str, ...]) -> Condition:
    """Return ``when`` with the other subjects of the job as its rivals."""
    others = tuple(subject for subject in subjects if subject != when.words)
    before = tuple(_with_rivals(condition, subjects) for condition in when.before)
    return replace(when, rivals=others, before=before)


def _with_answers(steps: list[Step]) -> list[Step]:
    """Read "if they do" and "if not", after a question to the caller, as its answers."""
    read = steps[:1]
    agreed: dict[Condition, Condition] = {}
    for before, step in pairwise(steps):
        when = step.when
        if isinstance(before, Ask) and _IF_SO.fullmatch(when.words):
            agreed[when] = replace(when, kind="agreed")
        if isinstance(before, Ask) and when.kind == "otherwise" and not when.before:
            when = replace(when, kind="refused")
        when = replace(when, before=tuple(agreed.get(one, one) for one in when.before))
        read.append(replace(step, when=agreed.get(step.when, when)))
    return read


def _with_offers(steps: list[Step]) -> Iterator[Step]:
    """Make a question an offer if the next step waits for the caller to agree."""
    for step, following in zip_longest(steps, steps[1:]):
        waits = following is not None and _needs_offer(following)
        yield replace(step, offer=True) if isinstance(step, Ask) and waits else step


def _needs_offer(step: Step) -> bool:
    return (
        isinstance(step, Use)
        and isinstance(step.action, SendSms)
        and step.when.kind == "agreed"
        and not step.when.unless
    )


class _Reader:
    """Reads a job sentence by sentence and tracks the condition in force."""

    def __init__(self, job: BriefedJob) -> None:
        self.job = job.name
        self.tools = iter([step for step in job.steps if isinstance(step, ToolStep)])
        self.text = "".join(s.text if isinstance(s, Text) else f" {_TOOL} " for s in job.steps)
        self.named = ALWAYS
        """The most recent condition."""
        self.chain: tuple[Condition, ...] = ()
        """All conditions so far, for "if …, if …, otherwise"."""
        self.waits = False
        """Whether ``named`` has no action yet."""
        self.heads = False
        """Whether ``named`` is a heading and stays in force: "If they want to book:"."""
        self.since_action = ""
        """The words since the last action, which may name what the next text contains."""
        self.restrictions: list[Restriction] = []

    def steps(self) -> Iterator[Step]:
        """Yield the steps, each action with the restrictions of the whole job."""
        for step in list(self._steps()):
            yield replace(step, when=self._restricted(step)) if isinstance(step, Use) else step

    def _restricted(self, use: Use) -> Condition:
        when = use.when
        for restriction in self.restrictions:
            when = restriction.applied_to(use.action, when)
        return when

    def _steps(self) -> Iterator[Step]:
        for words in _SENTENCE_END.split(_BULLET.sub("", self.text)):
            if words.strip(" ."):
                yield from self._sentence(words.strip())

    def _sentence(self, words: str) -> Iterator[Step]:
        *segments, tail = words.split(_TOOL)
        when = self._carried_over(segments[0] if segments else tail)
        if when.kind == "otherwise" and segments:
            segments[0] = _OTHERWISE.sub("", segments[0], count=1)
        for n, segment in enumerate(segments):
            before = when
            when, rest = self._read(segment, when)
            yield from self._spoken_steps(rest, when)
            follows = [*segments[n + 1 :], tail][0]
            either = bool(_EITHER.match(follows) or (n > 0 and _EITHER.match(segment)))
            trailing = split_condition(tail)[0] if follows is tail else None
            if trailing and when is not ALWAYS and when.kind != "otherwise":
                trailing = replace(trailing, limits=(*trailing.limits, when))
            if n and when is before and not trailing and _NEVER.search(segment):
                when = ALWAYS  # "but never" bars the action, whatever the condition before it
            yield self._use(segment, trailing or when, either=either)
            self.waits = False
        if not segments and (restriction := read_restriction(tail)):
            self.restrictions.append(restriction)
        elif not segments:
            when, rest = self._read(tail, when)
            if when.unless and _UNTIL.match(tail):
                self.named = when = replace(when, unless=False)
            self.waits = when is not ALWAYS
            self.heads = self.heads or tail.endswith(":")
            yield from self._spoken_steps(rest, when)

    def _carried_over(self, words: str) -> Condition:
        """Return the condition that applies to a sentence before it states its own."""
        if _OTHERWISE.match(words):
            return Condition("otherwise", before=self.chain)
        bare = len(words.split()) <= _MAX_BARE
        if self.heads or _SEQUEL.match(words) or (self.waits and bare):
            return self.named
        return ALWAYS

    def _read(self, words: str, when: Condition) -> tuple[Condition, str]:
        """Return the condition stated in ``words`` (else ``when``) and the remaining words."""
        condition, rest = split_condition(words)
        if condition is not None:
            self.named, self.heads = condition, False
            self.chain = (*self.chain, condition)
        self.since_action += f" {rest}"
        return condition or when, rest

    def _spoken_steps(self, words: str, when: Condition) -> Iterator[Step]:
        for said in read_prose(words):
            if said.kind == "tell":
                yield Tell(said.text, when)
            else:
                yield Ask(said.text, when, offer=said.kind == "offer")

    def _use(self, before: str, when: Condition, *, either: bool) -> Use:
        if _NEVER.search(before):
            when = negated(when)
        elif either and when.kind == "always":
            when = Condition("asked")
        step = next(self.tools)
        thing, self.since_action = thing_sent(self.since_action), ""
        return Use(self.job, step.tool, step.action, when, thing)
