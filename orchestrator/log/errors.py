"""What the log says when it cannot do what it was asked."""

from hookflash.domain.errors import HookflashError


class LogFault(HookflashError):
    """Anything the log could not do; the message says what happened and what would help."""


class Conflict(LogFault):
    """Somebody else appended first: ``stream`` is at ``head``, ``position`` is not the next one.

    Nothing of the append was stored. Read the stream again and decide again.
    """

    def __init__(self, stream: str, position: int, head: int) -> None:
        super().__init__(stream, position, head)
        self.stream = stream
        self.position = position
        self.head = head

    def __str__(self) -> str:
        return (
            f"{self.stream}: position {self.position} cannot be appended, the stream is at "
            f"{self.head}; read it again and decide again"
        )


class LogUnavailable(LogFault):
    """The database did not take the append; read the stream again before deciding anything."""


class LogFull(LogUnavailable):
    """The disk is full; nothing of the append was stored, and all that was stored before is."""


class LogClosed(LogFault):
    """The log was closed; what had been accepted before is stored."""


class AnswerLost(LogFault):
    """The connection went before the database said whether it had committed."""


class BadLogUrl(LogFault):
    """No log can be opened under this URL; the message says why and what would do."""


class NoSuchLog(LogFault):
    """There is no log to read at ``place``: the file of an SQLite URL."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place

    def __str__(self) -> str:
        return f"there is no database {self.place}; “hookflash apply” creates one"


class UnreadableEvent(LogFault):
    """A stored event that today's code cannot read, by its topic, stream and position."""

    def __init__(self, topic: str, stream: str, position: int, reason: str) -> None:
        super().__init__(topic, stream, position, reason)
        self.topic = topic
        self.stream = stream
        self.position = position
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.stream}, position {self.position}, topic {self.topic!r}: {self.reason}"


class UnknownTopic(LogFault):
    """Events of topics that today's code does not know; it must not work on such a log."""

    def __init__(self, *topics: str) -> None:
        super().__init__(*topics)
        self.topics = topics

    def __str__(self) -> str:
        named = ", ".join(repr(topic) for topic in self.topics)
        return f"unknown event topic {named}: a newer Hookflash wrote it, or its event is missing"
