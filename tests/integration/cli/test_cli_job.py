"""``hookflash job``: scenarios that are saved with a job, publishing, renaming."""

import asyncio
import json
from typing import Any, Final

from hookflash import JobForm, maintenance
from tests.integration.cli.office import LINK, WANTS_LINK, Office

GETS_IT: Final[dict[str, Any]] = {
    "name": "The menu",
    "caller": [WANTS_LINK],
    "expect": {"texts": [LINK]},
}


def draft(office: Office, instructions: str) -> None:
    """Save a draft of the job "Menu"."""

    async def save() -> None:
        async with maintenance.configuring(office.db) as configuration:
            form = JobForm(name="Menu", instructions=instructions)
            await configuration.workspaces.draft_job("sunny-cafe", form)

    asyncio.run(save())


def test_scenarios_are_saved_and_run_on_the_draft(office: Office) -> None:
    """What is saved is printed; a failure is shown with its call, with exit code 1."""
    file = office.write("tests.yaml", [GETS_IT])
    assert json.loads(office.run("job", "scenarios", "Menu", file).stdout) == [GETS_IT]
    assert json.loads(office.run("job", "scenarios", "Menu").stdout) == [GETS_IT]
    assert office.run("job", "test", "Menu").stdout == "✓ The menu\n1 passed\n"
    draft(office, "Be brief.")
    failed = office.run("job", "test", "Menu", code=1).stdout
    assert f"✗ The menu\n    texts: expected “{LINK}”, got none\n" in failed
    told = office.try_("job", "test", "Menu", "--json")
    assert (told.exit_code, json.loads(told.stdout)["passed"]) == (1, False)


def test_a_draft_that_fails_is_published_only_on_purpose(office: Office) -> None:
    """The command asks; ``--yes`` answers."""
    office.run("job", "scenarios", "Menu", office.write("tests.yaml", [GETS_IT]))
    draft(office, "Be brief.")
    asked = office.run("job", "publish", "Menu", typed="n\n", code=1).stdout
    assert "Publish it all the same?" in asked
    assert "version 2 is live" in office.run("job", "publish", "Menu", typed="y\n").stdout
    draft(office, "Be kind.")
    assert "version 3 is live" in office.run("job", "publish", "Menu", "--yes").stdout


def test_a_job_is_renamed(office: Office) -> None:
    """The call flow follows; a name that is taken is refused."""
    assert "Menu is now called Card." in office.run("job", "rename", "Menu", "Card").stdout
    assert "1 passed" in office.run("test", office.write("tests.yaml", [GETS_IT])).stdout
    assert "already exists" in office.run("job", "rename", "Card", "person", code=2).stderr


def test_mistakes_are_named(office: Office) -> None:
    """With what would be right."""
    wrong = office.write("wrong.yaml", [GETS_IT | {"expect": {"transfer": "Kitchn"}}])
    refused = office.run("job", "scenarios", "Menu", wrong, code=2).stderr
    assert "Did you mean “Kitchen”?" in refused
    assert "no job “Mnu”" in office.run("job", "test", "Mnu", code=1).stderr
    assert "no job “Mnu”" in office.run("job", "scenarios", "Mnu", code=1).stderr
    assert (
        "there is no such file"
        in office.run("job", "scenarios", "Menu", "gone.yaml", code=2).stderr
    )
