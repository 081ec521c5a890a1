"""Decides whether a text may be sent. Every check is made, and its finding is stored.

See docs/explanation/consent.md for the rules.
"""

from collections.abc import Callable
from typing import Literal

from pydantic import AwareDatetime

from hookflash.domain.job.job import MAX_BODY
from hookflash.domain.policy.check import Check as Check
from hookflash.domain.policy.limits import REASONS as LIMIT_WORDS
from hookflash.domain.policy.limits import TextLimits, reply_checks, text_checks
from hookflash.domain.policy.phone import is_textable
from hookflash.domain.value import Value
from hookflash.domain.workspace.number import NumberKind, Registration

WORDS = {
    "not_registered": "The business number is not registered for texting.",
    "registration_pending": "The business number's registration for texting is still pending.",
    "registration_rejected": "The business number's registration for texting was rejected.",
    "number_released": "The business number is no longer in the workspace.",
    "opted_out": "The caller has opted out of texts.",
    "opt_out_unclear": "The caller was asked whether to stop all texts, and has not answered.",
    "quiet_hours": "It is night where the caller is, and they have not asked for a text.",
    "no_caller_id": "The caller's number is withheld.",
    "landline": "The caller's number cannot receive texts.",
    "body_empty": "The text is empty.",
    "body_too_long": f"The text is longer than {MAX_BODY:,} characters.",
    "repeated": "This text was sent on this call already, and the caller has not asked again.",
    **LIMIT_WORDS,
}
"""Each reason for refusing a text, in plain words."""


Source = Literal["keyword", "words", "file", "carrier"]
"""What opted a contact out: see ``ContactOptedOut``."""


class KnownOptOut(Value):
    """The newest opt-out of one source, at the moment of a decision."""

    source: Source
    at: AwareDatetime
    keyword: str = ""
    words: str = ""
    call: str = ""
    code: str = ""


class LocalTime(Value):
    """What time it is for the recipient, and whether texts have to wait.

    ``times`` has one line for each time zone in which the number may be, such as
    ``America/Chicago 22:30``. ``hours`` are the quiet ones: ``21:00-08:00``.
    """

    hours: str
    times: tuple[str, ...]
    quiet: bool


class TextingFacts(Value):
    """What the workspace knows at the moment of the request; stored with the decision.

    ``registration`` is None if the number is no longer in the workspace. ``limits`` is None where
    they were applied before, and in older logs. ``opt_outs`` says why the contact is opted out; it
    is empty in older logs. ``local_time`` is None without quiet hours.
    """

    registration: Registration | None
    number_kind: NumberKind
    opted_out: bool
    limits: TextLimits | None = None
    opt_outs: tuple[KnownOptOut, ...] = ()
    local_time: LocalTime | None = None


class Draft(Value):
    """A text to be judged.

    ``recipient`` is None if the caller's number is withheld. ``repeated``: this call has sent it
    before, and the caller has not asked for it since. ``on_call``: how many texts were requested on
    the call before this one. ``asked``: the caller asked for a text on this call. ``revoked``: they
    said on it that they want none; ``doubtful``: they may have, and the question what they meant is
    open.
    """

    recipient: str | None
    body: str
    repeated: bool
    on_call: int = 0
    asked: bool = False
    revoked: bool = False
    doubtful: bool = False


def judge(draft: Draft, facts: TextingFacts) -> tuple[Check, ...]:
    """Make every check, the most important to the agent first."""
    checks = (check(draft, facts) for check in CHECKS)
    return (*checks, *text_checks(draft.recipient, draft.on_call, facts.limits))


def judge_reply(
    recipient: str, body: str, facts: TextingFacts, *, required: bool
) -> tuple[Check, ...]:
    """Make the checks of a reply that the contact asked for: STOP is confirmed, HELP answered.

    A ``required`` reply is sent also beyond the limits of a day.
    """
    draft = Draft(recipient=recipient, body=body, repeated=False)
    checks = (check(draft, facts) for check in (_registration, _caller_id, _textable, _body))
    return (*checks, *reply_checks(recipient, facts.limits, required=required))


def refusal(checks: tuple[Check, ...]) -> str:
    """The first reason against sending; empty if every check passed."""
    return next((check.reason for check in checks if check.reason), "")


def _registration(_: Draft, facts: TextingFacts) -> Check:
    scheme = "A2P 10DLC" if facts.number_kind == "local" else "toll-free verification"
    found = f"{scheme}: {facts.registration or 'number released'}"
    reasons = {
        None: "number_released",
        "unregistered": "not_registered",
        "pending": "registration_pending",
        "rejected": "registration_rejected",
        "approved": "",
    }
    return Check(check="registration", found=found, reason=reasons[facts.registration])


def _caller_id(draft: Draft, _: TextingFacts) -> Check:
    withheld = draft.recipient is None
    return Check(
        check="caller_id",
        found="withheld" if withheld else "given",
        reason="no_caller_id" if withheld else "",
    )


def _textable(draft: Draft, _: TextingFacts) -> Check:
    textable = draft.recipient is None or is_textable(draft.recipient)
    return Check(
        check="textable",
        found="can be texted" if textable else "a landline, or another number without texts",
        reason="" if textable else "landline",
    )


def _consent(draft: Draft, facts: TextingFacts) -> Check:
    reason = "opt_out_unclear" if draft.doubtful else ""
    reason = "opted_out" if facts.opted_out or draft.revoked else reason
    return Check(check="consent", found=_known(draft, facts), reason=reason)


def _known(draft: Draft, facts: TextingFacts) -> str:
    """What is known of the contact's consent, without their words: those are in the facts."""
    said = ["said on this call"] if draft.revoked else []
    known = [*map(_cited, facts.opt_outs), *said]
    if known:
        return f"opted out: {'; '.join(known)}"
    if facts.opted_out:
        return "opted out"
    return "asked whether to stop all texts" if draft.doubtful else "no objection"


def _cited(known: KnownOptOut) -> str:
    what = {
        "keyword": f"keyword {known.keyword}",
        "words": "said on a call" if known.call else "in their own words",
        "file": "on the workspace's list",
        "carrier": f"carrier's code {known.code}" if known.code else "carrier's word",
    }
    return f"{what[known.source]}, {known.at:%Y-%m-%d}"


def _body(draft: Draft, _: TextingFacts) -> Check:
    length = len(draft.body)
    reason = "body_empty" if not draft.body.strip() else ""
    reason = "body_too_long" if length > MAX_BODY else reason
    return Check(check="body", found=f"{length} characters", reason=reason)


def _repetition(draft: Draft, _: TextingFacts) -> Check:
    return Check(
        check="repetition",
        found="no new request by the caller" if draft.repeated else "asked for",
        reason="repeated" if draft.repeated else "",
    )


def _quiet_hours(draft: Draft, facts: TextingFacts) -> Check:
    """Quiet hours apply where the workspace has set them; a request by the caller is exempt."""
    local = facts.local_time
    if local is None:
        return Check(check="quiet_hours", found="not set")
    found = f"{local.hours}: {', '.join(local.times) or 'region unknown'}"
    if local.quiet and draft.asked:
        found += "; the caller asked for it on this call"
    return Check(
        check="quiet_hours",
        found=found,
        reason="quiet_hours" if local.quiet and not draft.asked else "",
    )


CHECKS: tuple[Callable[[Draft, TextingFacts], Check], ...] = (
    _registration,
    _caller_id,
    _textable,
    _consent,
    _quiet_hours,
    _body,
    _repetition,
)
