"""The language of a workspace or number, as a BCP 47 tag: ``en``, ``es-MX``."""

import re
from typing import Final

from hookflash.domain.problem import Problem

DEFAULT_LANGUAGE: Final = "en"
_REGION: Final = 2
"""Characters of a region, as in "es-MX"."""
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def language_tag(text: str) -> str | Problem:
    """Return ``text`` as a tag in the usual letter case, or what is wrong with it."""
    if not _TAG.fullmatch(text):
        wrong = f"“{text}” is not a language"
        return Problem(wrong=wrong, right="Write a tag such as en, es or es-MX.")
    base, *rest = text.split("-")
    return "-".join(
        [base.lower(), *(part if len(part) > _REGION else part.upper() for part in rest)]
    )
