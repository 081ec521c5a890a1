"""Shows a number's registration for business messaging and what it blocks."""

from typing import Final

from markupsafe import Markup

from hookflash.domain.job.action import SendSms
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.badges import badge
from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.console.phone_numbers import format_number

_TONES: Final = {
    "approved": "good",
    "pending": "progress",
    "unregistered": "followup",
    "rejected": "failed",
}
_SCHEMES: Final = {"local": "A2P 10DLC", "toll_free": "toll-free verification"}
_MEANING: Final = {
    "approved": "This number can send texts.",
    "pending": "The carriers have not decided yet. Until they do, Hookflash does not send texts "
    "from this number, and the agent tells the caller so.",
    "unregistered": "Carriers would drop texts from this number, so Hookflash does not send them, "
    "and the agent tells the caller so.",
    "rejected": "The carriers rejected the registration. Hookflash does not send texts from this "
    "number, and the agent tells the caller so.",
}


def registration_card(workspace: Workspace, number: str, jobs: list[str]) -> Markup:
    """Show the registration, what it means, and which of ``jobs`` it blocks."""
    known = workspace.numbers[number]
    touched = [name for name in jobs if _texts(workspace, name)]
    blocked = known.registration != "approved"
    return tag(
        "section",
        tag("h2", "Texting"),
        tag("p", badge(known.registration.capitalize(), _TONES[known.registration])),
        tag("p", f"{format_number(number)}, {_SCHEMES[known.kind]}", class_="hf-faint hf-numeric"),
        tag("p", _MEANING[known.registration]),
        tag("p", f"Carrier: {known.carrier} ({workspace.carriers[known.carrier].kind})")
        if known.carrier in workspace.carriers
        else None,
        tag("p", f"Reason: {known.rejection_reason}") if known.rejection_reason else None,
        tag("p", f"Jobs whose texts are blocked: {', '.join(touched)}.", class_="hf-error")
        if blocked and touched
        else None,
        tag("p", "Calls and transfers are not affected.", class_="hf-faint") if blocked else None,
        class_="hf-card hf-registration",
        aria_label="Registration",
    )


def _texts(workspace: Workspace, name: str) -> bool:
    job = workspace.jobs.get(name)
    return job is not None and any(isinstance(action, SendSms) for action in job.actions)
