"""Draws a call of every outcome on the chart, for docs/explanation/outcomes.md.

``python -m scripts.outcome_pictures`` plays the scripts in ``scripts/calls`` and draws the pictures
that ``hookflash chart --call latest --svg`` would.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hookflash.domain.call.drawing import path_of, svg
from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.cli.apply import apply
from hookflash.orchestrator.cli.reading import reading
from hookflash.orchestrator.cli.scripted_calls import Run, play
from hookflash.orchestrator.simulation.call_script import read_call_script
from hookflash.projections.calls.outcome import CallOutcome
from hookflash.projections.calls.queries import CallSummary

ROOT: Final = Path(__file__).parents[1]
OFFICE: Final = ROOT / "docs/tutorial/office.yaml"
CALLS: Final = ROOT / "scripts/calls"
PICTURES: Final = ROOT / "docs/images/outcomes"
SCRIPTS: Final[Mapping[CallOutcome, str]] = {
    "interrupted": "7-connection-lost",
    "missed": "8-nobody-picks-up",
    "transferred": "1-text-then-person",
    "handed_over": "9-outside-number",
    "voicemail": "2-nobody-answers",
    "voicemail_declined": "14-not-recorded",
    "abandoned": "5-hangs-up-while-it-rings",
    "caller_silent": "10-silent-caller",
    "text_failed": "3-not-delivered",
    "text_refused": "11-number-withheld",
    "resolved": "4-changes-their-mind",
    "gave_up": "12-gives-up",
    "answered": "13-small-talk",
}
"""The call script of each outcome."""


def played() -> Iterator[tuple[CallOutcome, CallSummary, list[CallEvent]]]:
    """Play a call of every outcome; yields it with its events."""
    with TemporaryDirectory() as folder:
        db = f"sqlite:///{folder}/hookflash.db"
        apply(OFFICE, db=db)
        for outcome, name in SCRIPTS.items():
            with reading(db) as reader:
                script = read_call_script(CALLS / f"{name}.yaml", reader.workspace_with)
            ids: list[str] = []
            play(db, script, Run(seed=0), ids.append)
            with reading(db) as reader:
                call = reader.ask(reader.center.call(ids[0]))
                yield outcome, call, reader.ask(reader.center.events(ids[0]))


def main() -> None:
    """Draw them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for outcome, _, events in played():
        (PICTURES / f"{outcome}.svg").write_text(svg(path_of(events)), encoding="utf-8")


if __name__ == "__main__":
    main()
