"""A number's registration for business messaging, and what it blocks, in plain words."""

from typing import Final

from markupsafe import Markup

from hookflash.domain.job.action import SendSms
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.console.numbering import spoken
from hookflash.orchestrator.console.states import badge

_TONES: Final = {"approved": "good", "pending": "warn", "unregistered": "bad", "rejected": "bad"}
_SCHEMES: Final = {"local": "A2P 10DLC", "toll_free": "toll-free verification"}
_MEANING: Final = {
    "approved": "Texts may leave from this number.",
    "pending": "The carriers have not decided yet. Until they do, every text from this number is "
    "refused before anything is sent, and the agent tells the caller so.",
    "unregistered": "Carriers would drop its texts, so every text is refused before anything is "
    "sent, and the agent tells the caller so.",
    "rejected": "The carriers refused it. Every text from this number is refused before anything "
    "is sent, and the agent tells the caller so.",
}


def registration_card(workspace: Workspace, number: str, jobs: list[str]) -> Markup:
    """The state, what it means, and which of ``jobs`` it touches."""
    known = workspace.numbers[number]
    touched = [name for name in jobs if _texts(workspace, name)]
    blocked = known.registration != "approved"
    return tag(
        "section",
        tag("h2", "Texting"),
        tag("p", badge(known.registration.capitalize(), _TONES[known.registration])),
        tag("p", f"{spoken(number)}, {_SCHEMES[known.kind]}", class_="hf-faint hf-numeric"),
        tag("p", _MEANING[known.registration]),
        tag("p", f"The reason given: {known.rejection_reason}") if known.rejection_reason else None,
        tag("p", f"Cannot text meanwhile: {', '.join(touched)}.", class_="hf-error")
        if blocked and touched
        else None,
        tag("p", "Calls and transfers are not affected.", class_="hf-faint") if blocked else None,
        class_="hf-card hf-registration",
        aria_label="Registration",
    )


def _texts(workspace: Workspace, name: str) -> bool:
    job = workspace.jobs.get(name)
    return job is not None and any(isinstance(action, SendSms) for action in job.actions)
