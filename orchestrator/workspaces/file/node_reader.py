"""Reads one node of a YAML tree as an expected type and reports anything else as a problem."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from hookflash.domain.job.job import Job
from hookflash.domain.problem import Problem
from hookflash.domain.workspace.names import closest, name_problem
from hookflash.orchestrator.workspaces.file.problems import FileProblem

T = TypeVar("T")
D = TypeVar("D")

_NULLS: Final = ("", "~", "null", "Null", "NULL")
_BOOLEANS: Final = {
    **dict.fromkeys(("true", "yes", "on"), True),
    **dict.fromkeys(("false", "no", "off"), False),
}
_MAX_DIGITS: Final = 9
_MAX_EXCERPT: Final = 40
_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")


class EnoughProblems(Exception):
    """The file has as many problems as are reported; the rest of it was not read."""


@dataclass
class ReadContext:
    """Shared by all readers of one file: its name, its text and the problems found so far."""

    file: str
    text: str
    problems: list[FileProblem] = field(default_factory=list)
    describe_place: Callable[[str, int], str] = "{} on line {}".format
    """Turns a path and its line into words, for a message that refers to another node."""
    stored: Mapping[str, Job] = field(default_factory=dict)
    """The jobs saved before: unchanged instructions keep their steps."""
    most_problems: int | None = None
    """After so many, the file is not read any further: ``EnoughProblems``."""
    most_items: int | None = None
    """How many items a list may have."""


@dataclass(frozen=True)
class NodeReader:
    """A node of the tree, at ``path``.

    The methods that read a value report a problem and return None (or nothing) when the node does
    not hold what was asked for.
    """

    context: ReadContext
    node: Node
    path: str = ""

    @property
    def line(self) -> int:
        """The line on which the node begins, from 1."""
        return int(self.node.start_mark.line) + 1

    @property
    def place(self) -> str:
        """The node's place in words, for messages."""
        return self.context.describe_place(self.path, self.line)

    @property
    def is_null(self) -> bool:
        """Whether the value is empty or YAML's null."""
        node = self.node
        return isinstance(node, ScalarNode) and node.style is None and node.value in _NULLS

    def report(self, problem: Problem, line: int | None = None) -> None:
        """Record a problem with this node; ``line`` defaults to the node's first line."""
        self.context.problems.append(
            FileProblem(
                file=self.context.file,
                path=self.path,
                line=line or self.line,
                wrong=problem.wrong,
                right=problem.right,
            )
        )
        if len(self.context.problems) == self.context.most_problems:
            raise EnoughProblems

    def refuse(self, wrong: str, right: str) -> None:
        """Record a problem with this node, given as two sentences."""
        self.report(Problem(wrong=wrong, right=right))

    @property
    def is_list(self) -> bool:
        """Whether the node is a list."""
        return isinstance(self.node, SequenceNode)

    @property
    def is_mapping(self) -> bool:
        """Whether the node has keys with values."""
        return isinstance(self.node, MappingNode)

    def entries(self) -> tuple[tuple["NodeReader", "NodeReader"], ...]:
        """Return a reader for each key and for its value, of a mapping whose keys are free."""
        if not isinstance(self.node, MappingNode):
            self.refuse("keys with values are expected here", "Write each as “NAME: …”.")
            return ()
        found: dict[str, tuple[NodeReader, NodeReader]] = {}
        for name, value in self.node.value:
            if not isinstance(name, ScalarNode):
                replace(self, node=name).refuse("a key must be a word", "Write each as “NAME: …”.")
                continue
            at_key = NodeReader(self.context, name, self._path_of(name.value))
            if name.value in found:
                wrong = f"the key “{excerpt(name.value)}” appears twice"
                at_key.refuse(wrong, "Remove one of the two.")
            else:
                found[name.value] = at_key, replace(at_key, node=value)
        return tuple(found.values())

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of a mapping, including unknown ones."""
        pairs = self.node.value if isinstance(self.node, MappingNode) else ()
        return tuple(name.value for name, _ in pairs if isinstance(name, ScalarNode))

    def find_text(self, key: str) -> "NodeReader | None":
        """Return the text under ``key``, or None; reports nothing."""
        if isinstance(self.node, MappingNode):
            for name, value in self.node.value:
                reader = NodeReader(self.context, value, self._path_of(key))
                if name.value == key and isinstance(value, ScalarNode) and not reader.is_null:
                    return reader
        return None

    def fields(
        self, required: Mapping[str, str], optional: Collection[str] = ()
    ) -> dict[str, "NodeReader"]:
        """Return a reader for each key with a value; an empty value counts as absent.

        ``required`` maps each mandatory key to an example value, for the message if it is missing.
        """
        known = (*required, *optional)
        if not isinstance(self.node, MappingNode):
            example = ", ".join(f"{key}: {value}" for key, value in required.items())
            right = f"Write “{example}”." if example else f"Write the keys {', '.join(known)}."
            self.refuse("keys with values are expected here", right)
            return {}
        found: dict[str, NodeReader] = {}
        for name, value in self.node.value:
            self._add_field(found, name, value, known)
        written = {key: reader for key, reader in found.items() if not reader.is_null}
        for key, example in required.items():
            if key not in written:
                wrong = "the value is empty" if key in found else f"“{key}” is missing"
                reader = found.get(key) or self.at_missing(key)
                reader.refuse(wrong, f"Write “{key}: {example}”.")
        return written

    def at_missing(self, key: str) -> "NodeReader":
        """Return this node under the path that ``key`` would have."""
        return replace(self, path=self._path_of(key))

    def _add_field(
        self, found: dict[str, "NodeReader"], name: Node, value: Node, known: Collection[str]
    ) -> None:
        keys = f"The keys here are {', '.join(known)}."
        if not isinstance(name, ScalarNode):
            replace(self, node=name).refuse("a key must be a word", keys)
            return
        key = name.value
        at_key = NodeReader(self.context, name, self._path_of(key))
        if key not in known:
            near = closest(key, known)
            right = f"Did you mean “{near}”?" if near else keys
            at_key.refuse(f"unknown key “{excerpt(key)}”", right)
        elif key in found:
            at_key.refuse(f"the key “{key}” appears twice", "Remove one of the two.")
        else:
            found[key] = replace(at_key, node=value)

    def _path_of(self, key: str) -> str:
        return f"{self.path}.{excerpt(key)}" if self.path else excerpt(key)

    def items(self) -> tuple["NodeReader", ...]:
        """Return a reader for each item of a list."""
        if not isinstance(self.node, SequenceNode):
            self.refuse("a list is expected here", "Write each item on a line after “- ”.")
            return ()
        count, most = len(self.node.value), self.context.most_items
        if most is not None and count > most:
            right = f"Send at most {most:,} at once: add the others one by one, or apply a file."
            self.refuse(f"the list has {count:,} items", right)
            return ()
        return tuple(
            NodeReader(self.context, node, f"{self.path}[{index}]")
            for index, node in enumerate(self.node.value)
        )

    def text(self, most: int | None = None) -> str | None:
        """Read non-empty text of at most ``most`` characters, without surrounding space."""
        text = self._scalar().strip()
        if not isinstance(self.node, ScalarNode):
            self.refuse("text is expected here", "Write it in quotes, or after “|”.")
        elif not text or self.is_null:
            self.refuse("the value is empty", "Write some text.")
        elif "\0" in text:
            self.refuse("the text contains the character U+0000", "Remove it.")
        elif most is not None and len(text) > most:
            self.refuse(f"the text has {len(text):,} characters", f"Write at most {most:,}.")
        else:
            return text
        return None

    def name(self) -> str | None:
        """Read a name that :func:`name_problem` accepts."""
        name = self._scalar().strip()
        if not isinstance(self.node, ScalarNode):
            self.refuse("a name is expected here", "Write it in quotes.")
        elif problem := name_problem(name):
            self.report(problem)
        else:
            return name
        return None

    def boolean(self) -> bool | None:
        """Read true or false, in any of YAML's spellings."""
        value = _BOOLEANS.get(self._scalar().casefold())
        if value is None:
            self.refuse(f"{self._quoted()} is neither true nor false", "Write true or false.")
        return value

    def integer(self, least: int, most: int) -> int | None:
        """Read a whole number from ``least`` to ``most``."""
        digits = self._scalar()
        if re.fullmatch(rf"[+-]?[0-9]{{1,{_MAX_DIGITS}}}", digits) and (
            least <= int(digits) <= most
        ):
            return int(digits)
        wrong = f"{self._quoted()} is not a whole number from {least} to {most}"
        self.refuse(wrong, f"Write one from {least} to {most}.")
        return None

    def choice(self, words: Collection[str]) -> str | None:
        """Read one of ``words``."""
        if self._scalar() in words:
            return self._scalar()
        self.refuse(f"{self._quoted()} is not allowed here", f"Write one of {', '.join(words)}.")
        return None

    def line_of_slash(self, count: int) -> int:
        """Return the line (from 1) of the slash that follows the first ``count`` in this text."""
        start = self.node.start_mark.index
        source = self.context.text[start : self.node.end_mark.index]
        index = -1
        for _ in range(count + 1):
            index = source.find("/", index + 1)
        return self.line + len(_BREAK.findall(source, 0, max(index, 0)))

    def _scalar(self) -> str:
        return str(self.node.value) if isinstance(self.node, ScalarNode) else ""

    def _quoted(self) -> str:
        return f"“{excerpt(self._scalar())}”" if isinstance(self.node, ScalarNode) else "this"


def read_field(
    fields: Mapping[str, NodeReader], key: str, read: Callable[[NodeReader], T | None], default: D
) -> T | D:
    """Read the field under ``key``; ``default`` if it is absent or invalid."""
    value = read(fields[key]) if key in fields else None
    return default if value is None else value


def excerpt(text: str) -> str:
    """``text`` on one line, shortened for a message."""
    line = " ".join(text.split())
    return line if len(line) <= _MAX_EXCERPT else f"{line[:_MAX_EXCERPT]}…"
