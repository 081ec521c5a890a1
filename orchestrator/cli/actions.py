"""Shows the actions of jobs as they were understood."""

from collections.abc import Sequence

from hookflash.orchestrator.cli.screen import FAINT, safe, stdout
from hookflash.orchestrator.wording import counted
from hookflash.orchestrator.workspaces.understood import (
    UnderstoodAction,
    UnderstoodText,
    UnderstoodTransfer,
)


def show_actions(actions: Sequence[UnderstoodAction]) -> None:
    """Print each action as it will run, by job."""
    screen = stdout()
    job = ""
    for action in actions:
        if action.job != job:
            job = action.job
            screen.print(safe(f"Job “{job}” will", "bold"))
        is_text = isinstance(action, UnderstoodText)
        shown = _text(action) if isinstance(action, UnderstoodText) else _transfer(action)
        screen.print(safe(f"  {'text' if is_text else 'transfer to'} {shown}"), soft_wrap=True)
        screen.print(safe(f"    {action.condition}", FAINT), soft_wrap=True)


def _text(action: UnderstoodText) -> str:
    because = f" because of {' '.join(action.beyond_gsm)}" if action.beyond_gsm else ""
    return f"“{action.text}” ({counted(action.segments, 'segment')}, {action.encoding}{because})"


def _transfer(action: UnderstoodTransfer) -> str:
    ringing = [
        f"{phone.name} {phone.phone}" if phone.name != phone.phone else phone.phone
        for phone in action.phones
        if not phone.do_not_disturb
    ]
    rings = f"rings {', '.join(ringing)}" if ringing else "rings no phone: voicemail answers"
    return f"{action.destination} ({action.destination_kind}; {rings})"
