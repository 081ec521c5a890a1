"""A place in a YAML tree: gives what is expected there, and reports what is not."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from hookflash.domain.problem import Problem
from hookflash.domain.workspace.names import closest, name_problem
from hookflash.orchestrator.workspaces.file.problems import FileProblem

T = TypeVar("T")
D = TypeVar("D")

_NULLS: Final = ("", "~", "null", "Null", "NULL")
_TRUTHS: Final = {
    **dict.fromkeys(("true", "yes", "on"), True),
    **dict.fromkeys(("false", "no", "off"), False),
}
_MOST_DIGITS: Final = 9
_MOST_SHOWN: Final = 40
_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")


@dataclass
class Sheet:
    """The file that branches belong to: its name and text, and the problems found so far."""

    file: str
    text: str
    problems: list[FileProblem] = field(default_factory=list)
    place: Callable[[str, int], str] = "{} on line {}".format
    """How a path and its line are told to whoever wrote something elsewhere."""


@dataclass(frozen=True)
class NodeReader:
    """A node of the tree, at ``path``. What is asked of it and not there is reported."""

    sheet: Sheet
    node: Node
    path: str = ""

    @property
    def line(self) -> int:
        """The line it begins on, from 1."""
        return int(self.node.start_mark.line) + 1

    @property
    def place(self) -> str:
        """Where this is, in words."""
        return self.sheet.place(self.path, self.line)

    @property
    def is_null(self) -> bool:
        """Whether nothing is written here, or YAML's null."""
        node = self.node
        return isinstance(node, ScalarNode) and node.style is None and node.value in _NULLS

    def report(self, problem: Problem, line: int | None = None) -> None:
        """Note what is wrong here; ``line`` if it is not the first."""
        self.sheet.problems.append(
            FileProblem(
                file=self.sheet.file,
                path=self.path,
                line=line or self.line,
                wrong=problem.wrong,
                right=problem.right,
            )
        )

    def refuse(self, wrong: str, right: str) -> None:
        """Note what is wrong here, in words."""
        self.report(Problem(wrong=wrong, right=right))

    @property
    def is_list(self) -> bool:
        """Whether a list is written here."""
        return isinstance(self.node, SequenceNode)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that are written here, known or not."""
        pairs = self.node.value if isinstance(self.node, MappingNode) else ()
        return tuple(name.value for name, _ in pairs if isinstance(name, ScalarNode))

    def words(self, key: str) -> "NodeReader | None":
        """The text under ``key``, if there is any; reports nothing."""
        if isinstance(self.node, MappingNode):
            for name, value in self.node.value:
                branch = NodeReader(self.sheet, value, self._below(key))
                if name.value == key and isinstance(value, ScalarNode) and not branch.is_null:
                    return branch
        return None

    def fields(
        self, required: Mapping[str, str], optional: Collection[str] = ()
    ) -> dict[str, "NodeReader"]:
        """What is written under each key; a key without a value counts as not written.

        ``required`` gives an example of each key's value, for whoever left it out.
        """
        known = (*required, *optional)
        if not isinstance(self.node, MappingNode):
            example = ", ".join(f"{key}: {value}" for key, value in required.items())
            right = f"Write “{example}”." if example else f"Write the keys {', '.join(known)}."
            self.refuse("keys with values are expected here", right)
            return {}
        found: dict[str, NodeReader] = {}
        for name, value in self.node.value:
            self._enter(found, name, value, known)
        written = {key: branch for key, branch in found.items() if not branch.is_null}
        for key, example in required.items():
            if key not in written:
                wrong = "nothing is written here" if key in found else f"“{key}” is missing"
                place = found.get(key) or replace(self, path=self._below(key))
                place.refuse(wrong, f"Write “{key}: {example}”.")
        return written

    def _enter(
        self, found: dict[str, "NodeReader"], name: Node, value: Node, known: Collection[str]
    ) -> None:
        if not isinstance(name, ScalarNode):
            place = replace(self, node=name)
            place.refuse("a key must be a word", f"Known here: {', '.join(known)}.")
            return
        key = name.value
        at_key = NodeReader(self.sheet, name, self._below(key))
        if key not in known:
            near = closest(key, known)
            right = f"Did you mean “{near}”?" if near else f"Known here: {', '.join(known)}."
            at_key.refuse(f"the key “{shown(key)}” is not known here", right)
        elif key in found:
            at_key.refuse(f"the key “{key}” stands twice", "Remove one of the two.")
        else:
            found[key] = replace(at_key, node=value)

    def _below(self, key: str) -> str:
        return f"{self.path}.{shown(key)}" if self.path else shown(key)

    def items(self) -> tuple["NodeReader", ...]:
        """The items of a list."""
        if not isinstance(self.node, SequenceNode):
            self.refuse("a list is expected here", "Write each item on a line after “- ”.")
            return ()
        return tuple(
            NodeReader(self.sheet, node, f"{self.path}[{index}]")
            for index, node in enumerate(self.node.value)
        )

    def text(self, most: int | None = None) -> str | None:
        """Words, without space around them: at least one character, and ``most`` at most."""
        text = self._scalar().strip()
        if not isinstance(self.node, ScalarNode):
            self.refuse("text is expected here", "Write it in quotes, or after “|”.")
        elif not text or self.is_null:
            self.refuse("nothing is written here", "Write some text.")
        elif "\0" in text:
            self.refuse("the text holds the character U+0000", "Remove it.")
        elif most is not None and len(text) > most:
            self.refuse(f"the text has {len(text):,} characters", f"Write at most {most:,}.")
        else:
            return text
        return None

    def name(self) -> str | None:
        """A name, if :func:`name_problem` has nothing against it."""
        name = self._scalar().strip()
        if not isinstance(self.node, ScalarNode):
            self.refuse("a name is expected here", "Write it in quotes.")
        elif problem := name_problem(name):
            self.report(problem)
        else:
            return name
        return None

    def flag(self) -> bool | None:
        """True or false, in one of YAML's wordings."""
        truth = _TRUTHS.get(self._scalar().casefold())
        if truth is None:
            self.refuse(f"{self._shown()} is neither true nor false", "Write true or false.")
        return truth

    def whole(self, least: int, most: int) -> int | None:
        """A whole number from ``least`` to ``most``."""
        digits = self._scalar()
        if re.fullmatch(rf"[+-]?[0-9]{{1,{_MOST_DIGITS}}}", digits) and (
            least <= int(digits) <= most
        ):
            return int(digits)
        wrong = f"{self._shown()} is not a whole number from {least} to {most}"
        self.refuse(wrong, f"Write one from {least} to {most}.")
        return None

    def choice(self, words: Collection[str]) -> str | None:
        """One of ``words``."""
        if self._scalar() in words:
            return self._scalar()
        self.refuse(f"{self._shown()} is not possible here", f"Write one of {', '.join(words)}.")
        return None

    def line_of_slash(self, count: int) -> int:
        """The line of the slash that comes after the first ``count`` ones in this text, from 1."""
        start = self.node.start_mark.index
        source = self.sheet.text[start : self.node.end_mark.index]
        place = -1
        for _ in range(count + 1):
            place = source.find("/", place + 1)
        return self.line + len(_BREAK.findall(source, 0, max(place, 0)))

    def _scalar(self) -> str:
        return str(self.node.value) if isinstance(self.node, ScalarNode) else ""

    def _shown(self) -> str:
        return f"“{shown(self._scalar())}”" if isinstance(self.node, ScalarNode) else "this"


def taken(
    fields: Mapping[str, NodeReader], key: str, read: Callable[[NodeReader], T | None], default: D
) -> T | D:
    """What ``read`` makes of the branch under ``key``; ``default`` without one, or without luck."""
    value = read(fields[key]) if key in fields else None
    return default if value is None else value


def shown(text: str) -> str:
    """``text`` on one line, cut to a length that reads well in a message."""
    line = " ".join(text.split())
    return line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}…"
