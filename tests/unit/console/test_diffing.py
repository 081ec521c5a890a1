"""Two versions of a text, word by word."""

import re
from html import unescape

from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from hookflash.orchestrator.console.diffing import changed_words

_LONG = " ".join(f"Say {n}." for n in range(150))
_texts = st.lists(st.sampled_from(["one", "two", " ", ". ", "<b>", "&", "\n"])).map("".join)


def side(shown: Markup, kept: str, dropped: str) -> str:
    """One of the two texts, taken out of what is shown."""
    without = re.sub(f"<{dropped}>.*?</{dropped}>", "", shown, flags=re.DOTALL)
    return unescape(re.sub(f"</?{kept}>", "", without))


def test_a_word_is_taken_out_and_another_put_in() -> None:
    """The words around them are not marked."""
    shown = changed_words("We open at nine.", "We open at ten.")
    assert shown == "We open at <del>nine</del><ins>ten</ins>."


def test_words_replaced_in_a_row_are_marked_in_one_piece() -> None:
    """Else every other word would be one of the old text."""
    shown = changed_words("Thanks for calling us.", "Good day, this is us.")
    assert shown == "<del>Thanks for calling</del><ins>Good day, this is</ins> us."


@given(_texts, _texts)
@example(_LONG, _LONG.replace("Say", "Ask"))
@example(f"{_LONG} one two", f"{_LONG.upper()} one three")
def test_both_texts_are_in_what_is_shown(before: str, after: str) -> None:
    """Whatever is in them, and nothing of it is markup."""
    shown = changed_words(before, after)
    assert side(shown, "ins", "del") == after
    assert side(shown, "del", "ins") == before
    assert "<b>" not in shown
