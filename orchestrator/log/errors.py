"""The errors that the log raises."""

from hookflash.domain.errors import HookflashError


class LogFault(HookflashError):
    """Base of all errors of the log; the message says what happened and what to do."""


class Conflict(LogFault):
    """Another writer appended first: ``stream`` is at ``head``, so ``position`` is not next.

    Nothing of the append was stored. Read the stream again and decide again.
    """

    def __init__(self, stream: str, position: int, head: int) -> None:
        super().__init__(stream, position, head)
        self.stream = stream
        self.position = position
        self.head = head

    def __str__(self) -> str:
        return (
            f"{self.stream}: position {self.position} is not the next; the stream is at "
            f"{self.head}; read it again and decide again"
        )


class LogUnavailable(LogFault):
    """The database did not answer or accept; read the stream again before deciding."""


class LogFull(LogUnavailable):
    """The disk is full. Nothing of the append was stored; earlier events are intact."""


class LogMoved(LogUnavailable):
    """A file of the open database was moved, replaced or deleted; nothing is acknowledged any more.

    ``path`` is the file. Stop every process that uses the database, put the file back, and start
    again.
    """

    def __init__(self, url: str, path: str) -> None:
        super().__init__(url, path)
        self.url = url
        self.path = path

    def __str__(self) -> str:
        return (
            f"{self.url}: {self.path} was moved, replaced or deleted while it was in use, so "
            "nothing is stored or acknowledged any more; stop every process that uses the "
            "database, put the file back, and start again"
        )


class ViewsBehind(LogUnavailable):
    """The views do not show the newest events yet, so this question has no sure answer now."""

    def __init__(self) -> None:
        super().__init__(
            "the newest events are stored, but cannot be read in order before an append of another "
            "worker is finished; ask again"
        )


class LogClosed(LogFault):
    """The log was closed. Appends accepted before that are stored."""


class AnswerLost(LogFault):
    """The connection died before the database confirmed the commit."""


class BadLogUrl(LogFault):
    """The URL is not a valid log URL; the message says why and what to use."""


class CompressionMissing(LogFault):
    """The log has compressed events, or should have, and what compresses is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "compressed events need the package zstandard: pip install 'hookflash[compression]'"
        )


class NoSuchLog(LogFault):
    """There is no log to read at ``place``: the file of an SQLite URL."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place

    def __str__(self) -> str:
        return f"there is no database {self.place}; “hookflash apply” creates one"


class UnreadableEvent(LogFault):
    """This version of the code cannot read a stored event."""

    def __init__(self, topic: str, stream: str, position: int, reason: str) -> None:
        super().__init__(topic, stream, position, reason)
        self.topic = topic
        self.stream = stream
        self.position = position
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.stream}, position {self.position}, topic {self.topic!r}: {self.reason}"


class UnknownTopic(LogFault):
    """The log has events of topics that this version does not know, so it must not open it."""

    def __init__(self, *topics: str) -> None:
        super().__init__(*topics)
        self.topics = topics

    def __str__(self) -> str:
        named = ", ".join(repr(topic) for topic in self.topics)
        return f"unknown event topic {named}: written by a newer Hookflash, or its class is missing"
