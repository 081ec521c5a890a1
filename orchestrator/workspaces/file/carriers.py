"""Reads the carriers of a workspace file. No message repeats a value: it may be a secret."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError
from yaml import ScalarNode

from hookflash.domain.problem import Problem
from hookflash.domain.workspace.carrier import Carrier, carrier_name_problem
from hookflash.domain.workspace.names import closest
from hookflash.orchestrator.configured_carriers.registry import kind_called, kind_names
from hookflash.orchestrator.ports.carriers import CarrierKind
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, excerpt

_URLS: Final = ("url", "base_url", "public_url", "uri", "host", "address", "endpoint")
"""What a workspace might want to set, and must not: it could reach into the operator's network."""
_OPERATORS: Final = "Remove it: URLs are set by the operator of the process, not by a workspace."
_NAME_IT: Final = (
    "Write “secret:NAME”, such as “secret:main”; the value itself goes into the section of this "
    "workspace in the operator's secrets file."
)


def read_carriers(reader: NodeReader) -> tuple[Carrier, ...]:
    """Read the carriers, each a name with its kind and the kind's settings."""
    found = (_carrier(key, item) for key, item in reader.entries())
    return tuple(carrier for carrier in found if carrier)


def _carrier(key: NodeReader, item: NodeReader) -> Carrier | None:
    if problem := carrier_name_problem(key.node.value):
        key.report(problem)
        return None
    kinds = item.entries()
    if len(kinds) != 1:
        if item.is_mapping:
            item.refuse("a carrier is of one kind", f"Write one of {', '.join(kind_names())}.")
        return None
    (name, settings) = kinds[0]
    kind = kind_called(name.node.value)
    if kind is None:
        name.report(unknown_kind(name.node.value))
        return None
    read = _settings(kind, settings)
    if read is None:
        return None
    return Carrier(name=key.node.value, kind=kind.name, settings=read)


def unknown_kind(name: str) -> Problem:
    """The problem of a kind that does not exist."""
    near = closest(name, kind_names())
    right = f"Did you mean “{near}”?" if near else f"There are {', '.join(kind_names())}."
    return Problem(wrong=f"there is no kind of carrier “{excerpt(name)}”", right=right)


def _settings(kind: CarrierKind[Any], reader: NodeReader) -> dict[str, Any] | None:
    """The settings that differ from their defaults; None if they are not valid."""
    entries = () if reader.is_null else reader.entries()
    if not reader.is_null and not reader.is_mapping:
        return None
    fields, known = {}, tuple(kind.config.model_fields)
    sound = True
    for key, item in entries:
        if key.node.value not in known:
            key.refuse(f"unknown key “{excerpt(key.node.value)}”", _unknown(key.node.value, kind))
            sound = False
        elif not item.is_null:
            fields[key.node.value] = item
    values = {name: _value(item) for name, item in fields.items()}
    try:
        config = kind.config.model_validate(
            {name: value for name, value in values.items() if value is not None}
        )
    except ValidationError as error:
        _report(error, reader, fields)
        return None
    if not sound or None in values.values():
        return None
    settings: dict[str, Any] = config.model_dump(mode="json", exclude_defaults=True)
    return settings


def _unknown(key: str, kind: CarrierKind[Any]) -> str:
    if key in _URLS:
        return _OPERATORS
    known = tuple(kind.config.model_fields)
    if near := closest(key, known):
        return f"Did you mean “{near}”?"
    keys = f"The keys here are {', '.join(known)}." if known else "It has no settings."
    return f"{keys[:-1]}, for {kind.name}."


def _value(item: NodeReader) -> str | list[str] | None:
    """The text of a setting, or its texts; None, reported, if it is neither."""
    if item.is_list:
        texts = [one.text() for one in item.items()]
        return [one for one in texts if one is not None]
    if isinstance(item.node, ScalarNode):
        return str(item.node.value).strip()
    item.refuse("text is expected here", "Write it in quotes.")
    return None


def _report(error: ValidationError, at: NodeReader, fields: Mapping[str, NodeReader]) -> None:
    for name, wrong, right in _problems(error):
        (fields.get(name) or at.at_missing(name)).refuse(wrong, right)


def _problems(error: ValidationError) -> Iterator[tuple[str, str, str]]:
    """Each field, what is wrong with it, and how to mend it, without what was written."""
    for one in error.errors(include_input=False, include_url=False, include_context=False):
        name = str(one["loc"][0]) if one["loc"] else ""
        if one["type"] == "missing":
            yield name, f"“{name}” is missing", f"Write “{name}: …”."
        elif one["type"] == "secret_name":
            yield name, "this names no secret of this workspace", _NAME_IT
        else:
            said = one["msg"].removeprefix("Value error, ").rstrip(".")
            yield name, "the value is not valid", f"{said[:1].upper()}{said[1:]}."
