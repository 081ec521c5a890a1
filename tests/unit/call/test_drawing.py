"""Drawings of the chart, made from the chart itself."""

import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from hookflash.domain.call.chart import CallChart
from hookflash.domain.call.drawing import mermaid, path_of, svg
from hookflash.domain.call.drawing.layout import BOX_HEIGHT, HEIGHT, PLACES, WIDTH, line
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.transitions import transition_table
from hookflash.testing import agent_uses, call_ends, caller_says, ring_is_attempted, ring_times_out
from tests.cast import CALL, OTHER_TEXT, TEXT, TO_INBOX
from tests.histories import histories
from tests.tree import ROOT
from tests.unit.call.situations import CONVERSING, RINGING, a_call

TO_VOICEMAIL = (
    *CONVERSING,
    agent_uses(TEXT),
    agent_uses(OTHER_TEXT),
    agent_uses(TO_INBOX),
    caller_says("Yes please"),
    ring_is_attempted(),
    ring_times_out(),
)
TABLE = transition_table()
STATES = [state.id for state in CallChart.states]


def parts(picture: str) -> Iterator[ET.Element]:
    """Every element of a picture; raises if the picture is not well-formed XML."""
    return ET.fromstring(picture).iter()  # noqa: S314 - our own picture


def with_class(picture: str, name: str, data: str) -> list[str | None]:
    """The ``data-…`` names of the elements of one class."""
    return [part.get(f"data-{data}") for part in parts(picture) if name in classes(part)]


def classes(part: ET.Element) -> list[str]:
    """The style classes of an element."""
    return part.get("class", "").split()


def test_the_path_of_a_call_is_read_from_its_events() -> None:
    """Every move in order, and the current state."""
    path = path_of(a_call(*TO_VOICEMAIL).history)
    assert path.state == "voicemail_fallback"
    assert path.moves == (
        ("ringing", "answer"),
        ("conversing", "send_sms"),
        ("conversing", "send_sms"),
        ("conversing", "propose_transfer"),
        ("confirm_transfer", "accept"),
        ("transferring", "no_answer"),
    )
    assert path.visited == set(STATES) - {"dropped", "ended"}


@given(histories())
def test_the_path_of_any_call_leads_to_its_state(events: list[CallEvent]) -> None:
    """Each move is one of the chart's."""
    path = path_of(events)
    assert path.state == fold(CALL, events).state
    assert all(TABLE[move] == after[0] for move, after in pairwise(path.moves))


@pytest.mark.parametrize("state", STATES)
def test_no_two_states_overlap(state: str) -> None:
    """Each box is inside the picture, and clear of the others."""
    box = PLACES[state]
    assert box.left >= 0
    assert box.right <= WIDTH
    assert box.top >= 0
    assert box.bottom <= HEIGHT
    others = [other for name, other in PLACES.items() if name != state]
    beside = [other for other in others if abs(box.y - other.y) <= BOX_HEIGHT]
    assert all(other.left > box.right or other.right < box.left for other in beside)


def test_no_line_runs_through_a_box() -> None:
    """Every line begins and ends at a box."""
    for (source, _), target in TABLE.items():
        run = line(source, target)
        x, y = (float(number) for number in re.findall(r"[\d.]+", run.d)[:2])
        start, end = PLACES[source], PLACES[target]
        assert start.left <= x <= start.right
        assert end.left <= run.x <= end.right
        assert start.top <= y <= start.bottom
        assert end.top <= run.y <= end.bottom
        between = [box for box in PLACES.values() if start.bottom < box.top < end.top]
        assert not any(box.left < x < box.right for box in between)


def test_no_two_labels_overlap() -> None:
    """Each has a place of its own."""
    places = {(part.get("x"), part.get("y")) for part in parts(svg()) if "label" in classes(part)}
    labels = [part for part in parts(svg()) if "label" in classes(part)]
    assert len(places) == len(labels)
    far = [(float(x or 0), float(y or 0)) for x, y in places]
    assert all(abs(a[0] - b[0]) > 30 or abs(a[1] - b[1]) > 12 for a, b in combinations(far, 2))


def test_the_picture_shows_the_whole_chart() -> None:
    """Every state, every line, every trigger; nothing is highlighted."""
    picture = svg()
    assert sorted(filter(None, with_class(picture, "state", "state"))) == sorted(STATES)
    lines = {(part.get("data-from"), part.get("data-to")) for part in parts(picture)}
    assert lines >= {(source, target) for (source, _), target in TABLE.items()}
    assert set(with_class(picture, "label", "trigger")) == {trigger for _, trigger in TABLE}
    assert with_class(picture, "visited", "state") == with_class(picture, "current", "state") == []
    assert with_class(picture, "taken", "from") == []


def test_the_picture_highlights_the_path_of_a_call() -> None:
    """The states it passed, the moves it made, the state it is in."""
    picture = svg(path_of(a_call(*TO_VOICEMAIL).history))
    assert with_class(picture, "current", "state") == ["voicemail_fallback"]
    assert set(with_class(picture, "visited", "state")) == {
        "ringing",
        "conversing",
        "confirm_transfer",
        "transferring",
    }
    assert {trigger for trigger in with_class(picture, "taken", "trigger") if trigger} == {
        "answer",
        "send_sms",
        "propose_transfer",
        "accept",
        "no_answer",
    }
    assert "in voicemail fallback</title>" in picture


def test_the_picture_counts_repeated_moves() -> None:
    """A call with two texts."""
    texts = [part.text for part in parts(svg(path_of(a_call(*TO_VOICEMAIL).history)))]
    assert "send sms ×2" in texts  # noqa: RUF001 - the sign of multiplication
    assert "accept" in texts


def test_of_the_lines_to_the_end_only_the_one_taken_is_highlighted() -> None:
    """They share a label and their last stretch, which is drawn last."""
    picture = svg(path_of(a_call(*TO_VOICEMAIL, call_ends()).history))
    to_end = [part for part in parts(picture) if part.get("data-to") == "ended"]
    assert [part.get("data-from") for part in to_end if "taken" in classes(part)] == [
        "voicemail_fallback"
    ]
    assert "taken" in classes(to_end[-1])


def test_a_call_that_only_rings_is_highlighted_too() -> None:
    """It has not moved yet."""
    picture = svg(path_of(a_call(*RINGING).history))
    assert with_class(picture, "current", "state") == ["ringing"]


def test_the_picture_needs_nothing_else() -> None:
    """No script, no font, no URL except the format's namespace; it has both colour schemes."""
    picture = svg()
    assert re.findall(r"https?://[^\"' ]+", picture) == ["http://www.w3.org/2000/svg"]
    assert "<script" not in picture
    assert "prefers-color-scheme: dark" in picture
    assert " id=" not in picture


def test_mermaid_shows_the_whole_chart() -> None:
    """One line for each move, with a beginning and an end."""
    lines = [text.strip() for text in mermaid().splitlines()]
    assert lines[0] == "stateDiagram-v2"
    assert {f"{source} --> {target}: {trigger}" for (source, trigger), target in TABLE.items()} < {
        *lines
    }
    assert "[*] --> ringing" in lines
    assert "ended --> [*]" in lines
    assert not any("class" in text for text in lines)


def test_the_page_about_calls_shows_this_chart() -> None:
    """The diagram in docs/explanation/call.md is the one drawn from the chart."""
    page = (ROOT / "docs/explanation/call.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{mermaid().strip()}\n```" in page


def test_mermaid_shows_the_path_of_a_call() -> None:
    """Its moves are ticked, and its states coloured."""
    text = mermaid(path_of(a_call(*TO_VOICEMAIL).history))
    assert "transferring --> voicemail_fallback: ✓ no_answer" in text
    assert "transferring --> voicemail_fallback: fail" in text
    assert "class ringing,conversing,confirm_transfer,transferring visited" in text
    assert "class voicemail_fallback current" in text
    assert " visited\n" not in mermaid(path_of(a_call(*RINGING).history))
