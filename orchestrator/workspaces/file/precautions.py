"""Reads what a workspace file sets to protect callers: quiet hours, words in an emergency."""

from functools import partial

from hookflash.domain.workspace.precautions import (
    MAX_EMERGENCY_WORDS,
    Precautions,
    QuietHours,
    time_of,
)
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, read_field

KEYS = ("quiet_hours", "emergency")
"""The keys of a workspace file that this module reads."""


def read_precautions(fields: dict[str, NodeReader]) -> Precautions:
    """Read ``quiet_hours`` and ``emergency``; both may be missing."""
    words = partial(NodeReader.text, most=MAX_EMERGENCY_WORDS)
    return Precautions(
        quiet_hours=read_field(fields, "quiet_hours", _quiet_hours, None),
        emergency_words=read_field(fields, "emergency", words, ""),
    )


def _quiet_hours(reader: NodeReader) -> QuietHours | None:
    fields = reader.fields({"from": '"21:00"', "to": '"08:00"'})
    begin, end = (read_field(fields, key, _time, "") for key in ("from", "to"))
    if not begin or not end:
        return None
    if begin == end:
        fields["to"].refuse("the quiet hours end when they begin", "Write another time.")
        return None
    return QuietHours(begin=begin, end=end)


def _time(reader: NodeReader) -> str | None:
    text = reader.text()
    at = time_of(text) if text else None
    if text and at is None:
        reader.refuse(f"“{text}” is not a time of day", "Write it as “21:00”, in quotes.")
    return f"{at:%H:%M}" if at is not None else None
