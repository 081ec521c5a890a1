"""Reads the operator's secrets file. Its errors name places, never what is written there."""

import tomllib
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from hookflash.domain.errors import HookflashError
from hookflash.domain.workspace.carrier import is_plain_name

_SHAPE: Final = "write “WORKSPACE:” and, indented below it, “NAME: VALUE” or “NAME: {file: PATH}”"


class InvalidSecrets(HookflashError, ValueError):
    """The secrets file cannot be used; the message contains nothing of it but names."""


class Located(NamedTuple):
    """A secret that is in a file of its own."""

    path: Path


class _OnceLoader(yaml.SafeLoader):
    """Refuses keys that are there twice, of which the last one would count."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - as overridden
        found = super().construct_mapping(node, deep)
        if len(found) != len(node.value):
            raise yaml.MarkedYAMLError(problem="a key twice", problem_mark=node.start_mark)
        return found


def read_secrets(file: Path) -> dict[str, dict[str, str | Located]]:
    """The secrets of each workspace, by name. Raises :class:`InvalidSecrets`."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidSecrets(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidSecrets(f"{file}: this is not text in UTF-8") from None
    sections = _parsed(file, text)
    if sections is None:
        return {}
    if not isinstance(sections, dict):
        raise InvalidSecrets(f"{file}: there are no sections; {_SHAPE}")
    return {
        _name(file, section, "section", "the id of a workspace"): _section(file, section, entries)
        for section, entries in sections.items()
    }


def _parsed(file: Path, text: str) -> Any:
    """The file's values. What the parsers complain about is left out: it may quote a secret."""
    try:
        if file.suffix.lower() == ".toml":
            return tomllib.loads(text)
        return yaml.load(text, _OnceLoader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        twice = "a key is there twice" if error.problem == "a key twice" else "not valid YAML"
        raise InvalidSecrets(f"{file}: {line}{twice}") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        kind = "TOML" if file.suffix.lower() == ".toml" else "YAML"
        raise InvalidSecrets(f"{file}: this is not valid {kind}") from None


def _name(file: Path, given: object, what: str, example: str) -> str:
    if isinstance(given, str) and is_plain_name(given):
        return given
    raise InvalidSecrets(
        f"{file}: the name of a {what} is not {example}; use a-z, digits and single hyphens"
    )


def _section(file: Path, section: str, entries: object) -> dict[str, str | Located]:
    if not isinstance(entries, dict):
        raise InvalidSecrets(f"{file}: {section}: there are no named secrets; {_SHAPE}")
    return {
        _name(file, name, f"secret of “{section}”", "such as “main”"): _entry(
            file, f"{section}.{name}", value
        )
        for name, value in entries.items()
    }


def _entry(file: Path, place: str, value: object) -> str | Located:
    if isinstance(value, str) and value.strip():
        return value.strip()
    if isinstance(value, dict) and set(value) == {"file"} and isinstance(value["file"], str):
        return Located(file.parent / value["file"])
    raise InvalidSecrets(f"{file}: {place}: write text in quotes, or {{file: PATH}}")
