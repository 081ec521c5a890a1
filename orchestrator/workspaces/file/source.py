"""A file's text, and the tree of YAML in it."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from yaml import MarkedYAMLError, Node, YAMLError
from yaml.reader import ReaderError

from hookflash.orchestrator.workspaces.file.lenient_yaml import LenientLoader
from hookflash.orchestrator.workspaces.file.problems import FileProblem

Report = Callable[[FileProblem], None]

_HINTS: Final = {
    "mapping values are not allowed": "Put a value that holds “: ” in quotes.",
    "cannot start any token": "Indent with spaces, not tabs, and put a value that begins with a "
    "sign in quotes.",
}
_USUAL_HINT: Final = "Check the indentation, quotes and brackets here and on the line above."


def read_text(path: Path, report: Report) -> str | None:
    """The text of a UTF-8 file; None, and the reason reported, if there is none to be had."""
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
    """The UTF-8 text in ``content``; None, and the reason reported, if it is none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        report(_at(path, "the file is not UTF-8", "Save it as UTF-8 text.", line))
        return None


def read_tree(text: str, path: Path, report: Report, begin: str) -> Node | None:
    """The YAML in ``text``; None, and the reason reported, if there is none.

    ``begin`` is what such a file may begin with, for whoever left it empty.
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
        return f"the character U+{error.character:04X} may not stand in YAML", "Remove it.", line
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        hint = next((h for words, h in _HINTS.items() if words in str(error.problem)), _USUAL_HINT)
        what = ", ".join(filter(None, (error.context, error.problem)))
        return f"this is not YAML: {what}", hint, error.problem_mark.line + 1
    return "an escape in quotes stands for no character", "Write the character itself.", None


def _at(path: Path, wrong: str, right: str, line: int | None = None) -> FileProblem:
    return FileProblem(file=str(path), line=line, wrong=wrong, right=right)
