"""Reads what the caller says and presses in a call script."""

import re
from typing import Final

from yaml import MappingNode, ScalarNode

from hookflash.orchestrator.carriers.simulator.script import THINKING, Line
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, read_field

SILENCE_SECONDS: Final = 25.0
"""How long a caller who says ``""`` stays silent: long enough for a question to lapse."""
MAX_SECONDS: Final = 3_600

_SECONDS = re.compile(r"\d{1,4}(\.\d{1,3})?")
_KEYS = re.compile(r"[0-9*#]{1,32}")
_LINE: Final = "Write the words in quotes, or “{say: …, after: 3}”, or “{press: 1}”."


def read_lines(reader: NodeReader) -> tuple[Line, ...]:
    """Read what the caller says and presses, in order."""
    lines = (_line(item) for item in reader.items())
    return tuple(line for line in lines if line)


def read_keys(reader: NodeReader) -> tuple[str, ...]:
    """Read the keys that the caller presses, one entry per question."""
    keys = (_keys(item) for item in reader.items())
    return tuple(pressed for pressed in keys if pressed)


def read_seconds(reader: NodeReader) -> float | None:
    """Read a number of seconds, up to an hour."""
    written = reader.node.value
    if isinstance(written, str) and _SECONDS.fullmatch(written) and float(written) <= MAX_SECONDS:
        return float(written)
    wrong = "this is not a number of seconds"
    reader.refuse(wrong, f"Write one from 0 to {MAX_SECONDS:,}, such as 8 or 2.5.")
    return None


def is_blank(reader: NodeReader) -> bool:
    """Whether the node is an empty mapping: ``{}``."""
    return isinstance(reader.node, MappingNode) and not reader.node.value


def _line(item: NodeReader) -> Line | None:
    if isinstance(item.node, ScalarNode):
        return _words(item)
    fields = item.fields({}, ("say", "press", "after"))
    if {"say", "press"} <= fields.keys():
        item.refuse("“say” and “press” cannot be combined", "Make two entries of them.")
    if is_blank(item):
        item.refuse("the entry says and presses nothing", _LINE)
    said = fields["say"].node.value if "say" in fields else ""
    return Line(
        say=read_field(fields, "say", NodeReader.text, "") if said else "",
        press=read_field(fields, "press", _keys, ""),
        after=read_field(fields, "after", read_seconds, THINKING),
    )


def _words(item: NodeReader) -> Line | None:
    if item.node.value == "" and not item.is_null:
        return Line(after=SILENCE_SECONDS)
    words = item.text()
    return Line(say=words) if words else None


def _keys(reader: NodeReader) -> str | None:
    written = reader.node.value
    if isinstance(written, str) and _KEYS.fullmatch(written):
        return written
    reader.refuse("these are not phone keys", 'Write digits, * or #, such as "1".')
    return None
