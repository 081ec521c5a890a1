"""Values that JSON can hold, as the nodes that the reader of workspace files reads."""

from typing import Any, Final

from yaml import MappingNode, Mark, Node, ScalarNode, SequenceNode

_NULLS: Final = ("", "~", "null")


class ValueTree:
    """Builds the YAML tree of JSON values without writing and parsing YAML.

    The lines of each text are counted from 1.
    """

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        """All texts of the tree, concatenated; the nodes' marks are indexes into it."""
        return "".join(self._texts)

    def node(self, value: Any) -> Node:
        """Return the node for ``value``, which is made of JSON types."""
        match value:
            case dict():
                pairs = [(self.node(key), self.node(item)) for key, item in value.items()]
                return MappingNode("", pairs, _mark(0))
            case list():
                return SequenceNode("", [self.node(item) for item in value], _mark(0))
            case str():
                return self._scalar(value, style='"')
            case None:
                return self._scalar("null", style=None)
            case _:
                return self._scalar(str(value).lower(), style=None)

    def _scalar(self, text: str, style: str | None) -> ScalarNode:
        start = self._length
        self._texts.append(text)
        self._length += len(text)
        return ScalarNode("", text, _mark(start), _mark(self._length), style)


def plain_value(node: Node) -> Any:
    """Return the lists, mappings and texts of ``node``; a value without quotes is a text, too."""
    match node:
        case MappingNode():
            return {key.value: plain_value(value) for key, value in node.value}
        case SequenceNode():
            return [plain_value(item) for item in node.value]
        case ScalarNode():
            return None if node.style is None and node.value in _NULLS else str(node.value)


def _mark(index: int) -> Mark:
    return Mark("", index, 0, 0, None, 0)
