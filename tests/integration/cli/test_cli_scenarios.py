"""``hookflash test``: scenarios with their expected behaviour."""

from typing import Any, Final

from tests.integration.cli.office import LINK, NUMBER, WANTS_LINK, WORKSPACE, Office

GETS_IT: Final[dict[str, Any]] = {
    "name": "The menu",
    "caller": [WANTS_LINK],
    "expect": {"texts": [LINK]},
}
FAILS: Final[dict[str, Any]] = GETS_IT | {"name": "Nothing", "expect": {"texts": "none"}}


def test_tests_that_pass(office: Office) -> None:
    """The exit code is 0, and nothing is recorded."""
    before = office.json("calls")
    file = office.write("tests.yaml", {"tests": [GETS_IT]})
    assert office.run("test", file).stdout == "✓ The menu\n1 passed\n"
    assert office.json("test", file)["passed"] is True
    assert office.json("calls") == before


def test_a_test_that_fails(office: Office) -> None:
    """The exit code is 1; what was expected, what happened, and the call are shown."""
    file = office.write("tests.yaml", [GETS_IT, FAILS])
    shown = office.run("test", file, code=1).stdout
    assert "✗ Nothing\n    texts: expected none, got “https://sunny.example/menu”\n" in shown
    assert f"      Caller: {WANTS_LINK}\n" in shown
    assert shown.endswith("1 passed, 1 failed\n")
    told = office.try_("test", file, "--json")
    assert told.exit_code == 1
    assert '"passed": false' in told.stdout


def test_a_file_with_mistakes_is_not_run(office: Office) -> None:
    """Each is named; the exit code is 2."""
    file = office.write("tests.yaml", [GETS_IT | {"number": "+14155550177"}])
    refused = office.run("test", file, code=2)
    assert f"the workspace has no number +14155550177. Its numbers: {NUMBER}." in refused.stderr


def test_a_workspace_file_is_tested_without_a_database(folder: Office) -> None:
    """Nothing has to be applied."""
    file = folder.write("tests.yaml", [GETS_IT])
    office = folder.write("office.yaml", WORKSPACE)
    assert "1 passed" in folder.run("test", file, "--against", office).stdout
    missing = folder.run("test", file, code=1)
    assert "There is no database" in missing.stderr


def test_several_workspaces(office: Office) -> None:
    """The command asks which one."""
    members = [{"name": "Zed", "phone": "+14155550161"}]
    numbers = [WORKSPACE["numbers"][0] | {"number": "+14155550160"}]
    other = WORKSPACE | {"workspace": "Other", "numbers": numbers, "inboxes": []}
    jobs = [WORKSPACE["jobs"][0], {"name": "Person", "instructions": "Be kind."}]
    office.run("apply", office.write("other.yaml", other | {"members": members, "jobs": jobs}))
    file = office.write("tests.yaml", [GETS_IT])
    assert "--workspace other" in office.run("test", file, code=2).stderr
    assert "1 passed" in office.run("test", file, "--workspace", "Sunny Cafe").stdout
    assert "There is no workspace" in office.run("test", file, "--workspace", "x", code=1).stderr
