"""Prints a call line by line: what is said and done, and each new state."""

from typing import Final

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.evolve import evolve
from hookflash.orchestrator.cli.screen import BAD, FAINT, GOOD, STYLES, safe
from hookflash.orchestrator.wording import clock
from hookflash.projections.replay.event_text import cut_off, describe

WIDE: Final = 100
"""From this many columns on, each line ends with the event's name."""
_SUBJECTS: Final[dict[type[e.CallEvent], tuple[str, str]]] = {
    e.CallerSpoke: ("Caller", "bold green"),
    e.DigitsPressed: ("Caller", "bold green"),
    e.SmsEvent: ("text", "blue"),
    e.TransferEvent: ("transfer", "magenta"),
    e.AgentLeft: ("transfer", "magenta"),
    e.VoicemailEvent: ("voicemail", "cyan"),
    e.CallEvent: ("call", FAINT),
}
"""The subject of an event and its style; the first kind that fits."""
_BAD: Final = (
    e.SmsRefused,
    e.SmsFailed,
    e.TransferRefused,
    e.TransferFailed,
    e.VoicemailFailed,
    e.ToolCallRejected,
    e.AgentSilenced,
    e.ActionFlagged,
)
_GOOD: Final = (e.SmsDelivered, e.TransferConfirmed, e.TransferConnected, e.RecipientBridged)


class Narrator:
    """Prints the events of one call, in order."""

    def __init__(self, screen: Console, call_id: str) -> None:
        self._screen = screen
        self.call = Call(call_id)

    def print(self, event: e.CallEvent) -> None:
        """Print the next event, and the state if it has changed."""
        before = self.call.state if self.call.position else ""
        evolve(self.call, event)
        if not _goes_without_saying(event):
            self._screen.print(self._line(event))
        if self.call.state != before:
            self._screen.print(_state_rule(self.call.state))

    def _line(self, event: e.CallEvent) -> Table:
        line = Table.grid(padding=(0, 2, 0, 0), expand=True)
        line.add_column(width=3, justify="right", style=FAINT)
        line.add_column(width=8, style=FAINT)
        line.add_column(width=9, no_wrap=True)
        line.add_column(ratio=1)
        line.add_column(justify="right", style=FAINT)
        who, style = self._subject(event)
        name = event.type if self._screen.width >= WIDE else None
        line.add_row(str(event.position), clock(event.at), safe(who, style), _text(event), name)
        return line

    def _subject(self, event: e.CallEvent) -> tuple[str, str]:
        if isinstance(event, e.AgentSpoke):
            return self.call.agent_name, "bold cyan"
        return next(shown for kind, shown in _SUBJECTS.items() if isinstance(event, kind))


def _goes_without_saying(event: e.CallEvent) -> bool:
    """Whether a reader takes it for granted: what was said was heard."""
    return isinstance(event, e.SpeechAccepted) or (
        isinstance(event, e.SpeechHeard) and event.finished
    )


def _text(event: e.CallEvent) -> Text:
    if isinstance(event, e.CallerSpoke):
        return safe(event.text)
    if isinstance(event, e.AgentSpoke):
        return safe(f"{event.heard}{cut_off(event.unheard)}")
    return safe(
        describe(event),
        BAD if isinstance(event, _BAD) else GOOD if isinstance(event, _GOOD) else "",
    )


def _state_rule(state: str) -> Rule:
    style = STYLES[state]
    return Rule(Text(state, style=f"bold {style}"), align="left", style=style)
