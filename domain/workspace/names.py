"""Names of members, inboxes, jobs and workspaces, and the id that a workspace's name gives it."""

import difflib
import re
import unicodedata
from collections.abc import Collection
from typing import Final

from hookflash.domain.problem import Problem

MAX_NAME: Final = 100

RESERVED: Final = frozenset({"directory"})
"""Ids that no workspace has: streams outside of all workspaces begin with them."""

_UNSEEN: Final = ("Cc", "Cf", "Zl", "Zp")
"""Unicode categories: control and format characters, separators of lines and paragraphs."""

_JOINERS: Final = "\u200c\u200d"
"""Format characters that scripts and emoji are written with."""

_QUOTES = str.maketrans("\u2018\u2019\u02bc\u201c\u201d", "'''\"\"")


def folded(name: str) -> str:
    """The form by which two names are the same.

    Letter case, the width of spaces, and the shape of apostrophes make no difference.
    """
    return " ".join(unicodedata.normalize("NFKC", name).translate(_QUOTES).casefold().split())


def tidy(name: str) -> str:
    """``name`` as it is kept: without spaces around it."""
    return name.strip()


def name_problem(name: str) -> Problem | None:
    """What keeps ``name`` from being a name, if anything does: 1 to 100 characters on one line."""
    if not tidy(name).strip(_JOINERS):
        return Problem(wrong="the name is blank", right=f"Write 1 to {MAX_NAME} characters.")
    if len(tidy(name)) > MAX_NAME:
        return Problem(
            wrong=f"the name has {len(tidy(name)):,} characters",
            right=f"Write at most {MAX_NAME}.",
        )
    if any(map(_is_unseen, tidy(name))):
        return Problem(
            wrong="the name runs over several lines, or holds a character that cannot be seen",
            right="Write it on one line, in letters, digits and signs.",
        )
    return None


def _is_unseen(char: str) -> bool:
    return char not in _JOINERS and unicodedata.category(char) in _UNSEEN


def closest(name: str, known: Collection[str]) -> str | None:
    """The one of ``known`` that was probably meant by ``name``, if any is near."""
    spelt = {folded(one): one for one in known}
    near = difflib.get_close_matches(folded(name), spelt, n=1)
    return spelt[near[0]] if near else None


def slug(name: str) -> str:
    """The id of a workspace in streams and addresses: ``Harbor Dental`` is ``harbor-dental``.

    Accents are dropped, and whatever is not a letter a-z or a digit becomes a hyphen. Two names
    with one slug are one workspace. Raises ``ValueError`` for a name that leaves nothing, or an
    id of ``RESERVED``.
    """
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    if not found:
        raise ValueError(f"“{name}” has no letter a-z or digit to make an id of")
    if found in RESERVED:
        raise ValueError(f"“{name}” would have the id “{found}”, which no workspace may have")
    return found
