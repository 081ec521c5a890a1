"""Carriers over HTTP: the kinds that there are, mistakes by field, a carrier that is in use."""

from pathlib import Path

import pytest

from tests.integration.http.conftest import NUMBER, Api
from tests.integration.http.test_answers import in_office

PATH = "/v1/workspaces/harbor-dental"
TWILIO = {"account": "AC123", "token": "secret:main"}


def test_the_kinds_say_what_may_be_set(folder: Path) -> None:
    """For each setting its type, and whether it is needed; any key may see that."""

    async def check(api: Api) -> None:
        done = await api.ask("GET", f"{PATH}/carrier-kinds", role="read")
        kinds = {one["kind"]: one for one in done.json()["items"]}
        assert kinds["simulator"] == {"kind": "simulator", "simulated": True, "settings": []}
        settings = {one["name"]: one for one in kinds["twilio"]["settings"]}
        assert {name: one["type"] for name, one in settings.items()} == {
            "account": "text",
            "token": "secret",
            "signing": "secret",
            "speech": "choice",
            "voice": "text",
            "transcribe": "switch",
        }
        assert [name for name, one in settings.items() if one["required"]] == ["account", "token"]
        assert settings["speech"]["choices"] == ["relay", "gather"]
        assert settings["transcribe"]["default"] is True

    in_office(folder, check)


@pytest.mark.parametrize(
    ("kind", "settings", "fields"),
    [
        ("twilio", {}, ["settings.account", "settings.token"]),
        ("twilio", {**TWILIO, "token": "5up3r5ecret"}, ["settings.token"]),
        ("twilo", TWILIO, ["kind"]),
    ],
)
def test_a_mistake_is_named_by_its_field(
    kind: str, settings: dict[str, str], fields: list[str], folder: Path
) -> None:
    """As the body has it; what may be a secret is not repeated."""

    async def check(api: Api) -> None:
        body = {"kind": kind, "settings": settings}
        done = await api.ask("PUT", f"{PATH}/carriers/main", json=body)
        assert done.status_code == 422
        assert [one["field"] for one in done.json()["errors"]] == fields
        assert "5up3r5ecret" not in done.text

    in_office(folder, check)


def test_a_carrier_in_use_is_not_deleted(folder: Path) -> None:
    """422 names the number; once it has another carrier, the deletion is done."""

    async def check(api: Api) -> None:
        body = {"kind": "twilio", "settings": TWILIO}
        assert (await api.ask("PUT", f"{PATH}/carriers/main", json=body)).status_code == 201
        for carrier, answer in (("main", 422), (None, 204)):
            number = {"carrier": carrier, "registration": "approved"}
            assert (await api.ask("PUT", f"/v1/numbers/{NUMBER}", json=number)).is_success
            done = await api.ask("DELETE", f"{PATH}/carriers/main")
            assert done.status_code == answer, done.text
            if answer == 422:
                (error,) = done.json()["errors"]
                assert error["field"] == f"numbers “{NUMBER}”: carrier"
                assert error["wrong"] == "the number still has the carrier “main”"

    in_office(folder, check)
