"""Secrets are named inside a workspace's own section, and never shown."""

from pathlib import Path

import pytest

from hookflash.orchestrator.configured_carriers.secret_store import SecretStore, variable_of
from hookflash.orchestrator.configured_carriers.secrets_file import InvalidSecrets
from hookflash.orchestrator.telemetry.masking import masked

FOREIGN = (
    "sunny-cafe/main",
    "../sunny-cafe/main",
    "../main",
    "sunny-cafe.main",
    "main/../../sunny-cafe/main",
    "database_url",
    "DATABASE_URL",
    "env:DATABASE_URL",
    "file:/etc/passwd",
    "main ",
    "MAIN",
    "\uff4d\uff41\uff49\uff4e",
    "ma\u0131n",
    "main\u200b",
    "main\n",
    "",
)
"""What a tenant may try instead of a name of their own."""


def store(folder: Path, text: str, suffix: str = "yaml") -> SecretStore:
    """A store on a file with ``text``, in a process with other secrets."""
    file = folder / f"secrets.{suffix}"
    file.write_text(text)
    return SecretStore(file, {"DATABASE_URL": "postgres://u:p@db", "SUNNY": "x"})


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        ("yaml", "harbor-dental:\n  main: abcdefgh-1\n  other: {file: other.txt}\n"),
        ("toml", '[harbor-dental]\nmain = "abcdefgh-1"\nother = {file = "other.txt"}\n'),
    ],
)
def test_a_secret_is_in_the_file_or_in_a_file_of_its_own(
    suffix: str, text: str, tmp_path: Path
) -> None:
    """In YAML and in TOML; a path is relative to the secrets file."""
    (tmp_path / "other.txt").write_text("in another file\n")
    found = store(tmp_path, text, suffix)
    assert found.find("harbor-dental", "main") == "abcdefgh-1"
    assert found.find("harbor-dental", "other") == "in another file"
    assert found.find("harbor-dental", "none") is None
    assert found.find("sunny-cafe", "main") is None


@pytest.mark.parametrize("name", FOREIGN)
def test_a_workspace_reaches_no_secret_but_its_own(name: str, tmp_path: Path) -> None:
    """Neither another section, nor the environment, nor a file, whatever the name looks like."""
    found = store(tmp_path, "harbor-dental: {main: mine}\nsunny-cafe: {main: theirs}\n")
    assert found.find("harbor-dental", name) is None


@pytest.mark.parametrize("workspace", ["harbor_dental", "HARBOR-DENTAL", "harbor--dental", "a__b"])
def test_an_id_that_no_workspace_can_have_has_no_secrets(workspace: str) -> None:
    """Such an id could share the environment variable of another workspace."""
    environment = {variable_of(workspace, "main"): "somebody's", variable_of("a", "b"): "a's"}
    assert SecretStore(None, environment).find(workspace, "main") is None


def test_no_two_secrets_share_an_environment_variable() -> None:
    """Ids and names have single hyphens inside, and two underscores are between them."""
    pairs = [("a-b", "c"), ("a", "b-c"), ("a", "b"), ("a-b-c", "d"), ("ab", "c")]
    assert len({variable_of(*pair) for pair in pairs}) == len(pairs)
    found = SecretStore(None, {"HOOKFLASH_SECRET__HARBOR_DENTAL__MAIN": "from outside"})
    assert found.find("harbor-dental", "main") == "from outside"
    assert found.find("harbor", "dental-main") is None


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    """Without a restart; a file that cannot be read leaves the secrets as they were."""
    found = store(tmp_path, "harbor-dental: {main: first}\n")
    assert found.find("harbor-dental", "main") == "first"
    file = tmp_path / "secrets.yaml"
    file.write_text("harbor-dental: {main: the second}\n")
    assert found.find("harbor-dental", "main") == "the second"
    file.write_text("harbor-dental: {main: [")
    assert found.find("harbor-dental", "main") == "the second"
    file.write_text("harbor-dental: {other: third}\n")
    assert found.find("harbor-dental", "main") is None


BROKEN = (
    "hunter2-hunter2",
    "harbor-dental: hunter2-hunter2",
    "harbor-dental: {main: [hunter2-hunter2]}",
    "harbor-dental: {main: {file: hunter2-hunter2, more: 1}}",
    "harbor-dental: {main: 'hunter2-hunter2",
    "harbor-dental: {main: hunter2-hunter2, main: again}",
    "Hunter2-hunter2: {main: x}",
    "harbor-dental: {Hunter2_hunter2: x}",
    "harbor-dental: {main: 22}",
    "harbor-dental: {main: ''}",
)


@pytest.mark.parametrize("text", BROKEN)
def test_an_error_in_the_file_names_the_place_and_no_value(text: str, tmp_path: Path) -> None:
    """Parsers quote what they cannot read; here that may be a secret."""
    with pytest.raises(InvalidSecrets) as error:
        store(tmp_path, text)
    assert "unter2" not in str(error.value)
    assert "secrets.yaml" in str(error.value)
    assert error.value.__cause__ is None


def test_a_secret_that_was_used_is_masked_everywhere(tmp_path: Path) -> None:
    """In log entries and in what adapters say; the store's own repr has none either."""
    found = store(tmp_path, "harbor-dental: {main: swordfish-9}\n")
    assert found.find("harbor-dental", "main") == "swordfish-9"
    assert "swordfish" not in masked("GET https://PP1:swordfish-9@pay.example/ failed")
    assert "swordfish" not in repr(found)
