"""Shows the actions of a call, each with its progress and outcome."""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from markupsafe import Markup

from hookflash.domain.call.call import Call, Text, Transfer, Voicemail
from hookflash.orchestrator.console.badges import TONES, badge
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.console.wording import sentence
from hookflash.orchestrator.wording import plain
from hookflash.projections.texts.explanation import NOT_SAID, in_words

Progress = Literal["done", "now", "todo", "bad"]
_TEXT_STEPS: Final = ("Requested", "Accepted", "Sent", "Delivered")
_TEXT_REACHED: Final = {"queued": 0, "unknown": 0, "accepted": 1, "sent": 2, "delivered": 3}
_TRANSFER_STEPS: Final = ("Asked", "Confirmed", "Ringing", "Connected")
_TRANSFER_REACHED: Final = {"asked": 0, "connected": 3, "unanswered": 2, "failed": 2}
_VOICEMAIL_STEPS: Final = ("Requested", "Playing", "Recorded")
_VOICEMAIL_REACHED: Final = {
    **dict.fromkeys(("requested", "offered", "attempted", "postponed"), 0),
    "started": 1,
    "recorded": 2,
}
_ARRIVED: Final = {
    True: "The caller says that it arrived.",
    False: "The caller says that it did not arrive.",
}


class Step(NamedTuple):
    """One step of an action's progress."""

    name: str
    progress: Progress


def actions(call: Call) -> Markup:
    """Return every action of ``call``: texts, then transfers, then the voicemail."""
    return joined(
        (
            *map(_text, call.texts.values()),
            *map(_transfer, call.transfers.values()),
            *([_voicemail(call.voicemail)] if call.voicemail else ()),
        )
    )


def _text(text: Text) -> Markup:
    bad = text.status not in _TEXT_REACHED
    reached = min(text.receipts, 1) if bad else _TEXT_REACHED[text.status]
    if text.status in ("failed", "undelivered"):
        reached = 1
    steps = _life(_TEXT_STEPS, reached, settled=text.status == "delivered", bad=bad)
    return _action("Text", text.body, text.status, steps, _why(text, bad=bad))


def _why(text: Text, *, bad: bool) -> str:
    """Explain a failure; otherwise tell what the caller said about the text."""
    if bad and text.reason:
        return in_words(text.reason)
    if text.arrived is not None:
        return _ARRIVED[text.arrived]
    return NOT_SAID if text.status in ("failed", "undelivered") else ""


def _transfer(transfer: Transfer) -> Markup:
    rung = transfer.outcome in ("confirmed", "abandoned") and transfer.legs
    reached = _TRANSFER_REACHED.get(transfer.outcome, 2 if rung else 0)
    bad = transfer.outcome in ("declined", "lapsed", "refused", "abandoned", "unanswered", "failed")
    done = transfer.outcome == "connected"
    shown = "ringing" if transfer.outcome == "confirmed" else transfer.outcome
    steps = _life(_TRANSFER_STEPS, reached, settled=done, bad=bad)
    where = f"To {format_number(transfer.destination.name)}"
    return _action("Transfer", where, shown, steps, _sentence(transfer.reason))


def _voicemail(voicemail: Voicemail) -> Markup:
    bad = voicemail.status not in _VOICEMAIL_REACHED
    reached = _VOICEMAIL_REACHED.get(voicemail.status, 0 if voicemail.status == "declined" else 1)
    steps = _life(_VOICEMAIL_STEPS, reached, settled=voicemail.status == "recorded", bad=bad)
    shown = "playing" if voicemail.status == "started" else voicemail.status
    return _action("Voicemail", f"For {voicemail.mailbox.owner}", shown, steps, "")


def _life(names: tuple[str, ...], reached: int, *, settled: bool, bad: bool) -> Iterator[Step]:
    """Yield the steps: those before ``reached`` are done; it is in progress, done or failed."""
    for place, name in enumerate(names):
        if place < reached or (place == reached and settled):
            yield Step(name, "done")
        elif place == reached:
            yield Step(name, "bad" if bad else "now")
        else:
            yield Step(name, "todo")


def _action(kind: str, says: str, status: str, steps: Iterator[Step], why: str) -> Markup:
    tone = "progress" if status == "playing" else TONES.get(status, "")
    life = (
        tag(
            "li", step.name, class_=step.progress, aria_label=f"{step.name}: {_SAID[step.progress]}"
        )
        for step in steps
    )
    return tag(
        "article",
        tag("header", tag("h3", kind), badge(sentence(status), tone)),
        tag("p", says, class_="says"),
        tag("ol", *life, class_="hf-life"),
        tag("p", why, class_="hf-hint") if why else None,
        class_="hf-action",
    )


_SAID: Final[dict[Progress, str]] = {
    "done": "done",
    "now": "in progress",
    "todo": "not yet",
    "bad": "failed",
}


def _sentence(reason: str) -> str:
    return f"{sentence(plain(reason))}." if reason else ""
