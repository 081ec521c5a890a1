"""Makes what a model wrote storable, whatever it wrote: it may be anything."""

import hashlib
import json
from typing import Any, Final

from hookflash.orchestrator.log.storable import is_storable

LONGEST_NAME: Final = 200
"""Characters of a tool's name that are recorded; every tool of ours has fewer."""
LONGEST_ID: Final = 500
"""Characters of an id that a host gives; of a longer one its digest is recorded."""
LONGEST_ARGUMENTS: Final = 2_000
"""Characters of JSON that are recorded of arguments; whatever they are, they are refused."""
LONGEST_WORDS: Final = 10_000
"""Characters of one utterance that are recorded."""
_RAW: Final = "arguments"
"""The key of arguments that are no JSON object, or no short one."""


def storable_text(text: str, longest: int = LONGEST_WORDS) -> str:
    """``text``, cut off after ``longest`` characters and without what no text can hold."""
    kept = text[:longest].encode("utf-8", "replace").decode()
    return kept.replace("\0", "\ufffd")


def storable_id(given: str) -> str:
    """``given``, or its digest if it is long or holds what no text can hold."""
    if len(given) <= LONGEST_ID and given.isprintable():
        return given
    return hashlib.sha256(given.encode("utf-8", "surrogatepass")).hexdigest()


def arguments_of(given: object) -> dict[str, object]:
    """The arguments of a tool call: empty only if there are none, in any of the usual forms.

    Frameworks pass an object, its JSON, or nothing.
    """
    if isinstance(given, str):
        given = _decoded(given)
    if given is None or given in ({}, ""):
        return {}
    return _short(given if isinstance(given, dict) else {_RAW: given})


def _decoded(given: str) -> object:
    try:
        return json.loads(given)
    except (ValueError, RecursionError):
        return given.strip()


def _short(arguments: dict[Any, Any]) -> dict[str, object]:
    """The arguments themselves if they are short and can be stored, or else their beginning."""
    try:
        written = json.dumps(arguments, ensure_ascii=False, allow_nan=False)
        kept = json.loads(written)
        written.encode()
    except (ValueError, TypeError, RecursionError):
        return {_RAW: storable_text(_shown(arguments), LONGEST_ARGUMENTS)}
    if len(written) > LONGEST_ARGUMENTS or not is_storable(kept):
        return {_RAW: storable_text(written, LONGEST_ARGUMENTS)}
    return dict(kept)


def _shown(arguments: dict[Any, Any]) -> str:
    try:
        return repr(arguments)
    except Exception as error:  # noqa: BLE001 - an object of the host's, which shows itself
        return type(error).__name__
