"""A dialog with the fields of one piece; what is wrong is said at the field."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from nicegui import ui

from hookflash.domain.access.events import Role
from hookflash.orchestrator.console.confirming import closing, page_dialog
from hookflash.orchestrator.console.controls import Button, Field, Look
from hookflash.orchestrator.console.current import lacks, permitted, signed_in
from hookflash.orchestrator.console.markup import escaped, tag
from hookflash.orchestrator.workspaces.errors import InvalidChange, NotFound, Stale

Values = dict[str, Any]
Save = Callable[[Values], Awaitable[None]]
Asked = Callable[[str, Values], bool]
_FIRST: Final = re.compile(r"\w+")


class Spec(NamedTuple):
    """A field of the dialog; ``kind`` and ``look`` as in :class:`Field`."""

    name: str
    label: str
    kind: str = "text"
    initial: Any = ""
    look: Look | None = None
    options: Sequence[tuple[str, str]] = ()


class Wrong(Exception):
    """What was typed cannot be saved; ``problems`` by field, ``""`` for the whole."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


class PieceDialog:
    """Edits one piece; closes once it is saved. A key without ``role`` only reads it.

    ``asked`` tells whether a field is shown, by its name and what the fields contain.
    """

    def __init__(  # noqa: PLR0913 - what a dialog has
        self,
        title: str,
        specs: Sequence[Spec],
        save: Save,
        *,
        words: str = "Save",
        new: bool = False,
        role: Role = "configure",
        asked: Asked | None = None,
    ) -> None:
        self._save, self._new, self._role, self._asked = save, new, role, asked
        self._values: Values = {spec.name: spec.initial for spec in specs}
        self._fields: dict[str, Field] = {}
        may = signed_in().key.may(role)
        with page_dialog(title) as self._dialog:
            if not may:
                ui.html(tag("p", f"Read-only. {lacks(role)}"), sanitize=escaped)
            with ui.element("div").classes("hf-form hf-fields"):
                for spec in specs:
                    self._add(spec if may else spec._replace(look=_fixed(spec.look)))
            self._problem = ui.html(sanitize=escaped).classes("hf-error hf-maybe")
            self._problem.props("role=alert")
            with ui.element("div").classes("hf-bar hf-answers"):
                if may:
                    Button(words, self._try)
                Button("Cancel" if may else "Close", closing(self._dialog), "quiet")
        self._ask()

    def _add(self, spec: Spec) -> None:
        def take(value: Any) -> None:
            self._values[spec.name] = value
            self._ask()

        initial = str(spec.initial).lower() if spec.kind == "switch" else str(spec.initial)
        field = Field(spec.label, take, kind=spec.kind, initial=initial, look=spec.look)
        if spec.options:
            field.choose_from(spec.options)
        self._fields[spec.name] = field

    def _ask(self) -> None:
        """Show the fields that are asked for."""
        if self._asked is not None:
            for name, field in self._fields.items():
                field.visible = self._asked(name, self._values)

    async def _try(self) -> None:
        if not await permitted(self._role):
            return
        try:
            await self._save(self._values)
        except InvalidChange as invalid:
            self._show({_field(one.path): f"{one.wrong}. {one.right}" for one in invalid.problems})
        except Wrong as wrong:
            self._show(wrong.problems)
        except Stale as stale:
            changed = "exists already" if self._new else "has changed meanwhile. Open it again"
            self._show({"": f"{stale.what} {changed}."})
        except NotFound as error:
            self._show({"": f"{error}."})
        else:
            self._dialog.close()

    def _show(self, problems: Mapping[str, str]) -> None:
        for name, field in self._fields.items():
            field.wrong(_sentence(problems.get(name, "")))
        others = (words for name, words in problems.items() if name not in self._fields)
        self._problem.content = tag("p", " ".join(map(_sentence, others)))


def _field(path: str) -> str:
    """The field that a problem's path begins with; problems elsewhere keep their path."""
    return path if " " in path else next(iter(_FIRST.findall(path)), "")


def _fixed(look: Look | None) -> Look:
    return {**(look or {}), "fixed": True}


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
