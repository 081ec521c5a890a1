"""Problems in a file, in the words that its author reads."""

from collections.abc import Sequence

from hookflash.domain.errors import HookflashError
from hookflash.domain.problem import Problem


class FileProblem(Problem):
    """A problem in a file, at ``path`` inside it, such as ``jobs[2].instructions``.

    ``line`` counts from 1; it is None if the file could not be read that far.
    """

    file: str
    path: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = f": {self.path}" if self.path else ""
        line = f" (line {self.line})" if self.line else ""
        return f"{self.file}{place}{line}: {self.wrong}. {self.right}"


class InvalidFile(HookflashError):
    """A file has problems; ``problems`` holds all of them, by line."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line or 0))
        super().__init__("\n".join(map(str, self.problems)))


class InvalidWorkspace(InvalidFile):
    """A workspace file has problems and cannot be applied.

    ``workspace`` is the id of the described workspace, empty if its name could not be read.
    """

    def __init__(self, problems: Sequence[FileProblem], workspace: str = "") -> None:
        super().__init__(problems)
        self.workspace = workspace
