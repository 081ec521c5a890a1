"""Packs the JSON of events with zstd and a dictionary of what events have in common.

A packed event ends with one byte that names its dictionary; an event that is not packed ends with
``}``. A dictionary that was released is never changed or removed (docs/adr/0034-packing.md).

Each event is packed on its own. The name of its stream, which the row has anyway, is left out.
"""

import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hookflash.orchestrator.log.errors import CompressionMissing

if TYPE_CHECKING:
    from zstandard import (
        ZstdCompressionDict,
        ZstdCompressionParameters,
        ZstdCompressor,
        ZstdDecompressor,
    )

NEWEST: Final = 1
"""The number of the dictionary that packs events."""
DICTIONARIES: Final = frozenset({1})
LEVEL: Final = 3
"""zstd's own; higher ones take several times as long for a few bytes."""
_FOLDER: Final = Path(__file__).with_name("dictionaries")
_STREAM: Final = b"\x01"
"""Takes the place of the stream's name. JSON never has this byte."""


def pack(json: bytes, stream: str) -> bytes:
    """Pack the JSON of an event of ``stream``. Raises :class:`CompressionMissing`."""
    return _packing()(without_stream(json, stream)) + bytes((NEWEST,))


def unpack(packed: bytes, stream: str) -> bytes:
    """Turn what :func:`pack` returned into JSON again.

    Raises :class:`CompressionMissing`, and ``ValueError`` if it is damaged.
    """
    json = _unpacking(packed[-1])(packed[:-1])
    return json.replace(_STREAM, stream.encode())


def without_stream(json: bytes, stream: str) -> bytes:
    """``json`` as it is packed: the name of its stream, where it has one, takes one byte."""
    return json.replace(stream.encode(), _STREAM) if stream else json


def require() -> None:
    """Raise :class:`CompressionMissing` unless events can be packed."""
    _dictionary(NEWEST)


def _packing() -> Callable[[bytes], bytes]:
    if _codecs.packing is None:
        _codecs.packing = _compressor(_dictionary(NEWEST)).compress
    return _codecs.packing


def _unpacking(number: int) -> Callable[[bytes], bytes]:
    found = _codecs.unpacking.get(number)
    if found is None:
        found = _codecs.unpacking[number] = _decompressing(number)
    return found


class _Codecs(threading.local):
    """What packs and unpacks in one thread: it must not be used by two at once."""

    def __init__(self) -> None:
        self.packing: Callable[[bytes], bytes] | None = None
        self.unpacking: dict[int, Callable[[bytes], bytes]] = {}


_codecs = _Codecs()


_loading = threading.Lock()


def _dictionary(number: int) -> "ZstdCompressionDict":
    with _loading:  # all threads use the same one, and must not digest it while others do
        return _loaded(number)


@cache
def _loaded(number: int) -> "ZstdCompressionDict":
    if number not in DICTIONARIES:
        raise ValueError(f"dictionary {number} is unknown")
    try:
        from zstandard import ZstdCompressionDict  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise CompressionMissing from error
    found = ZstdCompressionDict((_FOLDER / f"{number}.zstd-dictionary").read_bytes())
    found.precompute_compress(compression_params=_parameters())
    # The first use digests it for reading.
    _decompressor(found).decompress(_compressor(found).compress(b"{}"))
    return found


def _parameters() -> "ZstdCompressionParameters":
    import zstandard  # noqa: PLC0415 - an extra

    return zstandard.ZstdCompressionParameters.from_level(
        LEVEL,
        format=zstandard.FORMAT_ZSTD1_MAGICLESS,
        write_content_size=True,
        write_dict_id=False,
        write_checksum=False,  # there is a seal
    )


def _compressor(dictionary: "ZstdCompressionDict") -> "ZstdCompressor":
    from zstandard import ZstdCompressor  # noqa: PLC0415 - an extra

    return ZstdCompressor(dict_data=dictionary, compression_params=_parameters())


def _decompressor(dictionary: "ZstdCompressionDict") -> "ZstdDecompressor":
    import zstandard  # noqa: PLC0415 - an extra

    return zstandard.ZstdDecompressor(dict_data=dictionary, format=zstandard.FORMAT_ZSTD1_MAGICLESS)


def _decompressing(number: int) -> Callable[[bytes], bytes]:
    decompressor = _decompressor(_dictionary(number))
    from zstandard import ZstdError  # noqa: PLC0415 - an extra

    def unpacked(frame: bytes) -> bytes:
        try:
            return decompressor.decompress(frame)
        except ZstdError as error:
            raise ValueError("not a packed event") from error

    return unpacked
