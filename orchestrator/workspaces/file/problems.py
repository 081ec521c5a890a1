"""Mistakes in a file, as the person who wrote it reads them."""

from collections.abc import Sequence

from hookflash.domain.errors import HookflashError
from hookflash.domain.problem import Problem


class FileProblem(Problem):
    """A mistake in a file: ``path`` inside it, as in ``jobs[2].instructions``.

    ``line`` counts from 1; None where the file could not be read that far.
    """

    file: str
    path: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = f": {self.path}" if self.path else ""
        line = f" (line {self.line})" if self.line else ""
        return f"{self.file}{place}{line}: {self.wrong}. {self.right}"


class InvalidFile(HookflashError):
    """A file with mistakes in it, all of them in ``problems``, in the order of its lines."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line or 0))
        super().__init__("\n".join(map(str, self.problems)))


class InvalidWorkspace(InvalidFile):
    """A workspace file that may not be applied."""
