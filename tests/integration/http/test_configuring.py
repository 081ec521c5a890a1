"""Editing a workspace piece by piece over HTTP: ETags, drafts, versions."""

from pathlib import Path
from typing import Any, Final

from tests.integration.http.conftest import ADMIN, NUMBER, Api
from tests.integration.http.test_answers import in_office

BOOKING: Final = "/v1/jobs/Booking"
BRIEF: Final = {"name": "Booking", "instructions": "Be brief."}
ANN: Final = {"name": "Ann", "phone": "+14155550133"}


async def published(api: Api, instructions: str) -> None:
    """Publish the next version of the job Booking."""
    job = BRIEF | {"instructions": instructions}
    assert (await api.ask("PUT", f"{BOOKING}/draft", json=job)).is_success
    assert (await api.ask("POST", f"{BOOKING}/publish")).is_success


def fields(problem: Any) -> list[str]:
    """Return the fields that a problem names."""
    return [error["field"] for error in problem.json()["errors"]]


def test_a_piece_comes_with_its_etag(folder: Path) -> None:
    """Unchanged, it is not sent again; changed, it has another ETag."""

    async def check(api: Api) -> None:
        made = await api.ask("PUT", "/v1/members/Ann", json=ANN)
        assert made.status_code == 201
        read = await api.ask("GET", "/v1/members/Ann")
        assert read.headers["ETag"] == made.headers["ETag"]
        known = {"If-None-Match": f'"other", {read.headers["ETag"]}'}
        same = await api.ask("GET", "/v1/members/Ann", headers=known)
        assert (same.status_code, same.content) == (304, b"")
        assert same.headers["ETag"] == read.headers["ETag"]
        changed = ANN | {"do_not_disturb": True}
        assert (await api.ask("PUT", "/v1/members/Ann", json=changed)).status_code == 200
        assert (await api.ask("GET", "/v1/members/Ann", headers=known)).json() == changed | {
            "ring_seconds": 30
        }

    in_office(folder, check)


def test_who_read_something_older_changes_nothing(folder: Path) -> None:
    """412 for a stale If-Match, for “*” on a missing piece, and for creating an existing one."""

    async def check(api: Api) -> None:
        etag = (await api.ask("PUT", "/v1/members/Ann", json=ANN)).headers["ETag"]
        quiet, loud = ANN | {"do_not_disturb": True}, ANN | {"ring_seconds": 60}
        first = await api.ask("PUT", "/v1/members/Ann", json=quiet, headers={"If-Match": etag})
        assert first.is_success
        for headers in ({"If-Match": etag}, {"If-None-Match": "*"}):
            late = await api.ask("PUT", "/v1/members/Ann", json=loud, headers=headers)
            assert late.status_code == 412
            assert "member “Ann”" in late.json()["detail"]
        gone = await api.ask("DELETE", "/v1/members/Ann", headers={"If-Match": etag})
        assert gone.status_code == 412
        nobody = {"name": "Bob", "phone": "+14155550134"}
        missing = await api.ask("PUT", "/v1/members/Bob", json=nobody, headers={"If-Match": "*"})
        assert missing.status_code == 412
        weak = {"If-Match": f"W/{first.headers['ETag']}"}
        assert (await api.ask("DELETE", "/v1/members/Ann", headers=weak)).status_code == 204
        wrong = await api.ask("PUT", "/v1/members/Ann", json=ANN, headers={"If-Match": "plain"})
        assert (wrong.status_code, fields(wrong)) == (422, ["If-Match"])

    in_office(folder, check)


def test_a_piece_need_not_say_what_the_path_says(folder: Path) -> None:
    """The path names it; a name or number in another form is refused."""

    async def check(api: Api) -> None:
        ann = {"phone": "+14155550133"}
        assert (await api.ask("PUT", "/v1/members/Ann", json=ann)).json()["name"] == "Ann"
        wish = {"members": ["Ann"]}
        assert (await api.ask("PUT", "/v1/inboxes/Night", json=wish)).json()["name"] == "Night"
        job = {"instructions": "If asked, /Transfer call: Night"}
        drafted = await api.ask("PUT", "/v1/jobs/Night%2Fday/draft", json=job)
        assert drafted.json()["draft"] == job | {"name": "Night/day", "on": True}
        number = (await api.ask("PUT", f"/v1/numbers/{NUMBER}", json={})).json()
        assert (number["number"], number["registration"]) == (NUMBER, "approved")
        padded = await api.ask("PUT", "/v1/members/%20Ann", json=ann)
        assert fields(padded) == ["name"]
        national = await api.ask("PUT", "/v1/numbers/4155550100", json={})
        assert fields(national) == ["number"]

    in_office(folder, check)


def test_every_list_has_its_cursor(folder: Path) -> None:
    """Even a short list, whose items omit the fields that they do not have."""

    async def check(api: Api) -> None:
        for kind in ("members", "inboxes", "numbers", "jobs", "keys"):
            listed = (await api.ask("GET", f"/v1/{kind}")).json()
            assert listed.keys() == {"items", "next"}
            assert listed["items"]
        (number,) = (await api.ask("GET", "/v1/numbers")).json()["items"]
        assert number["flow"][1]["voicemail"].keys() == {"greeting"}

    in_office(folder, check)


def test_a_workspace_document_is_replaced_only_as_it_was_read(folder: Path) -> None:
    """The document has an ETag too."""

    async def check(api: Api) -> None:
        path = "/v1/workspaces/harbor-dental"
        read = await api.ask("GET", path)
        headers = {"If-Match": read.headers["ETag"]}
        renamed = read.json() | {"agent": "Mia"}
        assert (await api.ask("PUT", path, json=renamed, headers=headers)).is_success
        assert (await api.ask("PUT", path, json=read.json(), headers=headers)).status_code == 412
        assert (await api.ask("GET", path)).json()["agent"] == "Mia"

    in_office(folder, check)


def test_every_mistake_in_a_piece_is_named(folder: Path) -> None:
    """By field; a piece that is referred to stays, and the error names the reference."""

    async def check(api: Api) -> None:
        wrong = {"name": "Ann", "phone": NUMBER, "ring_seconds": 5}
        refused = await api.ask("PUT", "/v1/members/Ann", json=wrong)
        assert (refused.status_code, fields(refused)) == (422, ["phone", "ring_seconds"])
        other = await api.ask("PUT", "/v1/members/Bob", json=ANN)
        assert fields(other) == ["name"]
        named = await api.ask("DELETE", "/v1/inboxes/Scheduling")
        assert named.status_code == 422
        assert all(field.startswith("jobs “") for field in fields(named))
        attached = await api.ask("DELETE", BOOKING)
        assert fields(attached) == [f"numbers “{NUMBER}”: flow[0].agent.jobs[0]"]
        flow = {"flow": [{"agent": {"greeting": 1}}]}
        typed = await api.ask("PUT", f"/v1/numbers/{NUMBER}/flow/draft", json=flow)
        assert fields(typed) == ["flow[0].agent.greeting"]
        ringing = {"flow": [{"ring": {"greeting": "Hello."}}]}
        unknown = await api.ask("PUT", f"/v1/numbers/{NUMBER}/flow/draft", json=ringing)
        assert fields(unknown) == ["flow[0].ring"]
        for name in ("%ED%A0%80", "%FF", "Ann%00"):
            broken = await api.ask("PUT", f"/v1/members/{name}", json={"phone": "+14155550133"})
            assert (broken.status_code, fields(broken)) == (422, ["address"])

    in_office(folder, check)


def test_a_job_is_drafted_checked_and_published(folder: Path) -> None:
    """The draft is shown beside the live version; with a mistake it is not published."""

    async def check(api: Api) -> None:
        live = (await api.ask("GET", BOOKING)).json()["live"]
        wrong = BRIEF | {"instructions": "Hello.\n/Transfer call: Nobody"}
        drafted = (await api.ask("PUT", f"{BOOKING}/draft", json=wrong)).json()
        assert (drafted["live"], drafted["version"]) == (live, 1)
        assert drafted["draft"]["instructions"] == wrong["instructions"]
        refused = await api.ask("POST", f"{BOOKING}/publish")
        (mistake,) = refused.json()["errors"]
        assert (mistake["field"], mistake["line"]) == ("instructions", 2)
        (found,) = (await api.ask("POST", "/v1/jobs/check", json=wrong)).json()["problems"]
        assert (found["field"], found["line"]) == ("instructions", 2)
        assert (await api.ask("DELETE", f"{BOOKING}/draft")).status_code == 204
        await published(api, "Be brief.")
        job = (await api.ask("GET", BOOKING)).json()
        assert (job["version"], job["draft"], job["live"]["instructions"]) == (2, None, "Be brief.")

    in_office(folder, check)


def test_versions_are_kept_and_compared(folder: Path) -> None:
    """Line by line; the draft can be compared with a version too."""

    async def check(api: Api) -> None:
        await published(api, "One.\nTwo.")
        await published(api, "One.\nThree.")
        listed = (await api.ask("GET", f"{BOOKING}/versions")).json()["items"]
        assert [(one["version"], one["live"]) for one in listed] == [
            (3, True),
            (2, False),
            (1, False),
        ]
        second = (await api.ask("GET", f"{BOOKING}/versions/2")).json()
        assert second["job"]["instructions"] == "One.\nTwo."
        between = {"before": 2, "after": 3}
        (change,) = (await api.ask("GET", f"{BOOKING}/diff", params=between)).json()
        assert (change["field"], [(line["change"], line["text"]) for line in change["lines"]]) == (
            "instructions",
            [("same", "One."), ("removed", "Two."), ("added", "Three.")],
        )
        no_draft = await api.ask("GET", f"{BOOKING}/diff", params={"before": 2})
        assert fields(no_draft) == ["after"]
        await api.ask("PUT", f"{BOOKING}/draft", json=BRIEF)
        draft = (await api.ask("GET", f"{BOOKING}/diff", params={"before": 3})).json()
        assert draft[0]["lines"][-1] == {"change": "added", "text": "Be brief."}
        unknown = await api.ask("GET", f"{BOOKING}/diff", params={"before": 9})
        assert fields(unknown) == ["before"]
        assert (await api.ask("GET", f"{BOOKING}/versions/9")).status_code == 404

    in_office(folder, check)


def test_a_job_is_switched_off_and_on(folder: Path) -> None:
    """Each makes a new version."""

    async def check(api: Api) -> None:
        off = (await api.ask("PUT", f"{BOOKING}/on", json={"on": False})).json()
        assert (off["live"]["on"], off["version"]) == (False, 2)

    in_office(folder, check)


def test_a_name_may_have_a_slash_in_it(folder: Path) -> None:
    """Encoded as %2F in the path."""

    async def check(api: Api) -> None:
        path = "/v1/jobs/Hours%2Fholidays"
        job = {"name": "Hours/holidays", "instructions": "Say that it is closed."}
        assert (await api.ask("PUT", f"{path}/draft", json=job)).status_code == 201
        assert (await api.ask("POST", f"{path}/publish")).json()["version"] == 1
        assert (await api.ask("GET", f"{path}/versions/1")).json()["job"]["on"]
        assert (await api.ask("DELETE", path)).status_code == 204

    in_office(folder, check)


def test_a_flow_is_previewed_and_published(folder: Path) -> None:
    """The preview shows the changes; the next call uses them."""

    async def check(api: Api) -> None:
        path = f"/v1/numbers/{NUMBER}/flow"
        steps = [{"agent": {"greeting": "Hi."}}, {"voicemail": {"greeting": "Speak."}}]
        await api.ask("PUT", f"{path}/draft", json={"flow": steps})
        preview = (await api.ask("GET", f"{path}/preview")).json()
        assert "Booking" in preview["removed"]
        assert preview["problems"] == []
        wrong = {"flow": steps[::-1]}
        told = (await api.ask("POST", f"{path}/preview", json=wrong)).json()
        assert told["problems"][0]["wrong"] == "the voicemail step comes before the agent step"
        assert (await api.ask("POST", f"{path}/publish")).json()["version"] == 2
        call = f"/v1/calls/{await api.call()}"
        assert (await api.ask("POST", f"{call}/answer")).json()["said"] == ["Hi."]

    in_office(folder, check)


def test_a_number_is_registered_and_released(folder: Path) -> None:
    """Its flow stays; once released, another workspace may connect it."""

    async def check(api: Api) -> None:
        path = f"/v1/numbers/{NUMBER}"
        pending = {"number": NUMBER, "registration": "pending"}
        put = (await api.ask("PUT", path, json=pending)).json()
        assert (put["registration"], put["kind"]) == ("pending", "local")
        taken = await api.ask("PUT", path, json=put, workspace="sunny-cafe")
        assert fields(taken)[0] == "number"
        assert (await api.ask("DELETE", path)).status_code == 204
        put["flow"][0]["agent"]["jobs"] = []
        now = await api.ask("PUT", path, json=put, workspace="sunny-cafe")
        assert now.status_code == 201

    in_office(folder, check)


def test_a_listed_contact_is_opted_out(folder: Path) -> None:
    """Removed from the list, it no longer is; removing it again is 404."""

    async def check(api: Api) -> None:
        body = {"contacts": ["(415) 555-0178"]}
        assert (await api.ask("POST", "/v1/opt-outs", json=body)).json()["items"] == [
            "+14155550178"
        ]
        path = "/v1/opt-outs/+14155550178"
        assert (await api.ask("DELETE", path)).status_code == 204
        assert (await api.ask("GET", path)).json() == {
            "contact": "+14155550178",
            "listed": False,
            "opted_out": False,
        }
        assert (await api.ask("DELETE", path)).status_code == 404
        wrong = await api.ask("POST", "/v1/opt-outs", json={"contacts": ["me"]})
        assert fields(wrong) == ["contacts[0]"]

    in_office(folder, check)


def test_a_workspace_is_set_up_with_the_servers_token(folder: Path) -> None:
    """It comes with its first key; without the token, or a second time, nothing is created."""

    async def check(api: Api) -> None:
        admin = {"Authorization": f"Bearer {ADMIN}"}
        path, body = "/v1/workspaces", {"name": "Moon Bakery"}
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            refused = await api.ask("POST", path, role=None, json=body, headers=headers)
            assert refused.status_code == 401
        assert (await api.ask("POST", path, json=body)).status_code == 401
        made = await api.ask("POST", path, role=None, json=body, headers=admin)
        assert (made.status_code, made.json()["workspace"]) == (201, "moon-bakery")
        bearer = {"Authorization": f"Bearer {made.json()['key']['token']}"}
        found = await api.ask("GET", made.headers["Location"], role=None, headers=bearer)
        assert found.json()["agent"] == "Sona"
        member = await api.ask("PUT", "/v1/members/Ann", role=None, json=ANN, headers=bearer)
        assert member.status_code == 201
        again = await api.ask("POST", path, role=None, json=body, headers=admin)
        assert again.status_code == 409
        nameless = await api.ask("POST", path, role=None, json={"name": "…"}, headers=admin)
        assert fields(nameless) == ["name"]

    in_office(folder, check)


def test_a_setting_up_that_broke_off_goes_on(folder: Path) -> None:
    """A workspace without a key gets its first one when the request is repeated."""

    async def check(api: Api) -> None:
        await api.center.workspaces.create("Moon Bakery")
        admin = {"Authorization": f"Bearer {ADMIN}"}
        body = {"name": "Moon Bakery"}
        made = await api.ask("POST", "/v1/workspaces", role=None, json=body, headers=admin)
        assert made.status_code == 201

    in_office(folder, check)
