"""Copies a call, so that the copy and the original can go their own ways."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

from hookflash.domain.call.call import Call
from hookflash.domain.call.seen_ids import SeenIds

Copy = Callable[[Any], Any]


def copy_of(call: Call) -> Call:
    """A call like ``call`` that shares nothing with it that can change.

    It takes a fraction of the time of folding the events again, and of ``deepcopy``.
    """
    copied: Call = _copy(call)
    return copied


def _copy(value: Any) -> Any:
    copy = _COPIES[type(value)]
    return value if copy is None else copy(value)


class _Copies(dict[type, Copy | None]):
    """How to copy a value of each type; None: it cannot change. Found on first use."""

    def __missing__(self, kind: type) -> Copy | None:
        frozen = not is_dataclass(kind) or kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
        found = self[kind] = None if frozen else _of_fields(kind)
        return found


def _of_fields(kind: type) -> Copy:
    names = tuple(field.name for field in fields(kind))

    def copy_fields(value: Any) -> Any:
        copied: Any = object.__new__(kind)
        for name in names:
            part = getattr(value, name)
            copy = _COPIES[type(part)]
            setattr(copied, name, part if copy is None else copy(part))
        return copied

    return copy_fields


def _of_list(value: list[Any]) -> list[Any]:
    return [_copy(one) for one in value]


def _of_dict(value: dict[Any, Any]) -> dict[Any, Any]:
    return {key: _copy(one) for key, one in value.items()}


_COPIES = _Copies({list: _of_list, dict: _of_dict, SeenIds: SeenIds.copied})
