"""The webhooks of a kind of carrier, and what is checked about its accounts."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hookflash import CallCenter, maintenance
from hookflash.carriers import CarrierUnavailable, SecretStore, WorkspaceCarriers
from hookflash.http import create_app
from hookflash.orchestrator.cli.app import main
from tests.unit.configured_carriers.payphone import (
    TOKEN,
    PayphoneKind,
    office,
    payphones,
    serving,
)

HARBOR, SUNNY = "+14155550100", "+14155550110"
PATH = "/v1/carriers/payphone/harbor-dental/main/calls"


@pytest.fixture
def kind() -> Iterator[PayphoneKind]:
    """Payphones are known."""
    with payphones() as known:
        yield known


async def post(center: CallCenter, path: str, to: str, token: str = TOKEN) -> httpx.Response:
    """Send a webhook: a call to ``to``."""
    transport = httpx.ASGITransport(create_app(center), raise_app_exceptions=False)
    body: dict[str, Any] = {"id": f"CA-{to}", "call": {"to": to, "from_": "+14155550199"}}
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        return await client.post(path, json=body, headers={"x-token": token})


def test_a_webhook_of_a_carrier_is_served_without_a_key(kind: PayphoneKind, tmp_path: Path) -> None:
    """Its signature is checked by the kind; another workspace's number is not its own."""

    async def check() -> None:
        async with serving(tmp_path, office(), office("Sunny Cafe", SUNNY)) as (center, _):
            call = (await post(center, PATH, HARBOR)).json()["call"]
            assert (await center.call(call)).number == HARBOR
            assert (await post(center, PATH, HARBOR, "another")).status_code == 403
            assert (await post(center, PATH, SUNNY)).status_code >= 400
            assert (await post(center, PATH.replace("/main/", "/none/"), HARBOR)).status_code == 404
            assert len(await center.calls("harbor-dental")) == 1
            assert not await center.calls("sunny-cafe")
            assert PATH.replace("harbor-dental/main", "{workspace}/{name}") not in json.dumps(
                create_app(center).openapi()
            )
        assert kind.built[0][0].url("x") == "https://calls.example/v1/carriers/payphone/x"

    asyncio.run(check())


@pytest.mark.usefixtures("kind")
def test_a_process_that_serves_no_carriers_has_no_webhooks_of_them(tmp_path: Path) -> None:
    """Nor has one whose calls are simulated those of real carriers."""

    async def check() -> None:
        for simulate in (True, False):
            url = f"sqlite:///{tmp_path / f'{simulate}.db'}"
            async with CallCenter.open(url, simulate=simulate) as center:
                assert (await post(center, PATH, HARBOR)).status_code == 404

    asyncio.run(check())


def test_a_carrier_without_a_public_url_says_what_is_missing(tmp_path: Path) -> None:
    """The option is named."""

    async def check(kind: PayphoneKind) -> None:
        async with serving(tmp_path, office()) as (center, _):
            center._carriers.operator.public_url = None  # type: ignore[union-attr]
            call = await center.receive_call(to=HARBOR, from_=None)
            await center.answer(call)
            with pytest.raises(CarrierUnavailable, match="--public-url"):
                kind.built[0][0].url("x")

    with payphones() as kind:
        asyncio.run(check(kind))


@pytest.mark.parametrize(
    "url", ["calls.example", "ftp://calls.example", "https://u:p@x.example", "https://x.example/?a"]
)
def test_the_operator_gives_plain_urls(url: str) -> None:
    """Anything else is refused, without repeating it."""
    with pytest.raises(ValueError, match="is not a plain") as error:
        WorkspaceCarriers(public_url=url)
    assert url not in str(error.value)
    with pytest.raises(ValueError, match="there is no kind of carrier “pigeon”"):
        WorkspaceCarriers(base_urls={"pigeon": "https://x.example"})


@pytest.mark.usefixtures("kind")
def test_checking_names_what_is_wrong_and_what_to_change(tmp_path: Path) -> None:
    """Each carrier of each workspace, or of one; a missing secret is a problem, too."""

    async def check() -> None:
        async with serving(tmp_path, office(), office("Sunny Cafe", SUNNY)):
            pass
        url = f"sqlite:///{tmp_path / 'log.db'}"
        carriers = WorkspaceCarriers(SecretStore(None, {"HOOKFLASH_SECRET__SUNNY_CAFE__MAIN": "x"}))
        ours, theirs = await maintenance.check_carriers(url, carriers)
        assert (ours.workspace, ours.carrier, ours.kind) == ("harbor-dental", "main", "payphone")
        (missing,) = ours.findings
        assert "HOOKFLASH_SECRET__HARBOR_DENTAL__MAIN" in missing.found
        assert [one.status for one in theirs.findings] == ["ok", "problem"]
        assert theirs.findings[1].change == "Set it to this process."
        assert not theirs.passed
        assert await maintenance.check_carriers(url, carriers, "sunny-cafe") == (theirs,)

    asyncio.run(check())


@pytest.mark.usefixtures("kind")
def test_the_command_prints_each_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fails if there is a problem."""

    async def apply() -> None:
        async with serving(tmp_path, office()):
            pass

    asyncio.run(apply())
    command = ["hookflash", "carriers", "check", "--db", f"sqlite:///{tmp_path / 'log.db'}"]
    monkeypatch.setattr("sys.argv", [*command, "--secrets-file", str(tmp_path / "secrets.yaml")])
    with pytest.raises(SystemExit) as done:
        main()
    assert done.value.code == 1
    printed = capsys.readouterr().out
    assert "harbor-dental: main (payphone)" in printed
    assert f"problem {HARBOR}: its webhook is not set" in printed
    assert TOKEN not in printed
