"""Saved views of the lists of calls: filters and an order under a name, for a whole workspace."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from hookflash.domain.call.command import StorableText
from hookflash.domain.errors import HookflashError
from hookflash.domain.value import Value
from hookflash.orchestrator.log.call_view_table import CallViewTable
from hookflash.orchestrator.workspaces.errors import NotFound
from hookflash.projections.calls.filter import EVERY_CALL, NEWEST_FIRST, CallFilter, CallSort

MOST: Final = 50
"""Views of a workspace."""
PASSING: Final = ("q", "contact", "since", "until")
"""Filters that no view keeps: who called, what was said, and when."""


class TooManyCallViews(HookflashError, ValueError):
    """The workspace has as many saved views as it may."""

    def __init__(self) -> None:
        super().__init__(f"a workspace has at most {MOST} saved views; remove one")


def lasting(where: CallFilter) -> CallFilter:
    """A view outlives the erasure of a contact, so it must not name one."""
    kept = [name for name in PASSING if getattr(where, name) not in ("", None)]
    if kept:
        raise ValueError(f"Leave {', '.join(kept)} out: a view keeps no words, callers or dates")
    return where


class CallView(Value):
    """A saved view: ``where`` narrows the list, without words, callers and dates."""

    name: StorableText = Field(min_length=1, max_length=60)
    where: Annotated[CallFilter, AfterValidator(lasting)] = EVERY_CALL
    sort: CallSort = NEWEST_FIRST


_VIEW: Final = TypeAdapter(CallView)


class CallViews:
    """The saved views of all workspaces, shared by all workers."""

    def __init__(self, table: CallViewTable, run_blocking: Callable[..., Awaitable[Any]]) -> None:
        self._table = table
        self._run = run_blocking

    async def list(self, workspace: str) -> tuple[CallView, ...]:
        """The views of a workspace, by name. Those that this version cannot read are left out."""
        stored: dict[str, str] = await self._run(self._table.list, workspace)
        return tuple(view for view in map(_read, stored.values()) if view is not None)

    async def save(self, workspace: str, view: CallView) -> None:
        """Save a view, in place of the one of that name. Raises ``TooManyCallViews``."""
        written = view.model_dump_json(exclude_defaults=True)
        if not await self._run(self._table.save, workspace, view.name, written, MOST):
            raise TooManyCallViews

    async def remove(self, workspace: str, name: str) -> None:
        """Remove a view. Raises ``NotFound``."""
        if not await self._run(self._table.remove, workspace, name):
            raise NotFound(f"view “{name}”")

    def close(self) -> None:
        """Close the table."""
        self._table.close()


def _read(stored: str) -> CallView | None:
    try:
        return _VIEW.validate_json(stored)
    except ValidationError:
        return None
