"""What the phrases say by which an agent claims to act, in every language."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Promised(StrEnum):
    """What is claimed, and how far it is said to have got: ``action`` and ``tense``.

    The first of several kinds in a sentence that claim the same is what the sentence says.
    """

    TEXT_ARRIVED = "text arrived"
    TEXT_DONE = "text done"
    TEXT_NOW = "text now"
    TEXT_ANNOUNCED = "text announced"
    TRANSFER_DONE = "transfer done"
    TRANSFER_NOW = "transfer now"
    TRANSFER_ANNOUNCED = "transfer announced"
    RECORDING_DONE = "recording done"
    RECORDING_ANNOUNCED = "recording announced"
    OPT_OUT_DONE = "opt_out done"
    HANG_UP_NOW = "hang_up now"
    HANG_UP_ANNOUNCED = "hang_up announced"

    @property
    def action(self) -> str:
        """What the words are about."""
        return self.partition(" ")[0]

    @property
    def tense(self) -> str:
        """How far it is said to have got."""
        return self.partition(" ")[2]


class TakenBack(StrEnum):
    """How words around a phrase, which ``<`` and ``>`` mark, take it back."""

    DENIED = "denied"
    REPORTED = "reported"
    SUPPOSED = "supposed"
    ANOTHER_TIME = "another time"
    ANOTHER_THING = "another thing"


class Verbs(NamedTuple):
    """Verbs in three forms, each a list of choices, and what follows them in a pattern."""

    base: str
    gerund: str
    participle: str
    after: str

    def forms(self) -> tuple[str, str, str]:
        """The patterns of the three forms."""
        return tuple(f"{verb} {self.after}" for verb in self[:3])  # type: ignore[return-value]


def lines(prefix: str, rows: tuple[Verbs, ...], form: int) -> str:
    """Patterns of every verb in ``rows`` after ``prefix``; ``form`` counts as in :class:`Verbs`."""
    return "\n".join(_lines(prefix, rows, form))


def _lines(prefix: str, rows: tuple[Verbs, ...], form: int) -> Iterator[str]:
    for row in rows:
        yield f"{prefix} {row[form]} {row.after}"
