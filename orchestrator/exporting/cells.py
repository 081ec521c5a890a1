"""Keeps a spreadsheet from taking text for a formula.

A spreadsheet runs what begins with ``=``, ``+``, ``-`` or ``@``, no matter who wrote it: the name
of a job, or a carrier's reason. An apostrophe before it says that it is text. A spreadsheet that
expects another separator than the comma begins a cell after ``;``, a tab or a line break, so there
too.
"""

import re
import unicodedata
from typing import Final

_TRIGGERS: Final = frozenset("=+-@")
_BEGINNINGS: Final = re.compile(r"(?<=[;\t\r\n\v\f\u0085\u2028\u2029\uff1b])")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
"""A phone number in E.164, or a figure: a spreadsheet reads it as a number, which does nothing."""


def text_cell(text: str) -> str:
    """``text`` as the content of a cell that no spreadsheet runs."""
    if _NUMBER.fullmatch(text):
        return text
    return "".join(map(_marked, _BEGINNINGS.split(text)))


def _marked(part: str) -> str:
    first = next((char for char in part if not _is_skipped(char)), "")
    runs = unicodedata.normalize("NFKC", first)[:1] in _TRIGGERS or part[:1] in ("\t", "\r")
    return f"'{part}" if runs else part


def _is_skipped(char: str) -> bool:
    """Whether a spreadsheet may drop ``char`` at the beginning of a cell: blank or invisible."""
    return char.isspace() or unicodedata.category(char).startswith("C") or char in "'\"\u2060"
