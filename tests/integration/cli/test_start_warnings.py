"""What ``hookflash serve`` warns of at its start, before anything is asked of a carrier."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hookflash import CallCenter, TelephonyOffers
from hookflash.carriers import SecretStore, WorkspaceCarriers
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.cli.app import app
from hookflash.orchestrator.cli.start_warnings import warnings_at_start
from hookflash.orchestrator.system.clock import SystemClock

OFFICE = """\
workspace: Sunny Cafe
carriers:
  main: {twilio: {account: AC00000000000000000000000000000001, token: secret:main}}
members:
  - {name: Ana, phone: "+14155550101"}
numbers:
  - number: "+14155550100"
    registration: approved
    carrier: main
    flow:
      - agent: {greeting: "Sunny Cafe.", jobs: [Person]}
      - voicemail: {greeting: Please leave a message.}
jobs:
  - {name: Person, instructions: "If the caller asks for a person, /Transfer call: Ana"}
"""
TOKEN = {"HOOKFLASH_SECRET__SUNNY_CAFE__MAIN": "a-token"}
URL = "https://calls.example"
WHO = "Warning: the carrier main (twilio) of sunny-cafe"


def warnings(
    folder: Path,
    secrets: dict[str, str],
    url: str | None,
    *,
    hosted: bool = False,
    simulate: bool | None = None,
    speaks: bool | None = None,
) -> tuple[str, ...]:
    """The warnings of a process with these ``secrets`` and public ``url``."""
    carriers = WorkspaceCarriers(SecretStore(None, secrets), url)
    db, file = f"sqlite:///{folder / 'log.db'}", folder / "office.yaml"
    file.write_text(OFFICE)

    async def story() -> tuple[str, ...]:
        telephony = None
        if speaks is not None:
            telephony = SimulatedTelephony(SystemClock())
            telephony.offers = TelephonyOffers(speaks=speaks)
        async with CallCenter.open(db, carriers=carriers, simulate=simulate) as center:
            await center.apply(file)
            return await warnings_at_start(db, center, carriers, telephony, hosted=hosted)

    return asyncio.run(story())


@pytest.mark.parametrize(
    ("secrets", "url", "wrong"),
    [
        (TOKEN, None, "this process has no public URL; start it with --public-url https://…"),
        ({}, URL, "the secret “main” is missing"),
    ],
)
def test_a_carrier_that_cannot_be_used_is_told_at_the_start(
    tmp_path: Path, secrets: dict[str, str], url: str | None, wrong: str
) -> None:
    """As ``carriers check`` would find it, but nothing is asked of the carrier."""
    (warning,) = warnings(tmp_path, secrets, url)
    assert warning.startswith(f"{WHO} cannot be used: {wrong}")
    assert warning.endswith("See hookflash carriers check.")


def test_a_carrier_that_can_be_used_needs_no_warning(tmp_path: Path) -> None:
    """Twilio has both, a secret and a public URL."""
    assert warnings(tmp_path, TOKEN, URL) == ()


def test_a_carrier_that_speaks_beside_the_hosts_agent_is_told(tmp_path: Path) -> None:
    """Its callers would hear only what the system says."""
    (warning,) = warnings(tmp_path, TOKEN, URL, hosted=True)
    assert warning.startswith(f"{WHO} speaks by itself")
    assert "play it yourself" in warning


@pytest.mark.parametrize("speaks", [True, False])
def test_so_is_a_voice_platform_that_speaks(tmp_path: Path, speaks: bool) -> None:  # noqa: FBT001
    """If it leaves that to the host, nothing is wrong."""
    told = " ".join(warnings(tmp_path, TOKEN, URL, hosted=True, speaks=speaks))
    assert ("the voice platform speaks by itself" in told) is speaks


def test_simulated_carriers_need_nothing(tmp_path: Path) -> None:
    """No secret, no URL, and nothing is heard."""
    assert warnings(tmp_path, {}, None, hosted=True, simulate=True) == ()


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("serve", ("hookflash[serve]", "hookflash[console]", "Twilio needs both")),
        ("carriers check", ("may cost money",)),
    ],
)
def test_the_help_names_what_is_needed_and_what_it_costs(
    command: str, told: tuple[str, ...]
) -> None:
    """Before a person meets it as an error, or on a bill."""
    shown = CliRunner().invoke(app, [*command.split(), "--help"]).output
    assert [words for words in told if words not in " ".join(shown.split())] == []
