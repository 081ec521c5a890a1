"""Shows an inbox thread as a conversation: speech, texts, transfers and voicemail."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.badges import (
    badge,
    follow_up_badge,
    promises_mark,
    stale_mark,
    status_badge,
    test_mark,
)
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.navigation import call_address
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.console.recordings import player
from hookflash.orchestrator.console.wording import clock, in_trade_words, moment, sentence
from hookflash.orchestrator.wording import lasting, plain
from hookflash.projections.inbox.items import Item, Said
from hookflash.projections.inbox.queries import Thread
from hookflash.projections.replay.event_text import cut_off

_ARRIVED: Final[dict[bool | None, str]] = {
    True: "The caller says that it arrived.",
    False: "The caller says that it did not arrive.",
}
_NO_SOUND: Final = "This recording was not kept."
_ABOUT_SOUND: Final[dict[str, str]] = {
    "awaited": "The recording is being fetched.",
    "expired": "The recording has expired and was deleted.",
    "erased": "The recording was deleted.",
}


def by_call(thread: Thread) -> Iterator[tuple[str, Markup]]:
    """Yield each call of a thread with its entries, and each text from the contact, oldest first.

    They are keyed by their ids.
    """
    for item in thread.items:
        if item.kind == "call":
            yield item.call, _call(item, [i for i in thread.items if i.call == item.call])
        elif not item.call:
            yield item.key, tag("ol", _received_text(item), class_="hf-talk")


def preview(thread: Thread) -> str:
    """Return the last entry of a thread in one line."""
    if not thread.items:
        return ""
    last = thread.items[-1]
    match last.kind:
        case "text":
            failed = last.status in ("refused", "failed", "undelivered")
            sender = "Text failed" if failed else format_number(last.sender)
            return f"{sender}: {last.body}"
        case "transfer":
            became = in_trade_words(last.status).lower()
            return f"Transfer to {format_number(last.recipient)}: {became}"
        case "voicemail":
            return f"Voicemail: {last.body or in_trade_words(last.status).lower()}"
        case _:
            said = last.said[-1].text if last.said else ""
            return said or in_trade_words(last.outcome or last.status)


def _call(call: Item, items: Sequence[Item]) -> Markup:
    placed = zip(_places(call.said), call.said, strict=True)
    entries = [(place, _said(said, call.agent)) for place, said in placed]
    entries += [(i.position, _ENTRIES[i.kind](i)) for i in items if i.kind != "call"]
    in_order = (entry for _, entry in sorted(entries, key=lambda placed: placed[0]))
    return joined((_headline(call), tag("ol", *in_order, class_="hf-talk")))


def _places(said: Sequence[Said]) -> list[int]:
    """Where each line belongs among the other entries: one reported late, by the lines after it."""
    backwards = (line.position for line in reversed(said))
    return list(accumulate(backwards, min))[::-1]


def _headline(call: Item) -> Markup:
    facts = (
        tag("h2", "Call ", moment(call.at)),
        status_badge(call.outcome or call.status),
        follow_up_badge(call.follow_up_reason),
        promises_mark(call.promises_flagged),
        stale_mark(call.last_sign_at, stale=call.stale),
        test_mark(test=call.test),
        tag("span", lasting(call.seconds), class_="hf-faint") if call.seconds else None,
        tag("a", "Open call", href=call_address(call.call)),
    )
    to_do = tag("p", call.explanation, class_="hf-faint") if call.needs_follow_up else None
    return joined((tag("header", *facts), to_do))


def _said(said: Said, agent: str) -> Markup:
    ours = said.by == "agent"
    words = f"{said.text}{cut_off(said.unheard)}" or f"pressed {said.digits}"
    return tag(
        "li",
        tag("p", words, class_=None if said.text else "hf-faint"),
        tag("p", agent if ours else "Caller", " · ", clock(said.at), class_="about"),
        class_="ours" if ours else "theirs",
    )


def _text(item: Item) -> Markup:
    explained = item.explanation or _ARRIVED.get(item.arrived, "")
    code = f" Code {item.code}." if item.code else ""
    return tag(
        "li",
        tag("p", item.body),
        tag(
            "p",
            "Text from ",
            format_number(item.sender),
            " · ",
            clock(item.at),
            " ",
            status_badge(item.status),
            _look(item),
            class_="about",
        ),
        tag("p", explained, code, class_="about why") if explained else None,
        class_="ours text",
    )


def _received_text(item: Item) -> Markup:
    about = ("Text from ", format_number(item.sender), " · ", moment(item.at))
    changed = (" ", status_badge(item.outcome)) if item.outcome else ()
    words = tag("p", item.body) if item.body else tag("p", "No words.", class_="hf-faint")
    return tag("li", words, tag("p", *about, *changed, class_="about"), class_="theirs text")


def _transfer(item: Item) -> Markup:
    after = f" after {lasting(item.seconds)}" if item.seconds is not None else ""
    cause = f" ({plain(item.reason)})" if item.reason else ""
    trail = tag("a", "Trail", href=f"{call_address(item.call)}?at={item.position}")
    return tag(
        "li",
        tag(
            "p",
            "Transfer to ",
            tag("strong", format_number(item.recipient)),
            " ",
            status_badge(item.status),
            after,
            cause,
            " ",
            _look(item),
            trail,
        ),
        tag("p", f"Asked by {item.sender} · ", clock(item.at), class_="about"),
        class_="between",
    )


def _voicemail(item: Item) -> Markup:
    length = f", {lasting(item.seconds)}" if item.seconds is not None else ""
    said = tag("p", f"“{item.body}”") if item.body else tag("p", sentence(item.status), ".")
    return tag(
        "li",
        tag("p", f"Voicemail for {item.recipient}{length}", class_="title"),
        _player(item),
        said,
        tag("p", clock(item.at), " ", status_badge(item.status), class_="about"),
        class_="theirs voicemail",
    )


def _player(item: Item) -> Markup | None:
    """Return an audio player for a kept recording, a link to one with a URL, else a note."""
    if item.sound == "kept":
        return player(item.key, item.recipient)
    if item.sound == "lost":
        reason = plain(item.sound_reason)
        return tag("p", f"The recording could not be kept: {reason}.", class_="about")
    if item.sound:
        return tag("p", _ABOUT_SOUND[item.sound], class_="about")
    if item.recording.startswith(("https://", "http://")):
        label = f"Listen to the voicemail for {item.recipient} at its provider"
        there = tag("a", label, href=item.recording, target="_blank", rel="noopener noreferrer")
        return tag("p", there, class_="about")
    return tag("p", _NO_SOUND, class_="about") if item.recording else None


def _look(item: Item) -> Markup | None:
    return badge("Needs review", "bad") if item.flagged else None


_ENTRIES: Final[dict[str, Callable[[Item], Markup]]] = {
    "text": _text,
    "transfer": _transfer,
    "voicemail": _voicemail,
}
