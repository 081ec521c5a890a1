"""Describes in words what applying a workspace changed."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Literal

from hookflash.domain.event import Event
from hookflash.domain.job.job import Job
from hookflash.domain.policy.limits import Limits
from hookflash.domain.value import Value
from hookflash.domain.workspace import events as e
from hookflash.domain.workspace.language import DEFAULT_LANGUAGE
from hookflash.domain.workspace.workspace import Workspace


class Change(Value):
    """One piece that was added, changed or removed; ``detail`` describes its new state."""

    change: Literal["added", "changed", "removed"]
    what: str
    name: str
    detail: str = ""


def changes(before: Workspace | None, events: Iterable[Event]) -> tuple[Change, ...]:
    """Describe what ``events`` changed in the workspace whose state was ``before``."""
    now = before or Workspace("")
    return tuple(
        change
        for event in events
        if type(event) in _DESCRIBERS
        for change in _DESCRIBERS[type(event)](now, event)
    )


def _saved(now: Workspace, event: e.WorkspaceSaved) -> Iterator[Change]:
    detail = f"its agent is {event.agent}{_in_language(event.language, DEFAULT_LANGUAGE)}"
    yield _saved_piece(bool(now.name), "workspace", event.name, detail)


def _in_language(language: str, usual: str) -> str:
    return "" if language == usual else f", language {language}"


def _limits(now: Workspace, event: e.LimitsSaved) -> Iterator[Change]:
    before, after = _set(now.limits, now.time_zone), _set(event.limits, event.time_zone)
    for name in after:
        if before[name] != after[name]:
            yield _saved_piece(True, "setting", name, after[name])  # noqa: FBT003 - private


def _set(limits: Limits, time_zone: str) -> dict[str, str]:
    """Each setting in words."""
    listed = {name: _said(value) for name, value in limits}
    return {"time_zone": time_zone, **{f"limits.{name}": said for name, said in listed.items()}}


def _said(value: int | tuple[str, ...]) -> str:
    """A limit as people write it."""
    return f"{value:,}" if isinstance(value, int) else ", ".join(value) or "none"


def _carrier(now: Workspace, event: e.CarrierSaved) -> Iterator[Change]:
    carrier = event.carrier
    yield _saved_piece(carrier.name in now.carriers, "carrier", carrier.name, carrier.kind)


def _member(now: Workspace, event: e.MemberSaved) -> Iterator[Change]:
    member = event.member
    disturbed = ", do not disturb" if member.do_not_disturb else ""
    accepts = f", accept {member.accept}" if member.accept else ""
    detail = f"{member.phone}{disturbed}{accepts}"
    yield _saved_piece(member.name in now.members, "member", member.name, detail)


def _inbox(now: Workspace, event: e.InboxSaved) -> Iterator[Change]:
    inbox = event.inbox
    members = ", ".join(inbox.members) or "no members: every call goes to voicemail"
    yield _saved_piece(inbox.name in now.inboxes, "inbox", inbox.name, members)


def _job(now: Workspace, event: e.JobSaved) -> Iterator[Change]:
    yield _saved_piece(event.job.name in now.history, "job", event.job.name, _version(event.job))


def _scenarios(now: Workspace, event: e.JobScenariosSaved) -> Iterator[Change]:
    if not event.scenarios:
        yield Change(change="removed", what="scenarios", name=event.name)
    else:
        detail = f"{len(event.scenarios)}, run before a draft is published"
        yield _saved_piece(event.name in now.scenarios, "scenarios", event.name, detail)


def _version(job: Job) -> str:
    actions = ", ".join(_plain(action.kind) for action in job.actions) or "no action"
    off = "" if job.on else ", switched off"
    return f"version {job.version}: {actions}{off}"


def _number(now: Workspace, event: e.NumberSaved) -> Iterator[Change]:
    number = event.number
    detail = f"{_plain(number.kind)}, registration {number.registration}"
    detail += _in_language(number.language, "")
    detail += f", carrier {number.carrier}" if number.carrier else ""
    yield _saved_piece(number.number in now.numbers, "number", number.number, detail)


def _flow(now: Workspace, event: e.FlowPublished) -> Iterator[Change]:
    jobs = ", ".join(event.flow.agent.jobs) or "none"
    detail = f"version {event.flow.version}, jobs: {jobs}"
    yield _saved_piece(event.number in now.flow_versions, "call flow", event.number, detail)


def _listed(_: Workspace, event: e.OptOutsListed) -> Iterator[Change]:
    for contact in event.contacts:
        yield Change(change="added", what="opt-out", name=contact, detail="no longer texted")


def _unlisted(_: Workspace, event: e.OptOutsUnlisted) -> Iterator[Change]:
    for contact in event.contacts:
        detail = "still not texted: only START from this number opts it in"
        yield Change(change="removed", what="opt-out", name=contact, detail=detail)


def _removed(what: str, key: str) -> Callable[[Workspace, Any], Iterator[Change]]:
    def describe(_: Workspace, event: Any) -> Iterator[Change]:
        yield Change(change="removed", what=what, name=getattr(event, key))

    return describe


def _saved_piece(known: bool, what: str, name: str, detail: str) -> Change:  # noqa: FBT001 - private, always positional
    return Change(change="changed" if known else "added", what=what, name=name, detail=detail)


_DESCRIBERS: Final[dict[type[Event], Callable[[Workspace, Any], Iterator[Change]]]] = {
    e.WorkspaceSaved: _saved,
    e.LimitsSaved: _limits,
    e.CarrierSaved: _carrier,
    e.MemberSaved: _member,
    e.InboxSaved: _inbox,
    e.JobSaved: _job,
    e.JobScenariosSaved: _scenarios,
    e.NumberSaved: _number,
    e.FlowPublished: _flow,
    e.OptOutsListed: _listed,
    e.OptOutsUnlisted: _unlisted,
    e.CarrierRemoved: _removed("carrier", "name"),
    e.MemberRemoved: _removed("member", "name"),
    e.InboxRemoved: _removed("inbox", "name"),
    e.JobRemoved: _removed("job", "name"),
    e.NumberReleased: _removed("number", "number"),
}
"""The events worth reporting. The others only accompany them."""


def _plain(machine: str) -> str:
    return machine.replace("_", " ")
