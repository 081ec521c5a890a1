"""What goes wrong by no fault of the program is told in words, with an exit code."""

import sqlite3

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.cli.office import CALLER, NUMBER, WORKSPACE, Office

LOOKING = (["calls"], ["inbox"], ["transfers"], ["replay", "latest"], ["rebuild"], ["test-call"])
KEYS = st.sampled_from(
    ["from", "to", "caller", "phones", "texts", "hang_up", "keys", "say", "after", "does", "Ana"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
TREES = st.recursive(
    LEAVES | st.sampled_from([CALLER, NUMBER, "answer", "fail:30006", "conversing", "1"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(), inner, max_size=4)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("command", [*LOOKING, ["call", "call.yaml"]], ids=" ".join)
def test_a_missing_database_is_told_with_what_to_type(folder: Office, command: list[str]) -> None:
    """Looking makes no file."""
    done = folder.run(*command, code=1)
    assert "There is no database" in done.stderr
    assert "hookflash apply FILE.yaml" in done.stderr
    assert list(folder.folder.iterdir()) == []


@pytest.mark.parametrize("command", LOOKING[:3], ids=" ".join)
def test_a_database_without_calls_says_so(office: Office, command: list[str]) -> None:
    """An empty list is no fault."""
    assert office.json(*command) == []
    assert "yet" in office.run(*command).stdout


def test_replaying_without_calls_says_what_to_do(office: Office) -> None:
    """Play one."""
    assert "hookflash call" in office.run("replay", "latest", code=1).stderr


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("office.db", "sqlite:///file.db"),
        ("mysql://somewhere/x", "sqlite:///file.db"),
        ("sqlite://office.db", "third slash"),
        ("", "sqlite:///file.db"),
        ("postgresql://me@a:5432,b:5432/x?sslmod=off", "postgresql://user@host:5432/name"),
    ],
)
def test_a_url_that_names_no_database_is_told_with_one_that_does(
    office: Office, url: str, words: str
) -> None:
    """On the command line."""
    done = office.run("calls", "--db", url, code=2)
    assert words in done.stderr


def test_a_file_that_is_no_database_is_named(office: Office) -> None:
    """And left alone."""
    file = office.folder / "notes.db"
    file.write_text("Dear diary, " * 100)
    done = office.run("calls", "--db", f"sqlite:///{file}", code=1)
    assert "notes.db" in done.stderr
    assert file.read_text().startswith("Dear diary")


def test_a_folder_that_is_not_there_is_named(office: Office) -> None:
    """The log cannot be made in it."""
    file = str(office.folder / "office.yaml")
    done = office.run("apply", file, "--db", "sqlite:///nowhere/office.db", code=2)
    assert "nowhere" in done.stderr


def test_a_database_of_a_newer_version_is_refused(office: Office) -> None:
    """By the name of the event that is not known."""
    with sqlite3.connect(office.folder / "office.db") as database:
        database.execute("INSERT INTO hookflash_topics VALUES ('call.teleported.v9')")
    database.close()
    assert "call.teleported.v9" in office.run("calls", code=1).stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["call"],
        ["calls", "--nonsense"],
        ["call", "x.yaml", "--times", "0"],
        ["call", "x.yaml", "--seed", "x"],
        ["replay", "latest", "--at", "x"],
    ],
    ids=" ".join,
)
def test_a_command_line_that_is_wrong_ends_with_2(office: Office, arguments: list[str]) -> None:
    """And says what is."""
    assert office.run(*arguments, code=2).stderr


@pytest.mark.parametrize("command", ["apply", "call"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a: b: c: [", "not valid YAML"),
        (b"- just\n- a list\n", "keys with values are expected"),
        (b"a: \x07", "YAML does not allow the character U+0007"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    office: Office, command: str, content: bytes, words: str
) -> None:
    """With the reason."""
    file = office.folder / "broken.yaml"
    file.write_bytes(content)
    done = office.run(command, str(file), code=2)
    assert words in done.stderr
    assert "broken.yaml" in done.stderr
    assert "no such file" in office.run(command, "nowhere.yaml", code=2).stderr
    assert office.run(command, str(office.folder), code=2).stderr


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One office for many examples."""
    folder = Office(tmp_path_factory.mktemp("fuzzed"))
    folder.apply()
    return folder


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=st.dictionaries(KEYS, TREES, max_size=6))
def test_no_script_makes_the_command_fail_otherwise(played: Office, tree: object) -> None:
    """It is played, or told to be wrong: never a traceback."""
    file = played.write("fuzzed.yaml", yaml.safe_dump(tree, allow_unicode=True))
    done = played.try_("call", file)
    assert done.exit_code == 0 or (done.exit_code == 2 and done.stderr.startswith(file))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(sorted(WORKSPACE)), value=TREES, text=st.text(max_size=40))
def test_no_workspace_makes_the_command_fail_otherwise(
    played: Office, key: str, value: object, text: str
) -> None:
    """It is applied, or told to be wrong: never a traceback."""
    for content in (yaml.safe_dump(WORKSPACE | {key: value}, allow_unicode=True), text):
        file = played.write("fuzzed.yaml", content)
        done = played.try_("apply", file)
        assert done.exit_code == 0 or (done.exit_code == 2 and done.stderr.startswith(file))


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["what-if", "--tests", "office.yaml"], "--tests office.yaml: this is a file"),
        (["cover", "--against", "office.yaml"], "--against is for scenarios"),
        (["fork", "latest", "--at", "2", "--press", "x"], "--press: keys are 0 to 9"),
        (["what-if", "--set", "ring_seconds=-5"], "ring_seconds: '-5' does not fit: it is at leas"),
    ],
    ids=str,
)
def test_a_wrong_option_is_named(office: Office, command: list[str], words: str) -> None:
    """Before anything is read; the command says what to type instead."""
    (office.folder / "office.yaml").touch()
    there = [str(office.folder / one) if one == "office.yaml" else one for one in command]
    told = office.run(*there, code=2).stderr.replace("\n", "")
    assert words in told.replace(f"{office.folder}/", "")
