"""Texts from contacts, and callers in every notation, over HTTP."""

from pathlib import Path

import pytest

from tests.integration.http.conftest import Api
from tests.integration.http.test_answers import AGAIN, in_office

OURS = "+14155550100"
CALLER = "+14155550199"


def test_a_text_is_recorded_once_and_shown_in_its_thread(folder: Path) -> None:
    """Under one key it counts once; another text under that key is refused."""

    async def check(api: Api) -> None:
        body = {"to": f"sip:{OURS}@us.example", "from": "tel:+1-415-555-0199", "body": "Stop!"}
        first = await api.ask("POST", "/v1/texts", json=body, headers=AGAIN)
        again = await api.ask("POST", "/v1/texts", json=body, headers=AGAIN)
        assert (first.status_code, first.json()) == (201, again.json())
        assert (first.json()["contact"], first.json()["consent"]) == (CALLER, "opted_out")
        other = await api.ask("POST", "/v1/texts", json=body | {"body": "START"}, headers=AGAIN)
        assert other.status_code == 422
        thread = (await api.ask("GET", f"/v1/threads/{first.json()['thread']}")).json()
        item, confirmation = thread["items"]
        assert (confirmation["sender"], confirmation["recipient"]) == (OURS, CALLER)
        assert (item["status"], item["body"], item["sender"]) == ("received", "Stop!", CALLER)
        (found,) = (await api.ask("GET", "/v1/threads", params={"q": "stop"})).json()["items"]
        assert found["last"]["body"] == "Stop!"
        consent = await api.ask("GET", f"/v1/opt-outs/{CALLER}")
        assert consent.json() == {"contact": CALLER, "listed": False, "opted_out": True}

    in_office(folder, check)


@pytest.mark.parametrize(
    ("field", "value"),
    [("to", "bob"), ("to", "+12125550100"), ("from", "anonymous"), ("body", "x" * 10_001)],
)
def test_a_text_that_cannot_be_placed_is_refused(folder: Path, field: str, value: str) -> None:
    """With the field at fault."""

    async def check(api: Api) -> None:
        body = {"to": OURS, "from": CALLER, "body": "Hi", field: value}
        answer = await api.ask("POST", "/v1/texts", json=body)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]

    in_office(folder, check)


def test_a_call_is_the_same_in_any_notation(folder: Path) -> None:
    """A repeat may write the numbers otherwise, but not name another caller."""

    async def check(api: Api) -> None:
        body = {"to": OURS, "from": f"sip:{CALLER}@carrier.example", "provider_call_id": "CA1"}
        first = await api.ask("POST", "/v1/calls", json=body)
        assert (first.status_code, first.json()["contact"]) == (201, CALLER)
        same = body | {"to": f"tel:{OURS}", "from": "0014155550199"}
        assert (await api.ask("POST", "/v1/calls", json=same)).status_code == 200
        other = body | {"from": "sip:ann@example.com"}
        assert (await api.ask("POST", "/v1/calls", json=other)).status_code == 422
        mine = await api.ask("POST", "/v1/calls", json=other | {"provider_call_id": "CA2"})
        assert mine.json()["contact"] == "sip:ann@example.com"
        (hit,) = (await api.ask("GET", "/v1/threads", params={"q": "ann@"})).json()["items"]
        assert (await api.ask("GET", f"/v1/threads/{hit['thread']}")).status_code == 200

    in_office(folder, check)
