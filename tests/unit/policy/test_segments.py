"""Encodings and segments of texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.policy.segments import segments_of


@pytest.mark.parametrize(
    ("body", "encoding", "segments"),
    [
        ("", "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("a" * 1_600, "GSM-7", 11),
        ("Ça coûte £5", "UCS-2", 1),
        ("Ça coute £5, señor", "GSM-7", 1),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 3),
        ("don\u2019t", "UCS-2", 1),
        ("á" * 70, "UCS-2", 1),
        ("á" * 71, "UCS-2", 2),
        ("á" * 134, "UCS-2", 2),
        ("á" * 135, "UCS-2", 3),
        ("\U0001f600" * 35, "UCS-2", 1),
        ("\U0001f600" * 36, "UCS-2", 2),
        ("a" * 66 + "\U0001f600" + "a" * 66, "UCS-2", 3),
        ("one\ntwo", "GSM-7", 1),
        ("[a]{b}^~|\\", "GSM-7", 1),
    ],
)
def test_the_encoding_and_the_segments_of_a_text(body: str, encoding: str, segments: int) -> None:
    """At the limits of each; no character is divided between segments."""
    found = segments_of(body)
    assert (found.encoding, found.segments) == (encoding, segments)
    assert found.characters == len(body)


def test_the_characters_that_cost_more_are_named() -> None:
    """Each once, in order."""
    assert segments_of("\u201cHi\u201d \u2013 \u201cyou\u201d").beyond_gsm == "\u201c\u201d\u2013"
    assert segments_of('"Hi"').beyond_gsm == ""


@given(st.text(max_size=400), st.text(max_size=400))
def test_more_text_never_takes_fewer_segments(body: str, more: str) -> None:
    """Whatever the characters."""
    assert segments_of(body + more).segments >= segments_of(body).segments >= 1
