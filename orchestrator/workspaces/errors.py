"""Why a change to a workspace was not made. Nothing has changed then."""

from collections.abc import Iterable

from pydantic import Field

from hookflash.domain.errors import HookflashError
from hookflash.domain.problem import Problem


class PieceProblem(Problem):
    """A mistake in one piece of a workspace, or one that a change to it would make in another.

    ``path`` leads to it from the edited piece (``instructions``, ``flow[0].agent.jobs[1]``), or
    names the other one: ``jobs “Booking”: instructions``; over HTTP it is the ``field``. ``line``
    counts from 1 in that text.
    """

    path: str = Field(serialization_alias="field")
    line: int = 1

    def __str__(self) -> str:
        return f"{self.path}: {self.wrong}. {self.right}"


class InvalidChange(HookflashError, ValueError):
    """The workspace would have mistakes, all of them in ``problems``."""

    def __init__(self, problems: Iterable[PieceProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class NotFound(HookflashError, LookupError):
    """There is no such piece; ``what`` says of which kind and name."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"there is no {self.what}"


class Stale(HookflashError):
    """Somebody else has changed the piece since it was read; ``what`` says which."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"{self.what} has changed since it was read; read it again"


class WorkspaceExists(HookflashError, ValueError):
    """A workspace with this id is there already."""
