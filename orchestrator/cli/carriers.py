"""``hookflash carriers``: whether the carriers of workspaces are set up correctly."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Final

from rich.text import Text
from typer import Argument, Exit, Typer

from hookflash import maintenance
from hookflash.maintenance import CarrierCheck
from hookflash.orchestrator.cli.carrier_options import (
    CarrierUrl,
    PublicUrl,
    SecretsFile,
    carriers_with,
    urls_of,
)
from hookflash.orchestrator.cli.errors import FAILED, CommandError
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json
from hookflash.orchestrator.cli.reading import database_expected
from hookflash.orchestrator.cli.screen import BAD, FAINT, GOOD, print_json, safe, stdout
from hookflash.orchestrator.ports.carriers import Finding
from hookflash.orchestrator.wording import counted

_SIGNS: Final = {"ok": ("ok", GOOD), "warning": ("warning", "yellow"), "problem": ("problem", BAD)}
carriers = Typer(
    help="Check the carriers that workspaces configure.",
    rich_markup_mode=None,
    add_completion=False,
)


@carriers.callback()
def main() -> None:
    """Check the carriers that workspaces configure."""


@carriers.command()
def check(  # noqa: PLR0913 - one parameter an option
    workspace: Annotated[
        str | None, Argument(metavar="WORKSPACE", help="The workspace's id; all by default.")
    ] = None,
    *,
    secrets_file: SecretsFile = None,
    public_url: PublicUrl = None,
    carrier_url: CarrierUrl = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Look at each carrier: what is set up wrongly, and what to change.

    It may ask the carriers, which may cost money: Twilio charges for the line type of each member's
    phone. It changes nothing, and fails if there is a problem.
    """
    operator = carriers_with(secrets_file, public_url, urls_of(carrier_url))
    with database_expected():
        found = asyncio.run(maintenance.check_carriers(db, operator, workspace))
    if as_json:
        print_json(found)
    else:
        _show(found, workspace)
    if not all(one.passed for one in found):
        raise Exit(FAILED)


def _show(found: Sequence[CarrierCheck], workspace: str | None) -> None:
    if not found:
        where = f"The workspace “{workspace}”" if workspace else "No workspace"
        none = "no carriers" if workspace else "a carrier"
        raise CommandError(f"{where} has {none}. Write “carriers:” in its file, and apply it.")
    screen = stdout()
    for one in found:
        screen.print(safe(f"{one.workspace}: {one.carrier} ({one.kind})", "bold"), soft_wrap=True)
        for finding in one.findings:
            sign, style = _SIGNS[finding.status]
            line = safe(f"  {sign}", style)
            line.append(f" {finding.subject}: {finding.found}")
            screen.print(line, soft_wrap=True)
            if finding.change:
                screen.print(safe(f"    {finding.change}", FAINT), soft_wrap=True)
    screen.print(_summary([finding for one in found for finding in one.findings]))


def _summary(findings: Sequence[Finding]) -> Text:
    """How many findings there are of each kind, the worst first."""
    counts = Counter(finding.status for finding in findings)
    if not counts["problem"] and not counts["warning"]:
        return safe("Everything is set up correctly.", GOOD)
    told = [counted(counts[status], status) for status in ("problem", "warning") if counts[status]]
    return safe(f"{' and '.join(told)}; {counts['ok']} ok.", BAD if counts["problem"] else "yellow")
