"""The fields of a carrier: its name, its kind, and the settings of each kind."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from hookflash.carriers import KindSetting, KindSettings
from hookflash.domain.workspace.carrier import MAX_CARRIER_NAME, SECRET, Carrier
from hookflash.orchestrator.console.controls import Look
from hookflash.orchestrator.console.settings.piece_dialog import Spec, Values
from hookflash.orchestrator.workspaces.errors import PieceProblem
from hookflash.orchestrator.workspaces.forms import CarrierForm

_NAME: Final = f"a-z, digits and hyphens, at most {MAX_CARRIER_NAME}. Numbers refer to it."
_SECRET: Final = (
    f"Write {SECRET}NAME, never the secret itself: the server's operator keeps it under that name."
)
_CONTROLS: Final = {"choice": "select", "switch": "switch", "number": "number"}
_WITHIN: Final = "settings."


def carrier_specs(kinds: Sequence[KindSettings], carrier: Carrier | None) -> Iterator[Spec]:
    """The fields for a carrier of any of ``kinds``; None: a new one."""
    chosen = carrier.kind if carrier else kinds[0].kind
    named: Look = {"hint": _NAME, "placeholder": "main", "fixed": carrier is not None}
    options = [(one.kind, _kind(one)) for one in kinds]
    yield Spec("name", "Name", initial=carrier.name if carrier else "", look=named)
    yield Spec("kind", "Kind", "select", chosen, None, options)
    for kind in kinds:
        known = carrier.settings if carrier and carrier.kind == kind.kind else {}
        for setting in kind.settings:
            yield _spec(kind.kind, setting, known.get(setting.name, setting.default))


def is_asked(field: str, values: Values) -> bool:
    """Whether a field is of the chosen kind, or of every kind."""
    return field.rpartition(" ")[0] in ("", values["kind"])


def carrier_in(kinds: Sequence[KindSettings], values: Values) -> CarrierForm:
    """The carrier that the fields describe; settings that are left empty are left out."""
    (kind,) = (one for one in kinds if one.kind == values["kind"])
    written = {one.name: _written(one, values[_key(kind.kind, one)]) for one in kind.settings}
    settings = {name: value for name, value in written.items() if value not in ("", [])}
    return CarrierForm(name=values["name"].strip(), kind=kind.kind, settings=settings)


def place_of(problem: PieceProblem, kind: str) -> str:
    """The field that a problem is about; empty for one in another piece."""
    if problem.path.startswith(_WITHIN):
        return f"{kind} {problem.path.removeprefix(_WITHIN).partition('[')[0]}"
    return problem.path if problem.path in ("name", "kind") else ""


def _spec(kind: str, setting: KindSetting, value: Any) -> Spec:
    about = [setting.about, _SECRET if setting.type == "secret" else ""]
    if not setting.required and setting.type in ("text", "secret", "list"):
        about.append("Optional.")
    look: Look = {"hint": " ".join(filter(None, about))}
    if setting.type == "secret":
        look = {**look, "placeholder": f"{SECRET}main"}
    label = setting.name.replace("_", " ").capitalize()
    control = _CONTROLS.get(setting.type, "text")
    options = [(one, one or "none") for one in setting.choices]
    return Spec(_key(kind, setting), label, control, _shown(setting, value), look, options)


def _key(kind: str, setting: KindSetting) -> str:
    return f"{kind} {setting.name}"


def _shown(setting: KindSetting, value: Any) -> Any:
    if setting.type == "switch":
        return bool(value)
    if setting.type == "list":
        return " ".join(value or ())
    return "" if value is None else value


def _written(setting: KindSetting, value: Any) -> Any:
    if setting.type == "list":
        return value.split()
    return value.strip() if isinstance(value, str) else value


def _kind(one: KindSettings) -> str:
    return f"{one.kind} (simulated databases only)" if one.simulated else one.kind
