"""Converts a job's instructions between text and the pieces that the editor shows."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from hookflash.domain.job.action import Action, SendSms
from hookflash.domain.job.directory import Directory
from hookflash.domain.job.instructions import Reading, parse, write
from hookflash.domain.job.job import Text
from hookflash.domain.value import Value

_UNREAD: Final = re.compile(r"\[/(Send SMS|Transfer call):([^\[\]\n]*)\]")
"""An action in brackets that is not valid, such as a text that is still blank."""

_MAX_ACTIONS: Final = 32
"""With more actions than this, all keep their brackets: each attempt parses the whole text."""


class Piece(Value):
    """Plain text, or an action with its argument: the text to send, or the destination.

    ``source`` is the action's original notation, empty once it has been changed.
    """

    kind: Literal["text", "send_sms", "transfer_call"]
    says: str
    source: str = ""


def pieces_of(instructions: str, directory: Directory) -> tuple[Piece, ...]:
    """Split ``instructions`` into pieces; their sources and texts, joined, give it back."""
    return tuple(_pieces(instructions, parse(instructions, directory)))


def write_pieces(pieces: Sequence[Piece], directory: Directory) -> str:
    """Write ``pieces`` as instructions.

    Unchanged actions keep their notation; others get brackets only where needed to parse.
    """
    untouched = "".join(piece.source or piece.says for piece in pieces)
    if pieces_of(untouched, directory) == tuple(pieces):
        return untouched
    return "".join(_Forms(pieces, directory).settle())


class _Forms:
    """Chooses the notation of each piece: without brackets where it parses the same."""

    def __init__(self, pieces: Sequence[Piece], directory: Directory) -> None:
        self._directory = directory
        self._forms = [_bracketed(piece) for piece in pieces]
        self._plain = [piece.source or _plainly(piece) for piece in pieces]
        self._meant = self._read("".join(self._forms))

    def settle(self) -> list[str]:
        places = [
            place
            for place, plain in enumerate(self._plain)
            if plain and self._same_alone(self._forms[place], plain)
        ]
        self._try(places)
        return self._forms

    def _try(self, places: Sequence[int]) -> None:
        """Drop the brackets at ``places``; if that parses differently, try each half."""
        kept = list(self._forms)
        for place in places:
            self._forms[place] = self._plain[place]
        if not places or _same(self._read("".join(self._forms)), self._meant):
            return
        self._forms = kept
        if 1 < len(places) <= _MAX_ACTIONS:
            middle = len(places) // 2
            self._try(places[:middle])
            self._try(places[middle:])

    def _same_alone(self, form: str, plain: str) -> bool:
        meant = self._read(form)
        return not meant.problems and _same(self._read(plain), meant)

    def _read(self, text: str) -> Reading:
        return parse(text, self._directory)


def _pieces(instructions: str, reading: Reading) -> Iterator[Piece]:
    position = 0
    for step, (start, end) in zip(reading.steps, reading.places, strict=True):
        if isinstance(step, Text):
            continue
        yield from _words(instructions[position:start])
        yield Piece(kind=step.kind, says=_says(step), source=instructions[start:end])
        position = end
    yield from _words(instructions[position:])


def _words(text: str) -> Iterator[Piece]:
    position = 0
    for found in _UNREAD.finditer(text):
        if position < found.start():
            yield Piece(kind="text", says=text[position : found.start()])
        kind: Literal["send_sms", "transfer_call"]
        kind = "send_sms" if found[1] == "Send SMS" else "transfer_call"
        yield Piece(kind=kind, says=found[2].strip(), source=found[0])
        position = found.end()
    if position < len(text):
        yield Piece(kind="text", says=text[position:])


def _says(action: Action) -> str:
    return action.body if isinstance(action, SendSms) else action.destination.name


def _bracketed(piece: Piece) -> str:
    if piece.kind == "text":
        return piece.says
    if piece.kind == "send_sms":
        return write([SendSms(body=piece.says)])
    return f"[/Transfer call: {piece.says}]"


def _plainly(piece: Piece) -> str:
    """Return an action without brackets; empty for plain text."""
    if piece.kind == "text":
        return ""
    return f"/{'Send SMS' if piece.kind == 'send_sms' else 'Transfer call'}: {piece.says}"


def _same(one: Reading, other: Reading) -> bool:
    return one.steps == other.steps and len(one.problems) == len(other.problems)
