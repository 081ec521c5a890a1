"""A YAML loader that accepts unquoted sentences as values.

Strict YAML ends a plain value at ``: `` and at `` #``, so that ``then /Send SMS: https://…`` is an
error and ``press #1`` loses its end. Here a plain value after a key that holds prose, outside
brackets and quotes, runs to the end of its lines. Everything else is YAML 1.1, except that plain
values stay text: ``+14155550100`` is not a number, and ``on`` is not a boolean.
"""

import re
from typing import Any, Final

from yaml import BaseLoader, ScalarNode, ScalarToken

_COMMENT = re.compile(r"[ \t]+#(?=\s|$)")
_COMMENT_IN_PROSE = re.compile(r"(?:[ \t]{2,}|\t)#(?=\s|$)")
"""In a sentence, ``#`` begins a comment only after two spaces or a tab: ``text   # comment``."""

_SENTENCES: Final = {"instructions", "description", "greeting"}
"""Keys whose value may begin on the next line."""
_PROSE: Final = {
    **dict.fromkeys((*_SENTENCES, "voicemail", "rejection_reason", "say"), _COMMENT_IN_PROSE),
    **dict.fromkeys(("workspace", "agent", "name"), _COMMENT),
}
_BREAKS: Final = "\0\r\n\x85\u2028\u2029"
_OTHER_STYLES: Final = "\"'|>&*!{\0"


class LenientLoader(BaseLoader):
    """Reads the values of the keys in ``_PROSE`` as sentences."""

    _key: tuple[str, int] | None = None
    """The key just read and its line, if its value is prose."""

    def compose_scalar_node(self, anchor: Any) -> ScalarNode:
        """Join the surrogate pairs that JSON writes for characters above U+FFFF."""
        node = super().compose_scalar_node(anchor)
        halves = node.value.encode("utf-16-le", "surrogatepass")
        node.value = halves.decode("utf-16-le", "replace")
        return node

    def fetch_value(self) -> None:
        """Read the colon after a key and remember the key if its value is prose."""
        key = self.tokens[-1] if self.tokens else None
        super().fetch_value()
        if isinstance(key, ScalarToken) and key.value in _PROSE and not self.flow_level:
            self._key = (key.value, self.line)

    def fetch_more_tokens(self) -> Any:
        """Scan prose if the value of a prose key comes next, else a YAML token."""
        key, self._key = self._key, None
        if key is not None:
            self.scan_to_next_token()
            if self._at_prose(*key):
                self.allow_simple_key = False
                return self.tokens.append(self._scan_prose(_PROSE[key[0]]))
        return super().fetch_more_tokens()

    def _at_prose(self, key: str, line: int) -> bool:
        if self.line != line and (key not in _SENTENCES or self.column <= self.indent):
            return False
        first = self.peek()
        if first == "[":
            return self._rest_of_line()[1:].lstrip().startswith("/")
        begins_item = first in "-?" and self.peek(1) in f" \t{_BREAKS}"
        return first not in _OTHER_STYLES + _BREAKS and not begins_item

    def _scan_prose(self, comment: re.Pattern[str]) -> ScalarToken:
        start = self.get_mark()
        indent = self.indent + 1
        chunks: list[str] = []
        while True:
            line = self._rest_of_line()
            found = comment.search(line)
            text = (line[: found.start()] if found else line).rstrip(" \t")
            chunks.append(text)
            self.forward(len(text))
            end = self.get_mark()
            self.forward(len(found[0]) - 1 if found else len(line) - len(text))
            spaces = self.scan_plain_spaces(indent, start)
            if not spaces or self.peek() in "#\0" or self.column < indent:
                return ScalarToken("".join(chunks), plain=True, start_mark=start, end_mark=end)
            chunks += spaces

    def _rest_of_line(self) -> str:
        length = 0
        while self.peek(length) not in _BREAKS:
            length += 1
        return str(self.prefix(length))
