"""``hookflash carriers check`` as a person runs it, against the stand-in's account."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hookflash.orchestrator.cli.app import app
from tests.integration.twilio.office import DANA, DOCUMENT, HOOKS, OFFICE, SAM, SECRET, Office, play

TOLL_FREE = "+18885550100"
SERVICE = "MG00000000000000000000000000000001"


@dataclass(frozen=True)
class Shown:
    """What the command printed, without wrapping, and its exit code."""

    code: int
    text: str


async def check(office: Office, log: str, *more: str, token: str = "") -> Shown:
    """Run the command in a thread, while the office is served here."""
    command = ["carriers", "check", "--db", log, "--public-url", office.url]
    command += ["--carrier-url", f"twilio={office.twilio.url}", *more]
    environment = {SECRET: token or office.twilio.world.account.token, "COLUMNS": "300"}
    done = await asyncio.to_thread(CliRunner().invoke, app, command, env=environment)
    return Shown(done.exit_code, done.output)


def is_right(office: Office, number: str = OFFICE) -> None:
    """Set the account up as it should be."""
    account = office.twilio.world.account
    hooks = f"{office.url}{HOOKS}"
    office.twilio.control.number(
        number,
        voice_url=f"{hooks}/voice",
        sms_url=f"{hooks}/text",
        messaging_service="" if number == TOLL_FREE else SERVICE,
    )
    account.campaigns[SERVICE] = "VERIFIED"
    account.line_types |= {DANA: "landline", SAM: "voip"}


def toll_free() -> str:
    """The settings of an office with a toll-free number."""
    return DOCUMENT.replace(OFFICE, TOLL_FREE)


@pytest.fixture
def log(tmp_path: Path) -> str:
    """A database that the command and the office share."""
    return f"sqlite:///{tmp_path / 'log.db'}"


def test_a_good_account_is_shown_as_such(tmp_path: Path, log: str) -> None:
    """Without TLS there is a warning, which is no reason to fail."""

    async def story(office: Office) -> None:
        is_right(office)
        shown = await check(office, log)
        assert shown.code == 0, shown.text
        sid = office.twilio.world.account.sid
        campaign = f"10DLC campaign of messaging service {SERVICE}: VERIFIED"
        assert shown.text.splitlines() == [
            "harbor-dental: main (twilio)",
            f"  ok account {sid}: it is active",
            "  warning webhooks: not encrypted",
            "    Use an https:// public URL.",
            f"  ok {OFFICE} voice webhook: it leads here",
            f"  ok {OFFICE} text webhook: it leads here",
            f"  ok {OFFICE} registration: {campaign}; the workspace says approved",
            "  ok phone of Dana: line type landline",
            "  ok phone of Sam: line type voip",
            "1 warning; 6 ok.",
        ]
        told = json.loads((await check(office, log, "--json")).text)
        assert [one["status"] for one in told[0]["findings"]].count("ok") == 6

    play(story, tmp_path, log=log)


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong with an account, and what the command says of it."""

    name: str
    spoil: Callable[[Office], object]
    said: str
    change: str
    code: int = 1


def _number(**settings: object) -> Callable[[Office], object]:
    return lambda office: office.twilio.control.number(OFFICE, **settings)


def _account(**settings: object) -> Callable[[Office], object]:
    def spoil(office: Office) -> None:
        for name, value in settings.items():
            setattr(office.twilio.world.account, name, value)

    return spoil


WRONG = [
    Wrong("suspended", _account(status="suspended"), "it is suspended", "Activate it"),
    Wrong(
        "no number",
        lambda office: office.twilio.world.account.numbers.clear(),
        f"problem {OFFICE}: the account does not have it",
        "Buy it, or correct the number.",
    ),
    Wrong(
        "texts only",
        _number(capabilities={"voice": False, "sms": True}),
        f"problem {OFFICE}: it cannot take calls",
        "Use a number that can.",
    ),
    Wrong("no voice webhook", _number(voice_url=""), "voice webhook: it is not set", "Set it to"),
    Wrong("another method", _number(sms_method="GET"), "it uses GET", "Set it to HTTP POST."),
    Wrong("a trunk", _number(trunk="TK1"), "voice webhook: TK1 takes them instead", "a webhook"),
    Wrong(
        "an application",
        _number(voice_application="AP1"),
        "voice webhook: AP1 takes them instead",
        "Have the number use a webhook",
    ),
    Wrong(
        "a service that takes texts",
        _account(deferring=False),
        f"text webhook: messaging service {SERVICE} takes the texts instead",
        "defer to the sender's webhook",
    ),
    Wrong(
        "no service",
        _number(messaging_service=""),
        "10DLC campaign: none",
        "Add the number to a messaging service",
    ),
    Wrong("no campaign", _account(campaigns={}), f"{SERVICE}: none;", "Register a campaign"),
    Wrong(
        "a pending campaign",
        _account(campaigns={SERVICE: "IN_PROGRESS"}),
        "IN_PROGRESS; the workspace says approved",
        "Wait for Twilio; until it is approved, carriers block texts to the US.",
    ),
    Wrong(
        "a rejected campaign",
        _account(campaigns={SERVICE: "FAILED"}),
        "FAILED (30886 the campaign's description is too vague)",
        "Correct it in Twilio's console and submit it again",
    ),
    Wrong("no such phone", _account(unknown={SAM}), "problem phone of Sam", "Correct the member's"),
    Wrong(
        "a mobile phone",
        _account(line_types={DANA: "mobile", SAM: "mobile"}),
        "warning phone of Dana: a mobile phone",
        "accept: press_1",
        code=0,
    ),
]


@pytest.mark.parametrize("wrong", WRONG, ids=[one.name for one in WRONG])
def test_what_is_wrong_is_shown_with_what_to_change(tmp_path: Path, log: str, wrong: Wrong) -> None:
    """A problem fails the command; a warning does not."""

    async def story(office: Office) -> None:
        is_right(office)
        wrong.spoil(office)
        shown = await check(office, log)
        assert shown.code == wrong.code, shown.text
        assert wrong.said in shown.text
        assert wrong.change in shown.text
        last = shown.text.splitlines()[-1]
        assert last.startswith("1 problem" if wrong.code else "3 warnings"), shown.text

    play(story, tmp_path, log=log)


def test_a_wrong_token_is_the_only_finding(tmp_path: Path, log: str) -> None:
    """Without it nothing else can be asked, and the token is not printed."""

    async def story(office: Office) -> None:
        is_right(office)
        shown = await check(office, log, token="another-token")  # noqa: S106
        assert shown.code == 1
        assert "Twilio does not accept the token" in shown.text
        assert "Copy the auth token of this account into the secrets file." in shown.text
        assert shown.text.splitlines()[-1] == "1 problem; 0 ok."
        assert "another-token" not in shown.text

    play(story, tmp_path, log=log)


@pytest.mark.parametrize(
    ("state", "code", "said", "change"),
    [
        ("VERIFIED", 0, "toll-free verification: TWILIO_APPROVED", ""),
        ("PENDING_REVIEW", 1, "PENDING_REVIEW", "Wait for Twilio"),
        ("TWILIO_REJECTED", 1, "TWILIO_REJECTED (opt-in is not shown)", "submit it again"),
        ("", 1, "toll-free verification: none", "Submit a toll-free verification"),
    ],
)
def test_a_toll_free_number_needs_a_verification(  # noqa: PLR0917 - one case of a table
    tmp_path: Path, log: str, state: str, code: int, said: str, change: str
) -> None:
    """It is looked up among the verifications, not among the campaigns."""

    async def story(office: Office) -> None:
        is_right(office, TOLL_FREE)
        rejection = "opt-in is not shown" if "REJECTED" in state else ""
        office.twilio.control.number(TOLL_FREE, registration=state, rejection=rejection)
        shown = await check(office, log)
        assert shown.code == code, shown.text
        assert said in shown.text
        assert change in shown.text

    play(story, tmp_path, log=log, settings=toll_free())
