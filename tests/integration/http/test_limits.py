"""Limits over HTTP: settings, what is used, and an agent that does not stop."""

from pathlib import Path

from tests.integration.http.conftest import Api
from tests.integration.http.test_answers import in_office

PATH = "/v1/workspaces/harbor-dental"


def test_limits_are_part_of_the_document(folder: Path) -> None:
    """They are read, changed, and named in the answer; defaults are left out."""

    async def check(api: Api) -> None:
        read = (await api.ask("GET", PATH)).json()
        assert "limits" not in read
        assert "time_zone" not in read
        limits = {"regions": ["MX"], "texts_per_call": 2}
        sent = read | {"limits": limits, "time_zone": "America/New_York"}
        changes = (await api.ask("PUT", PATH, json=sent)).json()["changes"]
        assert [(one["change"], one["name"], one["detail"]) for one in changes] == [
            ("changed", "time_zone", "America/New_York"),
            ("changed", "limits.regions", "MX"),
            ("changed", "limits.texts_per_call", "2"),
        ]
        again = (await api.ask("GET", PATH)).json()
        assert (again["limits"]["texts_per_call"], again["limits"]["texts_per_day"]) == (2, 1000)
        assert (await api.ask("PUT", PATH, json=again)).json()["changes"] == []
        member = {"name": "Zoe", "phone": "+525512345678"}
        assert (await api.ask("PUT", "/v1/members/Zoe", json=member)).is_success
        assert (await api.ask("GET", PATH)).json()["limits"] == again["limits"]

    in_office(folder, check)


def test_a_number_beyond_the_regions_is_refused(folder: Path) -> None:
    """For a member, and in a job when it is checked and when it is published."""

    async def check(api: Api) -> None:
        member = {"name": "Zoe", "phone": "+525512345678"}
        refused = await api.ask("PUT", "/v1/members/Zoe", json=member)
        assert refused.status_code == 422
        (error,) = refused.json()["errors"]
        assert error["field"] == "phone"
        assert error["wrong"] == "+525512345678 is in MX, and +14155550100 may dial CA, US only"
        job = {"name": "Abroad", "instructions": "/Transfer call: +525512345678"}
        checked = (await api.ask("POST", "/v1/jobs/check", json=job)).json()
        assert checked["problems"][0]["field"] == "instructions"
        assert (await api.ask("PUT", "/v1/jobs/Abroad/draft", json=job)).is_success
        published = await api.ask("POST", "/v1/jobs/Abroad/publish")
        assert published.status_code == 422

    in_office(folder, check)


def test_what_is_used_today_is_shown(folder: Path) -> None:
    """To each workspace its own."""

    async def check(api: Api) -> None:
        call = f"/v1/calls/{await api.call()}"
        await api.ask("POST", f"{call}/answer")
        await api.ask("POST", f"{call}/tools", json={"tool": "send_sms_1"})
        used = (await api.ask("GET", "/v1/usage", role="read")).json()
        assert (used["texts"], used["limits"]["texts_per_day"], used["warnings"]) == (1, 1000, [])
        other = (await api.ask("GET", "/v1/usage", workspace="sunny-cafe")).json()
        assert (other["workspace"], other["texts"]) == ("sunny-cafe", 0)

    in_office(folder, check)


def test_a_hostile_agent_neither_pumps_nor_fills_the_log(folder: Path) -> None:
    """780 tool calls: at most five texts, and 50 refusals in the log."""

    async def check(api: Api) -> None:
        call = await api.call()
        await api.ask("POST", f"/v1/calls/{call}/answer")
        answers = set()
        for number in range(780):
            if number % 3 == 0 and number < 60:
                await api.center.hear(call, "Could you text me the link?")
            tool = ("send_sms_1", "text_anyone", "send_sms_1")[number % 3]
            done = await api.ask("POST", f"/v1/calls/{call}/tools", json={"tool": tool})
            answers.add(done.status_code)
            if done.status_code == 409:
                assert "50 tool calls were refused on this call" in done.json()["detail"]
        assert answers == {200, 409}
        kinds = [event.type for event in await api.center.events(call)]
        assert kinds.count("SmsRequested") == 5
        assert kinds.count("SmsRefused") + kinds.count("ToolCallRejected") == 50

    in_office(folder, check)


def test_a_caller_hears_something_when_no_further_refusal_is_recorded(folder: Path) -> None:
    """The agent fails its turn, and the next request that it can meet is met."""

    async def check(api: Api) -> None:
        call = await api.call()
        await api.center.answer(call)
        for _ in range(60):
            await api.center.hear(call, "Could you text me the link?")
        assert await api.center.hear(call, "Could you text me the link?")
        kinds = [event.type for event in await api.center.events(call)]
        assert "AgentFailed" in kinds
        assert await api.center.hear(call, "Can I talk to a person?")

    in_office(folder, check)
