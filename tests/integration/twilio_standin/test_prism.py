"""Twilio's own OpenAPI files judge every answer of the stand-in."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.integration.twilio_standin.host import CALLER, OFFICE, Scene, scene
from tests.integration.twilio_standin.prism import (
    FAULT,
    installed,
    judging,
    specification,
    unspecified,
)

ROOM = "<Response><Dial><Conference>Room</Conference></Dial></Response>"
RECORD = (
    "<Response><Record transcribe='true' timeout='1' action='/done' playBeep='false'/></Response>"
)


class Judged:
    """Sends requests through Prism, and collects what it finds."""

    def __init__(self, client: httpx.AsyncClient, account: str) -> None:
        self._client = client
        self._root = f"/2010-04-01/Accounts/{account}"
        self.findings: list[str] = []

    async def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> Any:
        """Send a request; returns the JSON of the answer."""
        url = path if path.startswith("/v") else self._root + path
        answer = await self._client.request(method, url, data=form)
        if FAULT in answer.text:
            self.findings.append(f"{method} {path}: {answer.text}")
        return answer.json() if answer.content else None


async def everything(on: Scene, judged: Judged) -> None:
    """Use every kind of resource."""
    twilio = on.twilio
    twilio.control.number(OFFICE, messaging_service="MG" + "0" * 32)
    twilio.control.settings({"campaigns": {"MG" + "0" * 32: "VERIFIED"}})
    twilio.control.number("+18885550100")
    text = await judged.ask("POST", "/Messages.json", {"To": CALLER, "From": OFFICE, "Body": "Hi"})
    await judged.ask("GET", f"/Messages/{text['sid']}.json")
    twilio.control.phones({"default": {"ring": 0.5, "steps": [{"wait": 1}, {"say": "Hello"}]}})
    form = {"To": CALLER, "From": OFFICE}
    call = await judged.ask("POST", "/Calls.json", form | {"Twiml": RECORD})
    await twilio.ledger.find("recording")
    await asyncio.sleep(5)
    for name in ("Messages", "Calls", "Recordings", "Transcriptions", "IncomingPhoneNumbers"):
        listed = await judged.ask("GET", f"/{name}.json?PageSize=1")
        key = next(key for key, value in listed.items() if isinstance(value, list))
        await judged.ask("GET", f"/{name}/{listed[key][0]['sid']}.json")
    member = await judged.ask("POST", "/Calls.json", form | {"Twiml": ROOM})
    await twilio.ledger.find("conference", event="participant-join")
    (room,) = (await judged.ask("GET", "/Conferences.json"))["conferences"]
    people = f"/Conferences/{room['sid']}/Participants"
    await judged.ask("POST", f"{people}.json", {"From": OFFICE, "To": "+14155550101"})
    await judged.ask("GET", f"{people}.json")
    await judged.ask("POST", f"{people}/{member['sid']}.json", {"Muted": "true"})
    await judged.ask("POST", f"/Conferences/{room['sid']}.json", {"Status": "completed"})
    await judged.ask("POST", f"/Calls/{member['sid']}.json", {"Status": "completed"})
    await judged.ask("GET", f"/Calls/{call['sid']}/Recordings.json")
    await judged.ask("GET", ".json")
    await judged.ask("GET", f"/v2/PhoneNumbers/{CALLER}?Fields=line_type_intelligence")
    await judged.ask("GET", "/v1/Services")
    await judged.ask("GET", f"/v1/Services/MG{'0' * 32}/PhoneNumbers")
    await judged.ask("GET", f"/v1/Services/MG{'0' * 32}/Compliance/Usa2p")
    await judged.ask("GET", "/v1/Tollfree/Verifications")


@pytest.mark.slow
def test_twilios_own_specification_accepts_every_answer() -> None:
    """Prism finds nothing wrong, and does find a request that lacks its recipient."""
    spec = specification(installed())
    assert {path for path in unspecified(spec) if path.endswith(".json")} == set()

    async def story() -> None:
        async with scene() as on, judging(spec, on.twilio.url) as url:
            account = on.host.account
            login = (account.sid, account.token)
            async with httpx.AsyncClient(base_url=url, auth=login, timeout=60) as client:
                judged = Judged(client, account.sid)
                await everything(on, judged)
                assert judged.findings == []
                await judged.ask("POST", "/Messages.json", {"From": OFFICE, "Body": "Hi"})
                assert len(judged.findings) == 1

    asyncio.run(story())
