"""Decides whether a text may be sent. Every check is made, and its finding is stored.

See docs/explanation/consent.md for the rules.
"""

from collections.abc import Callable

from hookflash.domain.job.job import MAX_BODY
from hookflash.domain.policy.check import Check as Check
from hookflash.domain.policy.limits import REASONS as LIMIT_WORDS
from hookflash.domain.policy.limits import TextLimits, text_checks
from hookflash.domain.policy.phone import is_textable
from hookflash.domain.value import Value
from hookflash.domain.workspace.number import NumberKind, Registration

WORDS = {
    "not_registered": "The business number is not registered for texting.",
    "registration_pending": "The business number's registration for texting is still pending.",
    "registration_rejected": "The business number's registration for texting was rejected.",
    "number_released": "The business number is no longer in the workspace.",
    "opted_out": "The caller has opted out of texts.",
    "no_caller_id": "The caller's number is withheld.",
    "landline": "The caller's number cannot receive texts.",
    "body_empty": "The text is empty.",
    "body_too_long": f"The text is longer than {MAX_BODY:,} characters.",
    "repeated": "This text was sent on this call already, and the caller has not asked again.",
    **LIMIT_WORDS,
}
"""Each reason for refusing a text, in plain words."""


class TextingFacts(Value):
    """What the workspace knows at the moment of the request; stored with the decision.

    ``registration`` is None if the number is no longer in the workspace. ``limits`` is None where
    they were applied before, and in older logs.
    """

    registration: Registration | None
    number_kind: NumberKind
    opted_out: bool
    limits: TextLimits | None = None


class Draft(Value):
    """A text to be judged.

    ``recipient`` is None if the caller's number is withheld. ``repeated``: this call has sent it
    before, and the caller has not asked for it since. ``on_call``: how many texts were requested on
    the call before this one.
    """

    recipient: str | None
    body: str
    repeated: bool
    on_call: int = 0


def judge(draft: Draft, facts: TextingFacts) -> tuple[Check, ...]:
    """Make every check, the most important to the agent first."""
    checks = (check(draft, facts) for check in CHECKS)
    return (*checks, *text_checks(draft.recipient, draft.on_call, facts.limits))


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


def _consent(_: Draft, facts: TextingFacts) -> Check:
    return Check(
        check="consent",
        found="opted out" if facts.opted_out else "no objection",
        reason="opted_out" if facts.opted_out else "",
    )


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


CHECKS: tuple[Callable[[Draft, TextingFacts], Check], ...] = (
    _registration,
    _caller_id,
    _textable,
    _consent,
    _body,
    _repetition,
)
