"""``hookflash verify``: checks that the log is complete, unaltered and valid."""

from collections.abc import Iterator

from typer import Exit

from hookflash import maintenance
from hookflash.maintenance import Checked, Erased, Finding, Report
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json
from hookflash.orchestrator.cli.progress import progress
from hookflash.orchestrator.cli.reading import database_expected
from hookflash.orchestrator.cli.screen import BAD, FAINT, GOOD, print_json, safe, stdout
from hookflash.orchestrator.wording import counted, day_and_clock, plain

SHOWN = 20
"""Findings, and erasures, on the screen; ``--json`` lists up to a hundred of each."""


def verify(*, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Check the whole log for missing, moved or altered events.

    Also repeats every decision. Exits with 1 if anything is wrong and prints what, in log order.
    Changes nothing.
    """
    with database_expected(), progress("Verifying") as step:
        report = maintenance.verify(db, step)
    if as_json:
        print_json(report)
    else:
        _show(report)
    if report.found:
        raise Exit(1)


def _show(report: Report) -> None:
    screen = stdout()
    screen.print(", ".join(_checked(report.checked)) + ".")
    for erased in report.erasures[:SHOWN]:
        screen.print(safe(_erasure(erased), FAINT), soft_wrap=True)
    for finding in report.findings[:SHOWN]:
        screen.print(safe(_place(finding), BAD), soft_wrap=True)
        screen.print(safe(f"  {plain(finding.kind)}: {finding.wrong}"), soft_wrap=True)
        screen.print(safe(f"  should be: {finding.right}", FAINT), soft_wrap=True)
    if report.found > SHOWN:
        screen.print(f"… and {report.found - SHOWN:,} more.")
    if not report.found:
        screen.print(
            safe("Nothing is missing, moved or altered, and every event was lawful.", GOOD)
        )


def _checked(checked: Checked) -> Iterator[str]:
    streams = counted(checked.streams, "stream")
    yield f"Checked {counted(checked.events, 'event')} of {streams}"
    decisions = counted(checked.decisions, "decision")
    yield f"repeated {decisions} of {counted(checked.calls, 'call')}{_skipped(checked)}"
    yield "compared the views" if checked.views else "found no views to compare"


def _skipped(checked: Checked) -> str:
    """Which of the calls had fewer decisions, or none, to repeat."""
    erased = f"{checked.erased:,} erased" if checked.erased else ""
    older = f"{checked.older_rules:,} recorded under older rules" if checked.older_rules else ""
    return f" ({', '.join(filter(None, (erased, older)))})" if erased or older else ""


def _erasure(erased: Erased) -> str:
    when = day_and_clock(erased.at)
    return f"{erased.workspace}: {erased.pseudonym} was erased on {when} by {erased.operator}."


def _place(finding: Finding) -> str:
    at = f"log position {finding.log_position:,}" if finding.log_position else ""
    within = f"{finding.stream}, position {finding.position}" if finding.stream else "the log"
    return f"{within} ({at})" if at else within
