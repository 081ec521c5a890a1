"""A branch of a call beside the call itself, as HTML."""

from collections import Counter
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.console.badges import badge, status_badge
from hookflash.orchestrator.console.lane_drawing import (
    Marks,
    clock_of,
    lane_names,
    lane_tracks,
    times_of,
)
from hookflash.orchestrator.console.lane_scale import Scale
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.phone_numbers import format_numbers_in
from hookflash.orchestrator.time_machine.ending import Ending
from hookflash.orchestrator.time_machine.fork import Fork
from hookflash.orchestrator.wording import plain
from hookflash.projections.replay.event_text import describe
from hookflash.projections.replay.lane import CallLanes, Lane, Point
from hookflash.projections.replay.lanes import call_lanes


def branch_shown(fork: Fork) -> Markup:
    """The verdict, both endings, both pictures on one scale, and the events that differ."""
    return joined((_verdict(fork), _endings(fork), _pictures(fork), _event_lists(fork)))


def _verdict(fork: Fork) -> Markup:
    if fork.branch.undecidable:
        words, look = "Undecidable from here on", "test"
        why = f"The recording cannot tell how it would go on: {fork.branch.undecidable}."
    elif fork.ends_otherwise:
        words, look, why = "Ends otherwise", "followup", ""
    elif fork.difference is not None:
        words, look, why = "Goes otherwise, and ends as it did", "", ""
    else:
        words, look, why = "Goes as it went", "good", ""
    parts, told = fork.difference, ""
    if parts is not None:
        instead, was = parts.instead or "nothing more", parts.was or "nothing more"
        told = f"Event {parts.position} would be: {instead}. It was: {was}"
    return tag(
        "div",
        tag("p", badge(words, look), " ", format_numbers_in(told), class_="hf-verdict"),
        tag("p", why) if why else None,
        role="status",
    )


def _endings(fork: Fork) -> Markup:
    return tag(
        "div",
        _ending("As it was", fork.was, fork.would_be),
        _ending("As it would be", fork.would_be, fork.was),
        class_="hf-endings",
    )


def _ending(title: str, ending: Ending, other: Ending) -> Markup:
    """What came of the call; what the other does not have is marked."""
    lines: list[object] = [tag("li", status_badge(ending.outcome))]
    for words in (*ending.texts, *ending.transfers):
        new = words not in (*other.texts, *other.transfers)
        shown = format_numbers_in(plain(words))
        lines.append(tag("li", tag("mark", shown) if new else shown))
    if ending.voicemail:
        lines.append(tag("li", f"Voicemail: {plain(ending.voicemail)}"))
    if ending.flags:
        lines.append(tag("li", f"Broken promises: {ending.flags}"))
    return tag("section", tag("h2", title), tag("ul", *lines), class_="hf-card")


def _pictures(fork: Fork) -> Markup:
    recorded, branch = call_lanes(fork.recorded), _with_notes(fork)
    scale = Scale([*times_of(recorded), *times_of(branch)])
    parts = _parts_at(fork)
    unknown = branch.seconds if fork.branch.undecidable else None
    return joined(
        (
            _picture("As it was", recorded, scale, Marks(parts_at=parts)),
            _picture("As it would be", branch, scale, Marks(parts_at=parts, unknown_from=unknown)),
        )
    )


def _picture(title: str, seen: CallLanes, scale: Scale, marks: Marks) -> Markup:
    tracks = tag("div", lane_tracks(seen, scale, marks), class_="hf-tracks hf-lanes-still")
    lanes = tag("div", lane_names(seen), tracks, class_="hf-lanes-scroll", tabindex=0)
    return tag(
        "section",
        tag("h2", title),
        lanes,
        class_="hf-card hf-picture",
        aria_label=f"Timeline: {title.lower()}",
    )


def _with_notes(fork: Fork) -> CallLanes:
    """The lanes of the branch, and one with what was assumed in it."""
    seen = call_lanes(fork.branch.events)
    points = tuple(
        Point(
            kind="assumed",
            at=_seconds(fork.branch.events, note.position),
            position=note.position,
            words=note.text,
            tone="followup",
        )
        for note in fork.branch.notes
    )
    if not points:
        return seen
    about = f"{len(points)} notes" if len(points) > 1 else "1 note"
    lane = Lane(kind="timers", name="Assumed", about=about, points=points)
    return seen.model_copy(update={"lanes": (*seen.lanes, lane)})


def _parts_at(fork: Fork) -> float | None:
    if fork.difference is None:
        return None
    events = fork.branch.events if fork.difference.instead else fork.recorded
    return _seconds(events, fork.difference.position)


def _seconds(events: Sequence[CallEvent], position: int) -> float:
    """The time of the event at ``position``; of the last one, if there are not so many."""
    if not events:
        return 0.0
    at = events[min(max(position, 1), len(events)) - 1].at
    return max(0.0, (at - events[0].at).total_seconds())


def _event_lists(fork: Fork) -> Markup | None:
    if fork.difference is None:
        return None
    since = fork.difference.position
    was, now = fork.recorded[since - 1 :], fork.branch.events[since - 1 :]
    notes = {note.position: note.text for note in fork.branch.notes}
    return tag(
        "div",
        _events("What happened", was, now, fork.recorded, {}),
        _events("What would have", now, was, fork.branch.events, notes),
        class_="hf-endings",
    )


def _events(
    title: str,
    own: Sequence[CallEvent],
    other: Sequence[CallEvent],
    whole: Sequence[CallEvent],
    notes: dict[int, str],
) -> Markup:
    left = Counter(describe(event) for event in other)
    lines = tag("ol", *_lines(own, left, whole, notes), class_="hf-branch-events")
    return tag("section", tag("h2", f"{title} from there on"), lines, class_="hf-card")


def _lines(
    own: Sequence[CallEvent], left: Counter[str], whole: Sequence[CallEvent], notes: dict[int, str]
) -> Iterator[Markup]:
    for event in own:
        words = describe(event)
        left[words] -= 1
        only = left[words] < 0
        note = notes.get(event.position)
        yield tag(
            "li",
            tag("span", event.position, class_="number"),
            tag("span", format_numbers_in(words), class_="words"),
            tag("span", clock_of(_seconds(whole, event.position)), class_="at"),
            tag("span", f"Assumed: {note}", class_="note") if note else None,
            class_="only" if only else None,
        )
