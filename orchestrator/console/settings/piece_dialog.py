"""A dialog with the fields of one piece; what is wrong is said at the field."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from nicegui import ui

from hookflash.orchestrator.console.confirming import page_dialog
from hookflash.orchestrator.console.controls import Button, Field, Look
from hookflash.orchestrator.console.current import permitted
from hookflash.orchestrator.console.markup import escaped, tag
from hookflash.orchestrator.workspaces.errors import InvalidChange, NotFound, Stale

Values = dict[str, Any]
Save = Callable[[Values], Awaitable[None]]
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
    """Edits one piece, with the role configure; closes once it is saved."""

    def __init__(
        self,
        title: str,
        specs: Sequence[Spec],
        save: Save,
        *,
        words: str = "Save",
        new: bool = False,
    ) -> None:
        self._save, self._new = save, new
        self._values: Values = {spec.name: spec.initial for spec in specs}
        self._fields: dict[str, Field] = {}
        with page_dialog(title) as self._dialog:
            with ui.element("div").classes("hf-form hf-fields"):
                for spec in specs:
                    self._add(spec)
            self._problem = ui.html(sanitize=escaped).classes("hf-error hf-maybe")
            self._problem.props("role=alert")
            with ui.element("div").classes("hf-bar hf-answers"):
                Button(words, self._try)
                Button("Cancel", self._dialog.close, "quiet")

    def _add(self, spec: Spec) -> None:
        def take(value: Any) -> None:
            self._values[spec.name] = value

        initial = str(spec.initial).lower() if spec.kind == "switch" else str(spec.initial)
        field = Field(spec.label, take, kind=spec.kind, initial=initial, look=spec.look)
        if spec.options:
            field.choose_from(spec.options)
        self._fields[spec.name] = field

    async def _try(self) -> None:
        if not await permitted("configure"):
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


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
