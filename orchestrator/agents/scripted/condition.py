"""When a step of a job applies: "If the caller asks for a person, …"."""

from dataclasses import dataclass
from typing import Literal

from hookflash.domain.policy.speech.request import asks_for_person, asks_for_text
from hookflash.orchestrator.agents.scripted.topic import PRESSING, features

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
Outcome = Literal["", "trouble", "refused", "more"]


@dataclass(frozen=True)
class Heard:
    """What a condition may be about: what the caller said, and what the last step came to.

    ``barred``: texts to this caller are refused, whatever they say.
    """

    words: tuple[str, ...]
    outcome: Outcome = ""
    barred: bool = False


@dataclass(frozen=True)
class Condition:
    """A condition as written; ``unless`` turns it round.

    ``before`` are the conditions that "otherwise" looks back to. ``rivals`` are the subjects of
    the other conditions of the job.
    """

    kind: Kind = "always"
    words: str = ""
    unless: bool = False
    before: tuple["Condition", ...] = ()
    rivals: tuple[str, ...] = ()

    @property
    def in_reserve(self) -> bool:
        """Whether the step is there only for when something else comes to nothing."""
        return self.kind in ("never", "trouble", "refused", "more")

    def met(self, heard: Heard, action: str = "") -> bool:
        """Whether it holds for a step with ``action`` (``send_sms``, ``transfer_call`` or none)."""
        return self._holds(heard, action) is not self.unless

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
            case _:
                return any(self._said(words, action) for words in heard.words)

    def _said(self, words: str, action: str) -> bool:
        match self.kind:
            case "topic":
                return self._is_subject(words)
            case "text":
                return asks_for_text(words) or self._is_subject(words)
            case "asked" if action == "send_sms":
                return asks_for_text(words)
            case _:
                return asks_for_person(words)

    def _is_subject(self, words: str) -> bool:
        """Whether ``words`` are about this condition more than about any of its rivals."""
        nearness = nearness_of(words, self.words)
        rivals = (nearness_of(words, rival) for rival in self.rivals)
        return nearness > 0 and nearness >= max(rivals, default=0.0)


ALWAYS = Condition()
NEVER = Condition("never")


def nearness_of(words: str, subject: str) -> float:
    """How much ``words`` and ``subject`` have in common.

    What a subject presses for ("cancel an appointment") counts against words that do not.
    """
    said, meant = features(words), features(subject) - {"~person"}
    shared, missing = said & meant, (meant & PRESSING) - said
    return len(shared) + len(shared & PRESSING) - len(missing) / 2
