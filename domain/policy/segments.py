"""How a text travels: its encoding, and the number of SMS segments that carriers bill.

In GSM-7 (3GPP TS 23.038, without national tables) one segment holds 160 septets; a character of the
extension table takes two. Any other character makes the whole text UCS-2: 70 UTF-16 units. Each
segment of a longer text also holds a header, which leaves 153 septets or 67 units.
"""

from typing import Final, Literal

from hookflash.domain.value import Value

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("^{}\\[~]|€\f")
_ROOM: Final = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
"""Units in the only segment, and in each of several."""


class Segments(Value):
    """The encoding of a text and its number of segments.

    ``beyond_gsm`` are the characters that need UCS-2, each once; empty for GSM-7.
    """

    encoding: Literal["GSM-7", "UCS-2"]
    segments: int
    characters: int
    beyond_gsm: str = ""


def segments_of(body: str) -> Segments:
    """How ``body`` is encoded, and how many segments it takes."""
    beyond = "".join(dict.fromkeys(c for c in body if c not in _BASIC and c not in _EXTENDED))
    encoding: Literal["GSM-7", "UCS-2"] = "UCS-2" if beyond else "GSM-7"
    widths = [_units(c) if beyond else 1 + (c in _EXTENDED) for c in body]
    only, each = _ROOM[encoding]
    count = 1 if sum(widths) <= only else _packed(widths, each)
    return Segments(encoding=encoding, segments=count, characters=len(body), beyond_gsm=beyond)


def _units(char: str) -> int:
    return len(char.encode("utf-16-le", "surrogatepass")) // 2


def _packed(widths: list[int], room: int) -> int:
    """The number of segments; a character is never divided between two."""
    count, used = 1, 0
    for width in widths:
        if used + width > room:
            count, used = count + 1, 0
        used += width
    return count
