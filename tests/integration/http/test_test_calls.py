"""Test calls over HTTP: playing the caller and every phone."""

from pathlib import Path
from typing import Any, Final

from hookflash.domain.call.call import Call
from tests.integration.http.conftest import CALLER, NUMBER, Api
from tests.integration.http.test_answers import in_office

CALLS: Final = "/v1/test-calls"
PERSON: Final = {"text": "Could I talk to somebody?"}


async def begun(api: Api, **more: Any) -> tuple[str, dict[str, Any]]:
    """Start a test call; returns its path and the first response."""
    done = await api.ask("POST", CALLS, json={"number": NUMBER} | more)
    assert done.status_code == 201, done.text
    assert done.headers["Location"] == f"{CALLS}/{done.json()['call']}"
    return done.headers["Location"], done.json()


async def all_ring(api: Api, call_id: str) -> None:
    """Wait until every phone of the transfer that can ring is ringing."""

    def begun(call: Call) -> bool:
        legs = call.current.legs.values() if call.current else ()
        return bool(legs) and all(leg.status != "waiting" for leg in legs)

    assert begun(await api.center.until(call_id, begun, 20.0))


async def left_a_message(api: Api, words: str = "Please call me back.") -> str:
    """Leave a message in a test call; returns its effect key once its recording is kept."""
    phones = {who: {"does": "busy"} for who in ("Front Desk", "On Call")}
    call, first = await begun(api, phones=phones)
    await api.ask("POST", f"{call}/say", json=PERSON)
    await api.ask("POST", f"{call}/say", json={"text": "Sure, go ahead."})
    call_id = first["call"]
    await api.center.until(call_id, lambda now: _voicemail(now) == "started", 20.0)
    await api.ask("POST", f"{call}/say", json={"text": words})
    kept = await api.center.until(call_id, lambda now: _voicemail(now) == "kept", 20.0)
    assert kept.voicemail is not None
    return kept.voicemail.effect_key


def _voicemail(call: Call) -> str:
    """The status of the voicemail, or of its recording."""
    if call.voicemail is None:
        return ""
    return call.voicemail.recording.status if call.voicemail.recording else call.voicemail.status


def test_a_transfer_is_answered_by_hand(folder: Path) -> None:
    """Greeted, given a suggestion, asked, connected to a phone that is answered."""

    async def check(api: Api) -> None:
        call, first = await begun(api, phones={"On Call": {"does": "busy"}})
        assert first["said"] == ["Thanks for calling Harbor Dental."]
        assert "I'd like an appointment." in first["suggested"]
        asked = (await api.ask("POST", f"{call}/say", json=PERSON)).json()
        assert asked["state"] == "confirm_transfer"
        assert "Sure, go ahead." in asked["suggested"]
        await api.ask("POST", f"{call}/say", json={"text": "Sure, go ahead."})
        await all_ring(api, first["call"])
        done = await api.ask("POST", f"{call}/phones/Front Desk/answer")
        assert done.json()["state"] == "dropped"
        late = await api.ask("POST", f"{call}/phones/On Call/decline")
        assert late.status_code == 200  # it was busy already
        summary = (await api.ask("GET", f"/v1/calls/{first['call']}")).json()
        assert (summary["test"], summary["contact"]) == (True, "+12025550147")

    in_office(folder, check)


def test_a_phone_is_told_what_to_do(folder: Path) -> None:
    """Before it rings; other workspaces' phones cannot be set, idle ones not answered."""

    async def check(api: Api) -> None:
        call, _ = await begun(api, **{"from": CALLER})
        plan = {"does": "answer", "after": 5}
        told = await api.ask("PUT", f"{call}/phones/+14155550101", json=plan)
        desk = next(phone for phone in told.json()["phones"] if phone["who"] == "Front Desk")
        assert {name: desk[name] for name in plan} == plan
        nobody = await api.ask("PUT", f"{call}/phones/Nobody", json=plan)
        assert nobody.status_code == 404
        idle = await api.ask("POST", f"{call}/phones/On Call/answer")
        assert idle.status_code == 409
        assert "is not ringing" in idle.json()["detail"]

    in_office(folder, check)


def test_mistakes_change_nothing(folder: Path) -> None:
    """A foreign number, an unknown phone, a reused key, a live call."""

    async def check(api: Api) -> None:
        for body, field in (
            ({"number": "+14155550110"}, "number"),
            ({"number": "12"}, "number"),
            ({"number": NUMBER, "phones": {"Nobody": {"does": "answer"}}}, "phones"),
            (
                {"number": NUMBER, "phones": {"Front Desk": {"does": "sing"}}},
                "phones.Front Desk.does",
            ),
        ):
            done = await api.ask("POST", CALLS, json=body)
            assert done.status_code == 422
            assert [error["field"] for error in done.json()["errors"]] == [field]
        assert (await api.ask("GET", "/v1/calls")).json()["items"] == []
        real = await api.call()
        assert (await api.ask("GET", f"{CALLS}/{real}")).status_code == 404

    in_office(folder, check)


def test_a_call_begun_twice_is_begun_once(folder: Path) -> None:
    """By its idempotency key, as long as it is the same request."""

    async def check(api: Api) -> None:
        again = {"Idempotency-Key": "one"}
        first = await api.ask("POST", CALLS, json={"number": NUMBER}, headers=again)
        second = await api.ask("POST", CALLS, json={"number": NUMBER}, headers=again)
        assert (first.status_code, second.status_code) == (201, 200)
        assert first.json() == second.json()
        body = {"number": NUMBER, "from": CALLER}
        assert (await api.ask("POST", CALLS, json=body, headers=again)).status_code == 422
        call = f"{CALLS}/{first.json()['call']}"
        heard = [await api.ask("POST", f"{call}/say", json=PERSON, headers=again) for _ in range(2)]
        assert heard[0].json()["said"] == heard[1].json()["said"] != []
        lines = (await api.ask("GET", f"/v1/calls/{first.json()['call']}/timeline")).json()
        assert sum(line["text"] == f"“{PERSON['text']}”" for line in lines) == 1

    in_office(folder, check)
