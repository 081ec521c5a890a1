"""Names of members, inboxes, jobs and workspaces, and the workspace id made from a name."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import Final

from hookflash.domain.problem import Problem

MAX_NAME: Final = 100

RESERVED: Final = frozenset({"directory"})
"""Ids that no workspace may have: streams that belong to no workspace begin with them."""

_UNSEEN: Final = ("Cc", "Cf", "Zl", "Zp")
"""Unicode categories of control and format characters, and line and paragraph separators."""

_JOINERS: Final = "\u200c\u200d"
"""Zero-width joiners, which some scripts and emoji need."""

_COMPARED: Final = 1_000

_QUOTES = str.maketrans("\u2018\u2019\u02bc\u201c\u201d", "'''\"\"")


def folded(name: str) -> str:
    """The form in which names are compared.

    Letter case, runs of spaces, and the shape of apostrophes and quotes are ignored.
    """
    return " ".join(unicodedata.normalize("NFKC", name).translate(_QUOTES).casefold().split())


def tidy(name: str) -> str:
    """``name`` as it is stored: without spaces around it."""
    return name.strip()


def name_problem(name: str) -> Problem | None:
    """What is wrong with ``name``, if anything; valid is 1 to 100 characters on one line."""
    if not tidy(name).strip(_JOINERS):
        return Problem(wrong="the name is blank", right=f"Write 1 to {MAX_NAME} characters.")
    if len(tidy(name)) > MAX_NAME:
        return Problem(
            wrong=f"the name has {len(tidy(name)):,} characters",
            right=f"Write at most {MAX_NAME}.",
        )
    if len(tidy(name).splitlines()) > 1:
        return Problem(wrong="the name contains a line break", right="Write it on one line.")
    if unseen := next(filter(_is_unseen, tidy(name)), None):
        return Problem(
            wrong=f"the name contains the invisible character U+{ord(unseen):04X}",
            right="Remove that character, or type the name again.",
        )
    return None


def _is_unseen(char: str) -> bool:
    return char not in _JOINERS and unicodedata.category(char) in _UNSEEN


def suggestable(known: Iterable[str]) -> tuple[str, ...]:
    """The valid names among ``known``.

    Only these are offered in a message: an invalid one has to be changed first, and may contain a
    line break.
    """
    return tuple(name for name in known if name_problem(name) is None)


def closest(name: str, known: Iterable[str]) -> str | None:
    """The valid name in ``known`` that ``name`` probably misspells; None if none is similar.

    Only the first ``_COMPARED`` of ``known`` are compared, which is slow.
    """
    spelt = {folded(one): one for one in suggestable(islice(known, _COMPARED))}
    near = difflib.get_close_matches(folded(name), spelt, n=1)
    return spelt[near[0]] if near else None


def slug(name: str) -> str:
    """The id of a workspace in streams and URLs: ``Harbor Dental`` becomes ``harbor-dental``.

    Accents are dropped; other characters than a-z and digits become hyphens. Names with the same
    slug are the same workspace. Raises ``ValueError`` if no character is left, or if the id is
    ``RESERVED``.
    """
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    if not found:
        raise ValueError(f"“{name}” has no letter a-z or digit to make the workspace's id from")
    if found in RESERVED:
        raise ValueError(f"“{name}” would give the workspace the id “{found}”, which is reserved")
    return found
