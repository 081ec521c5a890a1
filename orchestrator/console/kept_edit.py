"""Edits that are not saved yet: the browser keeps them until they are; see assets/kept.js."""

from collections.abc import Awaitable, Callable

from nicegui import events, ui

from hookflash.orchestrator.console.action_failures import taking_event
from hookflash.orchestrator.console.current import signed_in
from hookflash.orchestrator.console.scripts import call_script

Back = Callable[[str], Awaitable[None] | None]


class KeptEdit:
    """What is typed into the fields inside ``scope``, kept by the window under ``name``, by key.

    Where a page shows such a scope again, its fields get what was kept, and ``back`` the ``base``
    that it was typed on. ``only_on_base``: what was typed on another base is dropped.
    """

    def __init__(
        self,
        scope: ui.element,
        name: str,
        *,
        base: str = "",
        back: Back | None = None,
        only_on_base: bool = False,
    ) -> None:
        self._scope = scope
        self._name = _owned(name)
        scope.props["data-draft"] = self._name
        if only_on_base:
            scope.props["data-only-on-base"] = True
        self.begin_from(base)
        if back is not None:
            self._listen(back)

    def _listen(self, back: Back) -> None:
        def take(event: events.GenericEventArguments) -> Awaitable[None] | None:
            return back(str(event.args["detail"]))

        self._scope.on("hf-back", taking_event(take), ["detail"])

    def begin_from(self, base: str) -> None:
        """What is typed from here on is based on ``base``, such as the ETag of what is edited."""
        self._scope.props["data-base"] = base

    def saved(self, value: str | None = None) -> None:
        """Nothing needs to be kept: it was saved, or is not wanted.

        With the ``value`` that was saved, what was typed after it is kept.
        """
        call_script(self._scope.client, "hookflash.saved", self._name, value)


def rename_kept(name: str, now: str) -> None:
    """What is kept under ``name`` is kept under ``now``; its base is not known any more."""
    call_script(ui.context.client, "hookflash.renamed", _owned(name), _owned(now))


def _owned(name: str) -> str:
    """``name`` for one key: a window may be used with another one next, without signing out."""
    asker = signed_in()
    return f"{asker.workspace}/{asker.key.id}/{name}"
