"""The script that measures how callers' words are understood."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

OWN = Path("tests/corpora/texts.jsonl")
CORPORA = Path("../shared/corpora")
ALL_KINDS = (
    {"said": "yes please", "means": "yes"},
    {"said": "the blue one", "means": "yes", "asked": "Which one?"},
    {"said": "go ahead", "means": "no"},
    {"said": "it's here", "arrived": "yes"},
    {"said": "get me a person", "asks_for_person": True},
)


def measured(*files: Path) -> subprocess.CompletedProcess[str]:
    """What ``scripts/consent`` prints."""
    command = [sys.executable, "-m", "scripts.measured_consent", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_every_error_is_shown_with_its_line(tmp_path: Path) -> None:
    """Recall, false yeses, and each line that was misread."""
    file = tmp_path / "some.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in ALL_KINDS))
    lines = measured(file).stdout.splitlines()
    assert lines[0] == "== some.jsonl"
    assert lines[1].startswith("yes heard as yes: 1 of 2, 50.0%")
    assert lines[2] == "  2: 'Which one?' 'the blue one'"
    assert "no or other heard as yes: 1 of 1, 100.0%" in "\n".join(lines)
    assert "  3: 'go ahead'" in lines
    assert any(line.startswith("text arrived, heard: 1 of 1") for line in lines)
    assert any(line.startswith("asks_for_person, heard: 1 of 1") for line in lines)


@pytest.mark.parametrize("content", ["yes\n", '["yes"]\n', '{"means": "yes"}\n'])
def test_a_line_without_words_is_named(tmp_path: Path, content: str) -> None:
    """The message says which line, and what it should be."""
    file = tmp_path / "bad.jsonl"
    file.write_text(content)
    done = measured(file)
    assert done.returncode == 1
    assert "bad.jsonl:1: not an object with" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """There is no traceback."""
    done = measured(tmp_path / "none.jsonl")
    assert done.returncode == 1
    assert "none.jsonl: No such file" in done.stderr


def test_no_request_is_heard_where_none_was_made() -> None:
    """On utterances about texts and people, in both languages."""
    done = measured(OWN)
    wrong = [line for line in done.stdout.splitlines() if "heard as" in line]
    assert wrong
    assert all(": 0 of " in line for line in wrong)


@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not beside the checkout")
def test_a_no_is_hardly_ever_heard_as_yes_in_the_corpora() -> None:
    """Those that remain are listed in docs/reference/consent.md, with why."""
    done = measured(CORPORA / "sgd-dev.jsonl")
    figures = [line for line in done.stdout.splitlines() if line.startswith("no or other heard")]
    assert [line.split(" (")[0] for line in figures] == [
        "no or other heard as yes: 2 of 4150, 0.0%"
    ]
