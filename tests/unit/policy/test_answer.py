"""Reading a yes or a no in many wordings, and never a yes by mistake."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hookflash.domain.policy.speech.answer import Answer, answer
from tests.unit.policy.answers import NO, NOT_YES, UNCLEAR, WORDY_YES, YES

ANYTHING_SAID = st.sampled_from([*YES, *NO, *UNCLEAR])
TAKES_BACK = re.compile(r"^(i mean|actually|sorry|wait|i'm sorry)\b", re.IGNORECASE)
"""How a yes begins that takes back a no before it."""
PUNCTUATION = re.compile(r"[.,!…—\"]")


@pytest.mark.parametrize("words", YES)
def test_yes(words: str) -> None:
    """Agreement is a yes."""
    assert answer(words) is Answer.YES


@pytest.mark.parametrize("words", WORDY_YES)
def test_a_wordy_yes(words: str) -> None:
    """A yes may restate the proposal, be polite, give a reason, or correct itself."""
    assert answer(words, "Scheduling") is Answer.YES


@pytest.mark.parametrize("words", NOT_YES)
def test_what_sounds_like_a_yes(words: str) -> None:
    """Closings, thanks, sarcasm, questions, conditions and other requests are not a yes."""
    assert answer(words, "Scheduling") is not Answer.YES


@pytest.mark.parametrize("words", NO)
def test_no(words: str) -> None:
    """A refusal, also one for now only, is a no."""
    assert answer(words) is Answer.NO


@pytest.mark.parametrize("words", UNCLEAR)
def test_unclear(words: str) -> None:
    """A question, a condition, a yes to something else, or another subject is neither."""
    assert answer(words) is Answer.UNCLEAR


@pytest.mark.parametrize(
    ("words", "judged"),
    [
        ("that\u2019d be great", Answer.YES),
        ("don\u2019t", Answer.NO),
        ("... yes ...", Answer.YES),
        ("yes \u2014\u2014 please", Answer.YES),
        ("yes \N{THUMBS UP SIGN}", Answer.YES),
        ("ye\u200bs", Answer.YES),
        ("\uff39\uff45\uff53", Answer.YES),  # fullwidth letters
        ("yes\uff1f", Answer.UNCLEAR),  # fullwidth question mark
        ("\u0443es", Answer.UNCLEAR),  # a Cyrillic letter in it
        ("s\u00ed claro", Answer.UNCLEAR),
        ("\N{THUMBS UP SIGN}", Answer.UNCLEAR),
        ("\x00\ud800", Answer.UNCLEAR),
        ("yes " * 100, Answer.YES),
        ("yes " * 100_000, Answer.UNCLEAR),
        ("", Answer.UNCLEAR),
    ],
)
def test_spelling_and_unusual_characters(words: str, judged: Answer) -> None:
    """Curly apostrophes and odd characters do not matter; a text too long to read is not a yes."""
    assert answer(words) is judged


@pytest.mark.parametrize("said", [YES, NO, UNCLEAR])
def test_the_table_has_each_phrase_once(said: Sequence[str]) -> None:
    """Each table has at least 150 different phrases."""
    assert len(said) == len({*said}) >= 150


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("put me through to Scheduling", "Scheduling"),
        ("Yes, put me through to the scheduling team please", "Scheduling"),
        ("connect me with the front desk", "Front Desk"),
        ("Yes, Scheduling please", "Scheduling"),
        ("I'd like to talk to Maria", "Maria Lopez"),
        ("sure, transfer me to Maria Lopez", "Maria Lopez"),
        ("connect me to on call", "On Call"),
        ("let me talk to will", "Will"),
    ],
)
def test_naming_what_was_asked_about_is_a_yes(words: str, about: str) -> None:
    """A caller may agree by repeating the destination's name."""
    assert answer(words, about) is Answer.YES


@pytest.mark.parametrize(
    ("words", "about", "judged"),
    [
        ("put me through to Billing", "Scheduling", Answer.UNCLEAR),
        ("put me through to Scheduling", "", Answer.UNCLEAR),
        ("Who is Scheduling?", "Scheduling", Answer.UNCLEAR),
        ("don't put me through to Scheduling", "Scheduling", Answer.NO),
        ("hold on", "On Call", Answer.NO),
        ("not Maria", "Maria Lopez", Answer.UNCLEAR),
        ("I talked to Scheduling yesterday", "Scheduling", Answer.UNCLEAR),
    ],
)
def test_a_name_alone_is_not_a_yes(words: str, about: str, judged: Answer) -> None:
    """Another name, or a question or refusal that contains the name, is not a yes."""
    assert answer(words, about) is judged


@given(st.text())
def test_any_text_has_an_answer(words: str) -> None:
    """It never raises."""
    assert answer(words, about=words) in Answer


@given(ANYTHING_SAID)
def test_case_does_not_matter(words: str) -> None:
    """Upper and lower case are read the same."""
    assert answer(words.upper()) is answer(words.lower()) is answer(words)


@given(st.sampled_from([*YES, *NO]))
def test_punctuation_of_speech_recognition_does_not_matter(words: str) -> None:
    """Without punctuation an answer may become unclear, but never the opposite."""
    bare = answer(PUNCTUATION.sub(" ", words))
    assert bare in {answer(words), Answer.UNCLEAR}


@given(st.sampled_from(YES), st.sampled_from([".", "!", " .", "...", ", ", "\n"]))
def test_an_ending_does_not_matter(words: str, end: str) -> None:
    """A yes followed by any mark other than a question mark is still a yes."""
    assert answer(words.rstrip("?") + end) is Answer.YES


@given(
    st.one_of(st.text(), ANYTHING_SAID),
    st.sampled_from(["no", "not yet", "no thanks", "don't", "I don't want that", "never", "wait"]),
    st.sampled_from(["{no}, {words}", "{words}, {no}"]),
)
def test_a_negation_added_is_never_a_yes(words: str, negation: str, order: str) -> None:
    """Anything with a no before or after it is not consent, unless it takes back the no."""
    assume(order.startswith("{words}") or not TAKES_BACK.match(words.strip()))
    assert answer(order.format(no=negation, words=words)) is not Answer.YES


@given(st.sampled_from(YES), st.sampled_from(["not", "never", "don't", "won't"]), st.data())
def test_a_negation_inside_a_yes_undoes_it(words: str, negation: str, data: st.DataObject) -> None:
    """A negation at any place in a yes undoes it, unless what follows takes it back."""
    parts = words.split()
    at = data.draw(st.integers(0, len(parts)))
    assume(not TAKES_BACK.match(" ".join(parts[at:])))
    assert answer(" ".join([*parts[:at], negation, *parts[at:]])) is not Answer.YES


@given(st.sampled_from(YES), st.sampled_from(["unless", "but", "what", "who", "zebra", "she"]))
def test_a_word_that_is_not_part_of_a_yes_undoes_it(words: str, word: str) -> None:
    """An unknown word may be a condition or a question."""
    assert answer(f"{words} {word}") is not Answer.YES
    assert answer(f"{word} {words}") is not Answer.YES


@given(st.sampled_from(YES))
def test_asking_back_is_not_a_yes(words: str) -> None:
    """A yes followed by a question depends on the answer to it."""
    assert answer(f"{words}. How much is it?") is not Answer.YES
    assert answer(f"{words}, right?") is not Answer.YES


@given(st.lists(ANYTHING_SAID, min_size=2, max_size=4))
def test_a_yes_needs_every_part_to_allow_it(parts: list[str]) -> None:
    """One no among several answers means that the whole is not a yes."""
    assume(not any(TAKES_BACK.match(part) for part in parts[1:]))
    if answer(". ".join(parts)) is Answer.YES:
        assert Answer.NO not in map(answer, parts)


@given(st.sampled_from([*YES, *WORDY_YES]), st.sampled_from(["not yet", "not now", "maybe later"]))
def test_a_yes_that_goes_on_is_judged_as_a_whole(words: str, end: str) -> None:
    """Wherever the words before it are cut, "but not yet" takes back the yes."""
    parts = words.rstrip("?.!,").split()
    for cut in range(1, len(parts) + 1):
        said = " ".join(parts[:cut])
        assert answer(f"{said} but {end}", "Scheduling") is not Answer.YES
        assert answer(f"{said}, {end}", "Scheduling") is not Answer.YES


@pytest.mark.parametrize(
    ("question", "words", "judged"),
    [
        ("Shall I book you a table?", "Yes, please book a table", Answer.YES),
        ("Would you like me to make a reservation?", "Yes, I'd like to reserve", Answer.YES),
        ("Would you like me to make a reservation?", "Please make the reservation", Answer.YES),
        ("Would you like me to make a reservation?", "I don't want a reservation", Answer.NO),
        ("Shall I book you a table?", "Yes, book a table for two", Answer.UNCLEAR),
        ("Shall I book you a table?", "Yes, buy me a ship", Answer.UNCLEAR),
        ("Shall I book you a table?", "a table", Answer.UNCLEAR),
        ("Is there anything else?", "Yes, please book a table", Answer.UNCLEAR),
        ("", "Yes, please book a table", Answer.UNCLEAR),
    ],
)
def test_a_proposal_of_another_kind_is_restated(question: str, words: str, judged: Answer) -> None:
    """A yes may repeat what the question proposed, and nothing else."""
    assert answer(words, question=question) is judged


@pytest.mark.parametrize(
    ("words", "judged"),
    [
        ("yes, I mean no", Answer.NO),
        ("sure, wait, no", Answer.NO),
        ("no, wait, yes", Answer.YES),
        ("no I mean yes please", Answer.YES),
        ("no, sorry, go ahead", Answer.YES),
        ("no, yes", Answer.UNCLEAR),
        ("yes, I mean", Answer.UNCLEAR),
        ("not yet, I mean yes", Answer.UNCLEAR),
        ("no, wait", Answer.NO),
    ],
)
def test_the_last_correction_counts(words: str, judged: Answer) -> None:
    """A caller may take back a plain yes or no; without saying so, both together are unclear."""
    assert answer(words) is judged


@pytest.mark.parametrize("language", ["fr", "xx", "de-CH", ""])
def test_other_languages_are_unclear(language: str) -> None:
    """Nothing is guessed in a language without phrases."""
    assert answer("yes", language=language) is Answer.UNCLEAR


@pytest.mark.parametrize("language", ["en", "en-US", "EN-gb"])
def test_a_region_does_not_matter(language: str) -> None:
    """English is English anywhere."""
    assert answer("yes", language=language) is Answer.YES
