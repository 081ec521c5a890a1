"""The condition of a job's step: "If the caller asks for a person, …"."""

from dataclasses import dataclass
from typing import Literal

from hookflash.domain.policy.speech.tokens import words_of
from hookflash.orchestrator.agents.scripted.listening import asks_for_person, asks_for_text
from hookflash.orchestrator.agents.scripted.topic import PRESSING, features

_ALREADY = frozenset({"already", "ya"})
Kind = Literal[
    "always",  # no condition
    "never",  # "never …"
    "topic",  # the caller mentions a subject
    "person",  # they ask for a person
    "text",  # they ask for a text
    "asked",  # they ask for this action
    "trouble",  # the text did not reach them
    "refused",  # they decline the transfer, or it is unavailable
    "agreed",  # they accept an offer
    "more",  # they need more help
    "otherwise",  # none of the earlier conditions holds
    "new",  # they have not been here before
    "existing",  # they have
    "unread",  # not understood: the caller asks for this action in words
]
Status = Literal["", "new", "existing"]
Outcome = Literal["", "trouble", "refused", "more"]


@dataclass(frozen=True)
class Heard:
    """What conditions are evaluated on: the caller's words and the last step's outcome.

    ``barred`` means that texts to this caller are refused, whatever the caller says. ``status``
    is whether the caller has been here before, empty if they have not said.
    """

    words: tuple[str, ...]
    outcome: Outcome = ""
    barred: bool = False
    status: Status = ""


@dataclass(frozen=True)
class Condition:
    """A condition as written; ``unless`` negates it.

    ``before`` are the earlier conditions that "otherwise" refers to. ``rivals`` are the subjects
    of the job's other conditions. ``limits`` must hold as well.
    """

    kind: Kind = "always"
    words: str = ""
    unless: bool = False
    before: tuple["Condition", ...] = ()
    rivals: tuple[str, ...] = ()
    limits: tuple["Condition", ...] = ()

    @property
    def every(self) -> tuple["Condition", ...]:
        """This condition and its limits."""
        return (self, *(one for limit in self.limits for one in limit.every))

    @property
    def is_fallback(self) -> bool:
        """Whether the step is only taken after another step's outcome, or never."""
        return self.kind in ("never", "trouble", "refused", "more")

    def met(self, heard: Heard, action: str = "") -> bool:
        """Whether it holds for a step with ``action`` (``send_sms``, ``transfer_call`` or "")."""
        if not all(limit.met(heard, action) for limit in self.limits):
            return False
        if self.is_open(heard):
            return False
        if any(one.kind == "unread" for one in self.before):
            return Condition("unread").met(heard, action)
        return self._holds(heard, action) is not self.unless

    def is_open(self, heard: Heard) -> bool:
        """Whether it depends on something that the caller has not said yet."""
        if self.kind == "otherwise":
            return any(one.is_open(heard) for one in self.before)
        return self.kind in ("new", "existing") and not heard.status

    def bars(self, heard: Heard) -> bool:
        """Whether it excludes this caller, even if they ask for the action in words."""
        return any(
            (one.kind == heard.status) is one.unless
            for one in self.every
            if one.kind in ("new", "existing") and heard.status
        )

    def _holds(self, heard: Heard, action: str) -> bool:
        match self.kind:
            case "always":
                return True
            case "otherwise":
                return not any(condition.met(heard, action) for condition in self.before)
            case "agreed":
                return heard.outcome != "refused"
            case "trouble" | "refused" | "more":
                return heard.outcome == self.kind
            case "new" | "existing":
                return heard.status == self.kind
            case _:
                return any(self._said(words, action) for words in heard.words)

    def _said(self, words: str, action: str) -> bool:
        match self.kind:
            case "topic":
                return self._is_subject(words)
            case "text":
                return asks_for_text(words) or self._is_subject(words)
            case "asked" | "unread" if action == "send_sms":
                return asks_for_text(words)
            case "unread" if not action:
                return False
            case _:
                return asks_for_person(words)

    def _is_subject(self, words: str) -> bool:
        """Whether ``words`` are at least as close to this condition's subject as to any rival."""
        if _ALREADY & {*words_of(self.words)} and not _ALREADY & {*words_of(words)}:
            return False
        if (features(self.words) & PRESSING) - features(words):
            return False  # "a dental emergency" is not any dental matter
        closeness = similarity(words, self.words)
        rivals = (similarity(words, rival) for rival in self.rivals)
        return closeness > 0 and closeness >= max(rivals, default=0.0)


ALWAYS = Condition()
NEVER = Condition("never")


def similarity(words: str, subject: str) -> float:
    """Return how much ``words`` and ``subject`` have in common.

    A pressing concept of the subject ("cancel an appointment") that is missing from ``words``
    lowers the result.
    """
    said, meant = features(words), features(subject) - {"~person"}
    shared, missing = said & meant, (meant & PRESSING) - said
    return len(shared) + len(shared & PRESSING) - len(missing) / 2
