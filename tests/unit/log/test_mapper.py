"""Mapping events to bytes and back."""

import json
from hashlib import sha256

import pytest
from eventsourcing.compressor import ZlibCompressor
from eventsourcing.persistence import Cipher, Compressor, StoredEvent
from eventsourcing.utils import Environment
from pydantic import ValidationError

from hookflash.domain.upcasting import UPCASTS, resolve_topic
from hookflash.orchestrator.log.errors import UnreadableEvent
from hookflash.orchestrator.log.mapper import EventMapper, Row
from hookflash.orchestrator.log.seal import body
from tests.contract.log.noted import Mark, Noted, Struck, noted


class PadCipher(Cipher):
    """A stand-in for a real cipher, since the library's own needs an extra package."""

    def __init__(self, environment: Environment) -> None:
        self._pad = sha256(environment["KEY"].encode()).digest()

    def encrypt(self, plaintext: bytes) -> bytes:
        """Encrypt with a marker in front."""
        return b"covered" + self._cover(plaintext)

    def decrypt(self, ciphertext: bytes) -> bytes:
        """Decrypt; text without the marker is an error."""
        if not ciphertext.startswith(b"covered"):
            raise ValueError("this was not covered")
        return self._cover(ciphertext.removeprefix(b"covered"))

    def _cover(self, text: bytes) -> bytes:
        pad = self._pad * (len(text) // len(self._pad) + 1)
        return bytes(a ^ b for a, b in zip(text, pad, strict=False))


CIPHER = PadCipher(Environment(env={"KEY": "k"}))
NOTE = noted("h.book.a", 7, "ünï " * 40).model_copy(
    update={"marks": (Mark(name="m", weight=3), Mark(name=""))}
)


def _row(stored: StoredEvent) -> Row:
    return (5, str(stored.originator_id), stored.originator_version, stored.topic, stored.state)


@pytest.mark.parametrize("compressor", [None, ZlibCompressor()])
@pytest.mark.parametrize("cipher", [None, CIPHER])
def test_an_event_survives_the_way_there_and_back(
    compressor: Compressor | None, cipher: Cipher | None
) -> None:
    """Compressed or not, encrypted or not: the same event of the same class."""
    mapper = EventMapper(compressor=compressor, cipher=cipher)
    assert mapper.decode([_row(mapper.encode(NOTE))]) == [(5, NOTE)]
    assert mapper.to_domain_event(mapper.to_stored_event(NOTE)) == NOTE


def test_the_state_is_the_whole_event_as_json() -> None:
    """It includes stream and position, so a state can be read without its row.

    The seal is one more field, the last.
    """
    stored = EventMapper().encode(NOTE)
    *fields, (last, _) = json.loads(stored.state).items()
    assert Noted.model_validate(dict(fields)) == NOTE
    assert last == "seal"
    assert (stored.originator_id, stored.originator_version, stored.topic) == (
        "h.book.a",
        7,
        "test.noted.v1",
    )


def test_compression_and_cipher_change_what_is_stored() -> None:
    """Compressed first, then encrypted: ciphertext does not compress."""
    plain = EventMapper().encode(NOTE).state
    packed = EventMapper(compressor=ZlibCompressor()).encode(NOTE).state
    covered = EventMapper(compressor=ZlibCompressor(), cipher=CIPHER).encode(NOTE).state
    assert len(packed) < len(plain)
    assert CIPHER.decrypt(body(covered)) == body(packed)


@pytest.mark.parametrize("keyed", [CIPHER, PadCipher(Environment(env={"KEY": "another"}))])
def test_what_cannot_be_deciphered_fails_closed_by_name(keyed: Cipher) -> None:
    """A plain state under a cipher, and one under another key."""
    other = EventMapper() if keyed is CIPHER else EventMapper(cipher=CIPHER)
    with pytest.raises(UnreadableEvent, match=r"h\.book\.a, position 7, topic 'test\.noted\.v1'"):
        EventMapper(cipher=keyed).decode([_row(other.encode(NOTE))])


def test_an_unknown_field_in_a_stored_event_fails_closed() -> None:
    """Fields are never dropped silently: such an event needs a new version."""
    stored = EventMapper().encode(NOTE)
    state = stored.state.replace(b'"note":', b'"extra":1,"note":')
    with pytest.raises(UnreadableEvent, match="extra") as raised:
        EventMapper().decode([(*_row(stored)[:4], state)])
    assert isinstance(raised.value.__cause__, ValidationError)


def test_the_error_names_the_event_among_many() -> None:
    """The unreadable one, not its neighbours."""
    good = _row(EventMapper().encode(NOTE))
    with pytest.raises(UnreadableEvent) as raised:
        EventMapper().decode([good, good, (9, "h.book.b", 3, Struck.TOPIC, b"{"), good])
    assert (raised.value.stream, raised.value.position) == ("h.book.b", 3)


def test_circular_upcasts_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of being followed forever."""
    monkeypatch.setitem(UPCASTS, "test.round.v1", ("test.round.v2", dict))
    monkeypatch.setitem(UPCASTS, "test.round.v2", ("test.round.v1", dict))
    with pytest.raises(ValueError, match="has a cycle through"):
        resolve_topic("test.round.v1")
