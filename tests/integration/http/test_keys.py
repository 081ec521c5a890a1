"""Keys over HTTP: issued, revoked; one that may configure always remains."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hookflash.domain.event import Event
from tests.integration.http.conftest import Api
from tests.integration.http.test_answers import in_office


def test_keys_are_issued_and_revoked(folder: Path) -> None:
    """A new key is valid and its token is shown once; a revoked key is not valid."""

    async def check(api: Api) -> None:
        again = {"Idempotency-Key": "one"}
        body = {"name": "reception", "role": "read"}
        issued = (await api.ask("POST", "/v1/keys", json=body, headers=again)).json()
        assert (await api.ask("POST", "/v1/keys", json=body, headers=again)).status_code == 409
        other = body | {"role": "operate"}
        assert (await api.ask("POST", "/v1/keys", json=other, headers=again)).status_code == 422
        bearer = {"Authorization": f"Bearer {issued['token']}"}
        assert (await api.ask("GET", "/v1/calls", role=None, headers=bearer)).is_success
        listed = await api.ask("GET", "/v1/keys")
        assert issued["token"].rpartition("_")[2] not in listed.text
        assert [(one["name"], one["role"]) for one in listed.json()["items"]][-1] == (
            "reception",
            "read",
        )
        path = f"/v1/keys/{issued['id']}"
        assert [(await api.ask("DELETE", path)).status_code for _ in range(2)] == [204, 204]
        assert (await api.ask("GET", "/v1/calls", role=None, headers=bearer)).status_code == 401
        assert (await api.ask("DELETE", "/v1/keys/none")).status_code == 404
        own = api.tokens["harbor-dental", "administer"].split("_")[2]
        assert (await api.ask("DELETE", f"/v1/keys/{own}")).status_code == 409
        assert (await api.ask("GET", "/v1/keys")).is_success

    in_office(folder, check)


def test_of_two_keys_that_revoke_each_other_one_is_left(folder: Path) -> None:
    """Both requests read before either writes."""

    async def check(api: Api) -> None:
        body = {"name": "the other", "role": "configure"}
        other = (await api.ask("POST", "/v1/keys", json=body)).json()
        one = api.tokens["harbor-dental", "configure"]
        tokens = {one.split("_")[2]: other["token"], other["id"]: one}
        append, both = api.center._log.append, asyncio.Barrier(2)
        meetings = [both.wait, both.wait]

        async def appended(events: Sequence[Event], reads: Any = None) -> int:
            if meetings:
                await meetings.pop()()
            return await append(events, reads)

        async def revoke(key: str, token: str) -> int:
            bearer = {"Authorization": f"Bearer {token}"}
            path = f"/v1/keys/{key}"
            return (await api.ask("DELETE", path, role=None, headers=bearer)).status_code

        api.center._log.append = appended  # type: ignore[method-assign]
        async with asyncio.timeout(60):
            done = await asyncio.gather(*(revoke(*pair) for pair in tokens.items()))
        assert sorted(done) == [204, 401]
        bearers = ({"Authorization": f"Bearer {token}"} for token in tokens.values())
        asked = [await api.ask("GET", "/v1/keys", role=None, headers=bearer) for bearer in bearers]
        assert sorted(one.status_code for one in asked) == [200, 401]

    in_office(folder, check)
