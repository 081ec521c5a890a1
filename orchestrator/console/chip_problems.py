"""Puts the problems of instructions at the actions that have them, in the words of the editor."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from hookflash.domain.job.directory import Directory
from hookflash.domain.job.instructions import parse
from hookflash.domain.value import Value
from hookflash.orchestrator.console.instruction_pieces import Piece, pieces_of
from hookflash.orchestrator.workspaces.errors import PieceProblem

_NOTATION: Final = re.compile(r"\[?/(?:Send SMS|Transfer call): ?([^\[\]“”]*)\]?")
_PLACE: Final = re.compile(r"^at “.*?”, ")
"""The notation of the action, before what is wrong with it."""
_AGAIN: Final = "Delete it, type / there, and choose the action."
_RIGHT: Final = {
    "the text is blank": "Open it, and write what the caller gets.",
    "the transfer has no destination": "Open it, and choose a member, an inbox, or a number.",
}


class ChipProblem(Value):
    """What is wrong with an action in the editor, and what would be right.

    The action is the one with this ``kind`` and content that has ``nth`` others before it.
    """

    kind: str
    says: str
    nth: int
    wrong: str
    right: str


class Placed(Value):
    """The problems of instructions: those ``on_chips``, and those of the text between them."""

    on_chips: tuple[ChipProblem, ...] = ()
    in_text: tuple[PieceProblem, ...] = ()


def placed(instructions: str, directory: Directory, problems: Sequence[PieceProblem]) -> Placed:
    """Find the action of each problem in ``problems`` that is about the ``instructions``."""
    chips = tuple(_chips(pieces_of(instructions, directory)))
    found: dict[int, ChipProblem] = {}
    in_text: list[PieceProblem] = []
    at_chips = {one.at: one.wrong for one in parse(instructions, directory).problems}
    for told in problems:
        problem = told.model_copy(update={"wrong": _PLACE.sub("", told.wrong)})
        there = [one for one in chips if _is_at(one, problem, instructions, at_chips)]
        free = [one for one in there if one.start not in found]
        if not there:
            in_text.append(problem.model_copy(update={"right": _in_text(problem.right)}))
        elif free:
            found[free[0].start] = _on_chip(free[0], problem)
    return Placed(on_chips=tuple(found.values()), in_text=tuple(in_text))


class _Chip(Value):
    piece: Piece
    start: int
    nth: int


def _chips(pieces: Sequence[Piece]) -> Iterator[_Chip]:
    start, seen = 0, Counter[tuple[str, str]]()
    for piece in pieces:
        if piece.kind != "text":
            yield _Chip(piece=piece, start=start, nth=seen[piece.kind, piece.says])
            seen[piece.kind, piece.says] += 1
        start += len(piece.source or piece.says)


def _is_at(chip: _Chip, problem: PieceProblem, text: str, found: dict[int, str]) -> bool:
    """Whether a problem is that of an action: found at its place, or on its line about it."""
    end = chip.start + len(chip.piece.source)
    own = {wrong for at, wrong in found.items() if chip.start <= at < end}
    if problem.wrong in own:
        return True
    on_line = text.count("\n", 0, chip.start) + 1 == problem.line
    says = chip.piece.says.strip()
    return on_line and problem.wrong not in found.values() and bool(says) and says in problem.wrong


def _on_chip(chip: _Chip, problem: PieceProblem) -> ChipProblem:
    right = _RIGHT.get(problem.wrong) or _NOTATION.sub(r"\1", problem.right)
    return ChipProblem(
        kind=chip.piece.kind,
        says=chip.piece.says,
        nth=chip.nth,
        wrong=f"{problem.wrong[:1].upper()}{problem.wrong[1:]}.",
        right=right,
    )


def _in_text(right: str) -> str:
    """Reword a fix that tells how to write an action: in the editor, it is inserted."""
    return _AGAIN if "/Send SMS" in right or "/Transfer call" in right else right
