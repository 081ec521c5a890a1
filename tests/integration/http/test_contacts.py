"""Names of contacts and notes about them, over HTTP."""

import asyncio
from pathlib import Path

from hookflash.domain.access.keys import read_token
from tests.integration.http.conftest import CALLER, NUMBER, serving

JANE = f"/v1/contacts/{CALLER}"


def test_a_name_and_notes_are_written_changed_and_removed(folder: Path) -> None:
    """Each answer is the card as it is then; the author is the key, and a retry counts once."""

    async def check() -> None:
        async with serving(folder) as api:
            token = read_token(api.tokens["harbor-dental", "operate"])
            assert token is not None
            named = await api.ask("PUT", f"{JANE}/name", json={"name": " Jane "}, role="operate")
            assert (named.json()["contact"], named.json()["name"]) == (CALLER, "Jane")
            for _ in range(2):
                noted = await api.ask(
                    "POST",
                    f"{JANE}/notes",
                    json={"text": "Has a dog."},
                    headers={"Idempotency-Key": "n-1"},
                    role="operate",
                )
            (note,) = noted.json()["notes"]
            assert (note["text"], note["author"]) == ("Has a dog.", token.key)
            there = f"{JANE}/notes/{note['note']}"
            changed = await api.ask("PUT", there, json={"text": "Has two dogs."})
            assert [one["text"] for one in changed.json()["notes"]] == ["Has two dogs."]
            assert (await api.ask("GET", JANE)).json() == changed.json()
            assert (await api.ask("DELETE", there)).json()["notes"] == []
            gone = await api.ask("DELETE", there)
            assert (gone.status_code, "note 2" in gone.json()["detail"]) == (404, True)

    asyncio.run(check())


def test_contacts_are_listed_and_found(folder: Path) -> None:
    """Page by page, by part of a name; a thread shows the name and is found by it."""

    async def check() -> None:
        async with serving(folder) as api:
            for contact, name in ((CALLER, "Jane Doe"), ("sip:max@example.com", "Max Doe")):
                await api.ask("PUT", f"/v1/contacts/{contact}/name", json={"name": name})
            first = (await api.ask("GET", "/v1/contacts?limit=1")).json()
            assert [one["name"] for one in first["items"]] == ["Max Doe"]
            rest = (await api.ask("GET", f"/v1/contacts?before={first['next']}")).json()
            assert [one["name"] for one in rest["items"]] == ["Jane Doe"]
            (found,) = (await api.ask("GET", "/v1/contacts?q=jane")).json()["items"]
            assert found["contact"] == CALLER
            call = await api.call(to=NUMBER)
            await api.ask("POST", f"/v1/calls/{call}/end", json={})
            (thread,) = (await api.ask("GET", "/v1/threads?q=jane")).json()["items"]
            assert (thread["name"], thread["needs_attention"]) == ("Jane Doe", True)
            needing = (await api.ask("GET", "/v1/threads?attention=true")).json()["items"]
            assert [one["thread"] for one in needing] == [thread["thread"]]
            assert (await api.ask("GET", "/v1/threads?attention=false")).json()["items"] == []

    asyncio.run(check())


def test_what_cannot_be_written_names_the_field(folder: Path) -> None:
    """A name on two lines, a blank note, and a caller who withheld the number."""

    async def check() -> None:
        async with serving(folder) as api:
            for method, path, body, field in (
                ("PUT", f"{JANE}/name", {"name": "Jane\nDoe"}, "name"),
                ("POST", f"{JANE}/notes", {"text": " "}, "text"),
                ("PUT", "/v1/contacts/anonymous/name", {"name": "Jane"}, "contact"),
                ("PUT", "/v1/contacts/erased-1/name", {"name": "Jane"}, "contact"),
            ):
                done = await api.ask(method, path, json=body)
                assert done.status_code == 422, (path, done.text)
                assert [one["field"] for one in done.json()["errors"]] == [field]
            assert (await api.ask("GET", "/v1/contacts")).json()["items"] == []

    asyncio.run(check())
