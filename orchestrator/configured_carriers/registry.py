"""The kinds of carriers that a workspace can name. To add one: a folder, and a line here."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from hookflash.orchestrator.ports.carriers import CarrierKind

KINDS: Final[dict[str, str]] = {
    "browser": "hookflash.orchestrator.carriers.browser.kind:BrowserKind",
    "simulator": "hookflash.orchestrator.carriers.simulator.kind:SimulatorKind",
    "twilio": "hookflash.orchestrator.carriers.twilio.kind:TwilioKind",
}
"""Where each kind is defined. Its module must be importable without the kind's extra."""
_added: dict[str, CarrierKind[Any]] = {}
_loaded: dict[str, CarrierKind[Any]] = {}


def kind_names() -> tuple[str, ...]:
    """The names of all kinds, in the order in which errors list them."""
    return (*KINDS, *_added)


def kind_called(name: str) -> CarrierKind[Any] | None:
    """The kind with that name, imported when it is first asked for; None if there is none."""
    if name in _added:
        return _added[name]
    if name in KINDS and name not in _loaded:
        module, _, attribute = KINDS[name].partition(":")
        _loaded[name] = getattr(import_module(module), attribute)()
    return _loaded.get(name)


def all_kinds() -> Mapping[str, CarrierKind[Any]]:
    """Every kind, by its name."""
    found = {name: kind_called(name) for name in kind_names()}
    return {name: kind for name, kind in found.items() if kind is not None}


def add_kind(kind: CarrierKind[Any]) -> None:
    """Add a kind of one's own to this process. Raises ``ValueError`` if its name is taken."""
    if kind.name in kind_names():
        raise ValueError(f"there is already a kind of carrier “{kind.name}”")
    _added[kind.name] = kind


def remove_kind(name: str) -> None:
    """Remove a kind that was added."""
    _added.pop(name, None)
