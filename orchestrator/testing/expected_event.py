"""Expected events: a kind of event and, optionally, the values of some of its fields."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hookflash.domain.call.events import CallEvent


@dataclass(frozen=True, repr=False)
class Such:
    """An event of ``kind`` whose ``fields`` have these values; other fields may have any value."""

    kind: type[CallEvent]
    fields: dict[str, Any] = field(default_factory=dict)

    def matches(self, event: CallEvent) -> bool:
        """Whether ``event`` is of exactly this kind and has these values."""
        return self.seen_in(event) == self

    def seen_in(self, event: CallEvent) -> "Such":
        """Describe ``event`` by its own kind and its values of the expected fields."""
        return Such(
            type(event),
            {name: getattr(event, name) for name in self.fields if hasattr(event, name)},
        )

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.fields.items())
        return f"{self.kind.__name__}({values})" if values else self.kind.__name__


Expected = type[CallEvent] | Such
"""A kind of event, or :func:`such` an event of a kind."""


def such(kind: type[CallEvent], **fields: Any) -> Such:
    """An event of ``kind`` whose ``fields`` have these values.

    Raises ``TypeError`` if the kind has no field of that name, so that a misspelt name never
    passes for a value that differs.
    """
    unknown = [name for name in fields if name not in kind.model_fields and not hasattr(kind, name)]
    if unknown:
        known = ", ".join(kind.model_fields)
        raise TypeError(f"{kind.__name__} has no field {unknown[0]!r}; its fields are {known}")
    return Such(kind, fields)


def as_such(expected: Expected) -> Such:
    """``expected`` as a :class:`Such`; a bare kind expects nothing of its fields."""
    return expected if isinstance(expected, Such) else Such(expected)


def in_words(events: Sequence[Such]) -> str:
    """List ``events`` for a failure message."""
    return ", ".join(map(repr, events)) or "no event"
