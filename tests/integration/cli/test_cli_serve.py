"""``hookflash serve``: what it refuses before it serves, and why."""

from pathlib import Path

import pytest

from tests.integration.cli.office import Office

HOST = ("--host-url", "https://voice.example")
SECRET = "whsec_c2VjcmV0IG9mIHRoaXMgcGFnZQ=="  # noqa: S105 - known to all


def refused(office: Office, *options: str, code: int = 2) -> str:
    """What ``serve`` with ``options`` says, on one line, when it ends with ``code``."""
    return " ".join(office.run("serve", *options, code=code).stderr.split())


@pytest.fixture(autouse=True)
def _no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOOKFLASH_HOST_SECRET", raising=False)


def test_two_ways_to_carry_calls_are_one_too_many(office: Office) -> None:
    """So is a secret without the host that it belongs to."""
    assert refused(office, "--simulate", *HOST) == "--simulate and --host-url cannot be combined."
    file = str(office.folder / "secret")
    assert refused(office, "--host-secret-file", file) == "--host-secret-file needs --host-url."


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_host_needs_its_secret(
    office: Office, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    """Both places where it can be are named."""
    if value is not None:
        monkeypatch.setenv("HOOKFLASH_HOST_SECRET", value)
    said = refused(office, *HOST)
    assert "set HOOKFLASH_HOST_SECRET, or name its file with --host-secret-file FILE" in said


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, "No such file or directory"),
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"\xff\xfe\x00", "this is not text"),
        (b"whsec_%%%", "secret: must be whsec_ followed by base64, and not empty"),
    ],
)
def test_a_secret_file_that_cannot_be_used_is_named(
    office: Office, content: bytes | None, wrong: str
) -> None:
    """The secret itself is never shown."""
    file = office.folder / "secret"
    if content is not None:
        file.write_bytes(content)
    said = refused(office, *HOST, "--host-secret-file", str(file))
    assert f"--host-secret-file {file}: {wrong}" in said
    assert "%%%" not in said


def test_a_secret_in_the_environment_that_cannot_be_used_is_named(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the variable."""
    monkeypatch.setenv("HOOKFLASH_HOST_SECRET", "whsec_%%%")
    assert refused(office, *HOST).startswith("HOOKFLASH_HOST_SECRET: secret: must be whsec_")


@pytest.mark.parametrize(
    "url", ["voice.example", "ftp://voice.example", "https://", "http://[", "http://voice:port"]
)
def test_a_url_that_is_none_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """With the name of the option."""
    monkeypatch.setenv("HOOKFLASH_HOST_SECRET", SECRET)
    assert refused(office, "--host-url", url).startswith("--host-url: ")


def test_a_simulated_database_refuses_a_host(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the conflict and the fix."""
    script = tmp_path / "call.yaml"
    script.write_text('from: "+14155550199"\nto: "+14155550100"\ncaller: [Hello]\n')
    office.run("call", str(script))
    monkeypatch.setenv("HOOKFLASH_HOST_SECRET", SECRET)
    said = refused(office, *HOST, code=1)
    assert "the calls in this database are simulated" in said
    assert "use a new database for real calls" in said


def test_every_screen_with_simulated_calls_says_so(office: Office, tmp_path: Path) -> None:
    """On stderr, above the result; JSON and files stay as they are."""
    script = tmp_path / "call.yaml"
    script.write_text('from: "+14155550199"\nto: "+14155550100"\ncaller: [Hello]\n')
    line = "Simulated: no phone or text in this database is real.\n"
    assert office.run("calls").stderr == ""
    for command in (
        ["call", str(script)],
        ["call", str(script), "--times", "2"],
        ["calls"],
        ["inbox"],
        ["transfers"],
        ["replay", "latest"],
        ["report"],
        ["chart", "--call", "latest"],
    ):
        assert line in office.run(*command).stderr, command
    for command in (["calls", "--json"], ["inbox", "--json"], ["report", "--format", "csv"]):
        assert office.run(*command).stderr == "", command


@pytest.mark.parametrize(
    ("option", "variable"),
    [
        ("--secret", "HOOKFLASH_WEBHOOK_SECRET"),
        ("--admin-token", "HOOKFLASH_ADMIN_TOKEN"),
        ("--sign-in-key", "HOOKFLASH_SIGN_IN_KEY"),
    ],
)
def test_a_secret_on_the_command_line_is_warned_about(
    office: Office, monkeypatch: pytest.MonkeyPatch, option: str, variable: str
) -> None:
    """It names the two other ways, which are not warned about."""
    both = ("--simulate", *HOST)
    said = refused(office, option, "known-to-all", *both)
    assert f"Set {variable}, or name a file with {option}-file FILE" in said
    assert "known-to-all" not in said
    monkeypatch.setenv(variable, "known-to-all")
    assert "Warning" not in refused(office, *both)


@pytest.mark.parametrize("option", ["--secret-file", "--admin-token-file", "--sign-in-key-file"])
def test_a_file_of_a_secret_that_cannot_be_read_is_named(office: Office, option: str) -> None:
    """Before anything is served."""
    missing = office.folder / "missing"
    assert f"{option} {missing}: No such file" in refused(office, option, str(missing))


def test_a_secret_that_is_given_twice_is_refused(office: Office) -> None:
    """One of the two would have to be ignored."""
    file = office.folder / "token"
    file.write_text("from a file")
    twice = ("--admin-token-file", str(file), "--admin-token", "from the command line")
    assert "the secret is given twice" in refused(office, *twice)
