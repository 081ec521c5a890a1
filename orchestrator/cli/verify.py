"""``hookflash verify``: whether the log is whole, unaltered and lawful."""

from collections.abc import Iterator

from typer import Exit

from hookflash import maintenance
from hookflash.maintenance import Checked, Erased, Finding, Report
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json
from hookflash.orchestrator.cli.progress import progress
from hookflash.orchestrator.cli.reading import existing
from hookflash.orchestrator.cli.screen import BAD, FAINT, GOOD, print_json, safe, stdout
from hookflash.orchestrator.wording import counted, day_and_clock, plain

SHOWN = 20
"""Findings on the screen, and erasures; JSON has up to a hundred of each."""


def verify(*, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Check the whole log: nothing missing, moved or altered, every decision as it was made.

    Ends with 1 if anything is wrong, and names it, the first first. Nothing is changed.
    """
    with existing(), progress("Verifying") as step:
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
        screen.print(safe("Nothing is missing, moved or altered, and all of it is lawful.", GOOD))


def _checked(checked: Checked) -> Iterator[str]:
    streams = counted(checked.streams, "stream")
    yield f"Checked {counted(checked.events, 'event')} of {streams}"
    yield f"made {counted(checked.decisions, 'decision')} of {counted(checked.calls, 'call')} again"
    if checked.erased:
        yield f"{counted(checked.erased, 'call')} of them without the words, which were erased"
    if checked.older_rules:
        yield f"{counted(checked.older_rules, 'call')} of them recorded under older rules"
    yield "compared with the views" if checked.views else "without views to compare with"


def _erasure(erased: Erased) -> str:
    when = day_and_clock(erased.at)
    return f"{erased.workspace}: {erased.pseudonym} was erased on {when} by {erased.operator}."


def _place(finding: Finding) -> str:
    at = f"log position {finding.log_position:,}" if finding.log_position else ""
    within = f"{finding.stream}, position {finding.position}" if finding.stream else "the log"
    return f"{within} ({at})" if at else within
