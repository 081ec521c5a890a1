"""Registers mutants, and replaces what they have in common."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final
from unittest.mock import patch

from hookflash.domain.call.commands import Command
from hookflash.domain.call.deciding.decision import DECISIONS
from tests.mutation import Mutants

MUTANTS: Final = Mutants()
mutant = MUTANTS.add


def deciding(
    kind: type[Command], decide: Callable[..., None]
) -> AbstractContextManager[dict[Any, Any]]:
    """Decide commands of ``kind`` differently."""
    return patch.dict(DECISIONS, {kind: decide})


def nothing(*_: Any, **__: Any) -> None:
    """Do nothing."""


async def nothing_yet(*_: Any, **__: Any) -> None:
    """Do nothing, when awaited."""
