"""Names, and the workspace ids made from them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.workspace.names import closest, folded, name_problem, slug, suggestable


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Harbor Dental", "harbor-dental"),
        ("  Harbor   Dental! ", "harbor-dental"),
        ("Zähne & Söhne", "zahne-sohne"),
        ("24/7 Locksmith", "24-7-locksmith"),
        ("A", "a"),
    ],
)
def test_a_workspace_gets_its_id_from_its_name(name: str, expected: str) -> None:
    """The id consists of letters a-z and digits, with single hyphens between them."""
    assert slug(name) == expected


@pytest.mark.parametrize("name", ["", "   ", "!!!", "歯科"])
def test_a_name_that_gives_no_id_is_refused(name: str) -> None:
    """The message quotes the name."""
    with pytest.raises(ValueError, match=re.escape(f"“{name}” has no letter")):
        slug(name)


@given(st.text())
def test_an_id_never_contains_a_dot_or_anything_else_special(name: str) -> None:
    """Streams are ``<slug>.<kind>``. The id of an id is the same id."""
    try:
        found = slug(name)
    except ValueError:
        return
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found)
    assert slug(found) == found


def test_two_names_are_the_same_whatever_their_case_spaces_and_apostrophes() -> None:
    """Any different letter makes a different name."""
    assert folded(" ana  o\u2019neil ") == folded("Ana O'Neil")
    assert folded("Ana ONeil") != folded("Ana O'Neil")


@pytest.mark.parametrize(
    "name",
    [
        "x",
        "x" * 100,
        " " + "x" * 100 + " ",
        "Dr. Lee, DDS",
        "歯科",
        "\u2695\ufe0f \U0001f468\u200d\U0001f9b0",
    ],
)
def test_a_name_has_1_to_100_characters(name: str) -> None:
    """Spaces around it are not counted."""
    assert name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("", "the name is blank"),
        (" \t", "the name is blank"),
        ("x" * 101, "the name has 101 characters"),
        ("Front\nDesk", "the name contains a line break"),
        ("Front\u2028Desk", "the name contains a line break"),
        ("Front\x00Desk", "the name contains the invisible character U+0000"),
        ("Front\u200bDesk", "the name contains the invisible character U+200B"),
        ("\u202eDesk", "the name contains the invisible character U+202E"),
        ("\u200d", "the name is blank"),
    ],
)
def test_any_other_name_is_refused(name: str, wrong: str) -> None:
    """Blank, too long, more than one line, or with invisible characters."""
    problem = name_problem(name)
    assert problem is not None
    assert wrong in problem.wrong


def test_the_closest_name_is_suggested_as_it_is_spelt() -> None:
    """None, if no name is similar."""
    assert closest("front dsk", ["Scheduling", "Front Desk"]) == "Front Desk"
    assert closest("Bob", ["Scheduling", "Front Desk"]) is None


def test_an_invalid_name_is_not_suggested() -> None:
    """It could break the message across lines, and has to be changed anyway."""
    assert closest("front dsk", ["Front\nDesk", "Scheduling"]) is None
    assert suggestable(["Front\nDesk", "Scheduling", "", "On\u200bCall"]) == ("Scheduling",)


@pytest.mark.parametrize("name", ["Directory", " DIRECTORY! "])
def test_a_reserved_id_is_refused(name: str) -> None:
    """Otherwise the workspace's streams would mix with those of the directory."""
    with pytest.raises(ValueError, match="the id “directory”, which is reserved"):
        slug(name)
    assert slug("Directory 2") == "directory-2"
