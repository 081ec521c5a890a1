"""Instructions as the editor has them, in pieces, and as they are written."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from hookflash.domain.job.action import Action, SendSms
from hookflash.domain.job.directory import Directory
from hookflash.domain.job.instructions import Reading, parse, write
from hookflash.domain.job.job import Text
from hookflash.domain.value import Value

_UNREAD: Final = re.compile(r"\[/(Send SMS|Transfer call):([^\[\]\n]*)\]")
"""An action in brackets that has a mistake in it, such as a text that is still blank."""

_MANY: Final = 32


class Piece(Value):
    """Plain words, or an action with what it says: its text, or whom it goes to.

    ``source`` is how an action was written when it was read, empty once it has been changed.
    """

    kind: Literal["text", "send_sms", "transfer_call"]
    says: str
    source: str = ""


def pieces_of(instructions: str, directory: Directory) -> tuple[Piece, ...]:
    """Take ``instructions`` apart; joined, the sources and words are the instructions again."""
    return tuple(_pieces(instructions, parse(instructions, directory)))


def written(pieces: Sequence[Piece], directory: Directory) -> str:
    """Write ``pieces`` down: an action as it was read, else as plainly as can be understood.

    What nothing else makes clear is put in brackets.
    """
    untouched = "".join(piece.source or piece.says for piece in pieces)
    if pieces_of(untouched, directory) == tuple(pieces):
        return untouched
    return "".join(_Forms(pieces, directory).settle())


class _Forms:
    """How each piece is written: in brackets, or plainly where that is read as the same."""

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
        """Write all of ``places`` plainly if that is understood, else as many of them as can be.

        So many that nobody writes them by hand keep their brackets: each try reads everything.
        """
        kept = list(self._forms)
        for place in places:
            self._forms[place] = self._plain[place]
        if not places or _same(self._read("".join(self._forms)), self._meant):
            return
        self._forms = kept
        if 1 < len(places) <= _MANY:
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
    """An action as people write it; nothing for plain words."""
    if piece.kind == "text":
        return ""
    return f"/{'Send SMS' if piece.kind == 'send_sms' else 'Transfer call'}: {piece.says}"


def _same(one: Reading, other: Reading) -> bool:
    return one.steps == other.steps and len(one.problems) == len(other.problems)
