"""Reads stored events several times as fast as pydantic does, for those who read whole logs.

The result is the same event: what these readers refuse, and what they cannot represent, is left to
pydantic. An event's own fields are checked as strictly; values within it are read by pydantic, once
for all events in which they are written alike. Only a time with more than six decimals, which
Hookflash never writes, is rounded to the microsecond instead of cut.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Final, Literal, get_args, get_origin

import msgspec
from pydantic import AwareDatetime, BaseModel, TypeAdapter
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from hookflash.domain.event import Actor, Event

Reader = Callable[[bytes], Event]
_PLAIN: Final[dict[object, Any]] = {
    **{kind: kind for kind in (str, int, float, bool, Actor, type(None))},
    AwareDatetime: Annotated[datetime, msgspec.Meta(tz=True)],
}
_REMEMBERED: Final = 4_096
"""How many written values of a field are kept."""
_set: Final = object.__setattr__
# Slots, which are set in half the time of a named attribute.
_set_fields: Final = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_set_extra: Final = BaseModel.__dict__["__pydantic_extra__"].__set__
_set_private: Final = BaseModel.__dict__["__pydantic_private__"].__set__


def quick_reader(kind: type[Event]) -> Reader | None:
    """A reader of the JSON of events of one kind; None if it checks more than its fields' types.

    The reader raises an exception for what may not be such an event.
    """
    checks = kind.__pydantic_decorators__
    if checks.field_validators or checks.model_validators or checks.validators:
        return None
    inner: dict[str, Callable[[bytes], Any]] = {}
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for name, field in kind.model_fields.items():
        if field.metadata or field.validation_alias or field.default_factory:
            return None
        plain = _plain(field.annotation)
        if plain is None:
            inner[name] = _remembering(field.annotation)
        fields.append(_field(name, msgspec.Raw if plain is None else plain, field))
    struct = msgspec.defstruct(
        kind.__name__, fields, kw_only=True, forbid_unknown_fields=True, gc=False
    )
    return _reader(kind, msgspec.json.Decoder(struct).decode, inner)


def _reader(
    kind: type[Event],
    decode: Callable[[bytes], Any],
    inner: dict[str, Callable[[bytes], Any]],
) -> Reader:
    as_dict, new, raw = msgspec.structs.asdict, object.__new__, msgspec.Raw
    names, values = frozenset(kind.model_fields), tuple(inner.items())

    def read(json: bytes) -> Event:
        fields = as_dict(decode(json))
        for name, value_of in values:
            value = fields[name]
            if type(value) is raw:
                fields[name] = value_of(bytes(value))
        event = new(kind)
        _set(event, "__dict__", fields)
        _set_fields(event, names)
        _set_extra(event, None)
        _set_private(event, None)
        return event

    return read


def _plain(annotation: Any) -> Any:
    """The same type as msgspec knows it; None if it does not."""
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Literal and all(type(part) is str for part in parts):
        return annotation
    if origin is tuple and parts == (str, ...):
        return annotation
    if type(None) in parts:
        others = [part for part in parts if part is not type(None)]
        known = _plain(others[0]) if len(others) == 1 else None
        return known | None if known is not None else None
    return None


def _field(name: str, kind: Any, field: FieldInfo) -> tuple[str, Any] | tuple[str, Any, Any]:
    if field.default is PydanticUndefined:
        return name, kind
    return name, kind, field.default


def _remembering(annotation: Any) -> Callable[[bytes], Any]:
    """Read values of a type, each way of writing one only once if they cannot change."""
    read = TypeAdapter(annotation).validate_json
    if get_origin(annotation) is dict:
        return read
    known: dict[bytes, Any] = {}

    def remembered(json: bytes) -> Any:
        value = known.get(json, known)
        if value is known:
            value = read(json)
            if len(known) >= _REMEMBERED:
                known.clear()
            known[json] = value
        return value

    return remembered
