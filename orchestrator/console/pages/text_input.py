"""A line of text on a page, with a label, a limit and an error."""

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from hookflash.orchestrator.console.action_failures import notify_here, reporting_failures
from hookflash.orchestrator.console.current import signed_in

Take = Callable[[str], Awaitable[None]]


class TextInput(ui.input):
    """A text field; ``take`` receives its value once typing pauses.

    It is read-only for keys without the role ``configure``. ``most``: how many characters are
    counted as allowed, 0 for no count; more can be typed. ``rows``: of a text with several lines.
    """

    def __init__(  # noqa: PLR0913 - what a field has
        self, label: str, take: Take, example: str, initial: str, *, most: int = 0, rows: int = 0
    ) -> None:
        self._take = reporting_failures(take, notify_here())
        self._most = most
        self._put = False
        super().__init__(label, value=initial, placeholder=example, on_change=self._on_typed)
        self.props("outlined dense stack-label debounce=250 hide-bottom-space")
        self.props(f'autocomplete=off aria-label="{label}"')
        if rows:
            self.props("type=textarea").props["rows"] = rows
        if not signed_in().key.may("configure"):
            self.props("readonly")
        self._count(initial)

    async def _on_typed(self, event: ValueChangeEventArguments[str | None]) -> None:
        text = str(event.value or "")
        self._count(text)
        if not self._put:
            await self._take(text)

    def put(self, value: str) -> None:
        """Replace the text without reporting it."""
        self._put = True
        self.value = value
        self._put = False

    def wrong(self, problem: str) -> None:
        """Show what is wrong below the field; empty removes it."""
        self.error = problem or None

    def _count(self, text: str) -> None:
        if self._most:
            self.props["hint"] = f"{len(text):,} of {self._most:,}"
