"""Word-by-word comparison of two texts."""

import re
from html import unescape

from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from hookflash.orchestrator.console.diffing import changed_words

_LONG = " ".join(f"Say {n}." for n in range(150))
_texts = st.lists(st.sampled_from(["one", "two", " ", ". ", "<b>", "&", "\n"])).map("".join)


def side(shown: Markup, kept: str, dropped: str) -> str:
    """Recover one of the two texts from the marked-up result."""
    without = re.sub(f"<{dropped}>.*?</{dropped}>", "", shown, flags=re.DOTALL)
    return unescape(re.sub(f"</?{kept}>", "", without))


def test_a_word_is_taken_out_and_another_put_in() -> None:
    """The words around them are not marked."""
    shown = changed_words("We open at nine.", "We open at ten.")
    assert shown == "We open at <del>nine</del><ins>ten</ins>."


def test_words_replaced_in_a_row_are_marked_in_one_piece() -> None:
    """Not word by word, which would alternate old and new words."""
    shown = changed_words("Thanks for calling us.", "Good day, this is us.")
    assert shown == "<del>Thanks for calling</del><ins>Good day, this is</ins> us."


@given(_texts, _texts)
@example(_LONG, _LONG.replace("Say", "Ask"))
@example(f"{_LONG} one two", f"{_LONG.upper()} one three")
def test_both_texts_are_in_what_is_shown(before: str, after: str) -> None:
    """Whatever they contain, and no part of them becomes markup."""
    shown = changed_words(before, after)
    assert side(shown, "ins", "del") == after
    assert side(shown, "del", "ins") == before
    assert "<b>" not in shown
