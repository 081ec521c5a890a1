"""Reads a file's text and parses its YAML."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from yaml import MarkedYAMLError, Node, YAMLError
from yaml.reader import ReaderError

from hookflash.orchestrator.workspaces.file.lenient_yaml import LenientLoader
from hookflash.orchestrator.workspaces.file.problems import FileProblem

Report = Callable[[FileProblem], None]

_HINTS: Final = {
    "mapping values are not allowed": "Put a value that contains “: ” in quotes.",
    "cannot start any token": "Indent with spaces, not tabs, and quote a value that begins with a "
    "special character.",
}
_USUAL_HINT: Final = "Check the indentation, quotes and brackets here and on the line above."


def read_text(path: Path, report: Report) -> str | None:
    """Read a UTF-8 file; reports a problem and returns None if it cannot be read."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        report(_at(path, "there is no such file", "Check the spelling and the folder."))
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        report(_at(path, f"the file cannot be read: {reason}", "Give the path of a YAML file."))
        return None
    return decoded(content, path, report)


def decoded(content: bytes, path: Path, report: Report) -> str | None:
    """Decode UTF-8; reports a problem and returns None if ``content`` is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        report(_at(path, "the file is not UTF-8", "Save it as UTF-8 text.", line))
        return None


def read_tree(text: str, path: Path, report: Report, begin: str) -> Node | None:
    """Parse ``text`` as YAML; reports a problem and returns None if it is invalid or empty.

    ``begin`` is an example of a first line, for the message about an empty file.
    """
    try:
        tree = LenientLoader(text).get_single_node()
    except RecursionError:
        report(_at(path, "lists and mappings are nested too deeply", "Write fewer levels."))
        return None
    except (YAMLError, ValueError, OverflowError) as error:
        wrong, right, line = _explain(error, text)
        report(_at(path, wrong, right, line))
        return None
    if tree is None:
        report(_at(path, "the file is empty", f"Begin with “{begin}”."))
    return tree


def _explain(error: Exception, text: str) -> tuple[str, str, int | None]:
    if isinstance(error, ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return f"YAML does not allow the character U+{error.character:04X}", "Remove it.", line
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        hint = next((h for words, h in _HINTS.items() if words in str(error.problem)), _USUAL_HINT)
        what = ", ".join(filter(None, (error.context, error.problem)))
        return f"this is not valid YAML: {what}", hint, error.problem_mark.line + 1
    return "an escape sequence in quotes is invalid", "Write the character itself.", None


def _at(path: Path, wrong: str, right: str, line: int | None = None) -> FileProblem:
    return FileProblem(file=str(path), line=line, wrong=wrong, right=right)
