"""What a carrier of each kind may be set to, so that a form can ask for it."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from hookflash.domain.value import Value
from hookflash.domain.workspace.carrier import Setting
from hookflash.orchestrator.configured_carriers.registry import all_kinds
from hookflash.orchestrator.ports.carriers import NAMES_A_SECRET, CarrierKind

SettingType = Literal["text", "secret", "choice", "switch", "number", "list"]


class KindSetting(Value):
    """A setting of a kind; a ``secret`` is written as ``secret:NAME``, never as the secret itself.

    ``default`` is what it is without being written; None if it is required, or not set then.
    """

    name: str
    type: SettingType
    required: bool
    default: Setting | None = None
    choices: tuple[str, ...] = ()
    about: str = ""


class KindSettings(Value):
    """A kind of carrier; ``simulated`` ones carry calls of simulated databases only."""

    kind: str
    simulated: bool
    settings: tuple[KindSetting, ...]


def kind_settings() -> tuple[KindSettings, ...]:
    """Every kind that this process knows, with its settings in the order of its declaration."""
    return tuple(map(_settings_of, all_kinds().values()))


def _settings_of(kind: CarrierKind[Any]) -> KindSettings:
    fields = kind.config.model_fields.items()
    found = tuple(_setting(name, field) for name, field in fields)
    return KindSettings(kind=kind.name, simulated=kind.simulated, settings=found)


def _setting(name: str, field: FieldInfo) -> KindSetting:
    plain, *_ = _plain_types(field.annotation)
    return KindSetting(
        name=name,
        type=_type(field, plain),
        required=field.is_required(),
        default=None if field.is_required() else field.get_default(call_default_factory=True),
        choices=tuple(map(str, get_args(plain))) if get_origin(plain) is Literal else (),
        about=field.description or "",
    )


def _type(field: FieldInfo, plain: Any) -> SettingType:
    if NAMES_A_SECRET in field.metadata or NAMES_A_SECRET in _marks(field.annotation):
        return "secret"
    if get_origin(plain) is Literal:
        return "choice"
    if get_origin(plain) is tuple:
        return "list"
    if plain is bool:
        return "switch"
    return "number" if plain in (int, float) else "text"


def _plain_types(annotation: Any) -> tuple[Any, ...]:
    """The types of a union without None; the type itself otherwise."""
    if get_origin(annotation) in (Union, UnionType):
        return tuple(one for one in get_args(annotation) if one is not NoneType)
    return (annotation,)


def _marks(annotation: Any) -> Iterator[Any]:
    """What the types of a union are annotated with."""
    for one in _plain_types(annotation):
        yield from getattr(one, "__metadata__", ())
