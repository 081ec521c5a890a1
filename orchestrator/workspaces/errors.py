"""Errors of workspace changes. When one is raised, nothing has changed."""

from collections.abc import Iterable

from pydantic import Field

from hookflash.domain.errors import HookflashError
from hookflash.domain.problem import Problem


class PieceProblem(Problem):
    """A problem in the edited piece of a workspace, or one that the edit causes in another piece.

    ``path`` is relative to the edited piece (``instructions``, ``flow[0].agent.jobs[1]``), or
    names the other piece: ``jobs “Booking”: instructions``. Over HTTP it is the ``field``.
    ``line`` counts from 1 within that text.
    """

    path: str = Field(serialization_alias="field")
    line: int = 1

    def __str__(self) -> str:
        return f"{self.path}: {self.wrong}. {self.right}"


class InvalidChange(HookflashError, ValueError):
    """The change would make the workspace invalid; ``problems`` holds every problem."""

    def __init__(self, problems: Iterable[PieceProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class NotFound(HookflashError, LookupError):
    """There is no such piece; ``what`` gives its kind and name."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"there is no {self.what}"


class Stale(HookflashError):
    """The piece has changed since it was read; ``what`` gives its kind and name."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"{self.what} has changed since it was read; read it again"


class WorkspaceExists(HookflashError, ValueError):
    """A workspace with this id already exists."""
