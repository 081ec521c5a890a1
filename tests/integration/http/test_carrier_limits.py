"""What the server's carrier cannot do is refused over HTTP, with its place."""

from pathlib import Path

from hookflash import MessagingOffers
from tests.integration.http.conftest import OFFICE, Api
from tests.integration.http.test_answers import in_office


def test_a_workspace_beyond_the_carrier_is_refused(folder: Path) -> None:
    """As a whole, and by a piece; the response names the job and the fix."""

    async def check(api: Api) -> None:
        api.center._ports.messaging.offers = MessagingOffers(texts=False)  # type: ignore[union-attr,misc]
        before = await api.center.position()
        done = await api.ask("PUT", "/v1/workspaces/harbor-dental", content=OFFICE)
        assert done.status_code == 422, done.text
        (error,) = done.json()["errors"]
        assert error["field"] == "jobs “Booking”: instructions"
        assert "the carrier sends no texts" in error["wrong"]
        assert error["right"].startswith("Remove the action")
        assert await api.center.position() == before
        job = {"name": "Prices", "instructions": "/Send SMS: https://example.com/prices"}
        checked = (await api.ask("POST", "/v1/jobs/check", json=job)).json()
        assert "the carrier sends no texts" in str(checked)
        await api.ask("PUT", "/v1/jobs/Prices/draft", json=job)
        done = await api.ask("POST", "/v1/jobs/Prices/publish")
        assert [one["field"] for one in done.json()["errors"]] == ["instructions"]

    in_office(folder, check)
