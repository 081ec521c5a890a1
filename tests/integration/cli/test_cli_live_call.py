"""``hookflash test-call``: be the caller, in a terminal or through a pipe."""

import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.cli.office import (
    LINK,
    NUMBER,
    WANTS_LINK,
    WANTS_PERSON,
    WORKSPACE,
    Office,
)

HOOKFLASH = Path(sys.executable).with_name("hookflash")
PATIENCE = 60
"""Seconds for a command to say what it should."""


def typed(*lines: str) -> str:
    """What is typed, line by line."""
    return "".join(f"{line}\n" for line in lines)


def test_what_is_typed_is_said_and_what_follows_is_shown(office: Office) -> None:
    """The agent's words, the actions, the states; marked as a test from a number of nobody's."""
    lines = typed(WANTS_LINK, "Yes, I have it", WANTS_PERSON, "No thanks", "/hang up", "Hello?")
    shown = office.run("test-call", typed=lines).stdout
    assert f"Test call from +12025550147 to {NUMBER}, Sunny Cafe" in shown
    for words in ("Sunny Cafe.", LINK, "SmsRequested", "confirm_transfer", "TransferDeclined"):
        assert words in shown
    assert shown.index("CallEnded") > shown.index("TransferDeclined")
    assert "Hello?" not in shown
    (call,) = office.json("calls")
    assert (call["test"], call["contact"], call["state"]) == (True, "+12025550147", "ended")
    (thread,) = office.json("inbox")
    assert [item["sender"] for item in thread["items"] if item["kind"] == "text"] == [NUMBER]


def test_the_end_of_what_is_typed_ends_the_call(office: Office) -> None:
    """At once, and cleanly."""
    assert "CallEnded" in office.run("test-call", typed="").stdout
    assert [call["state"] for call in office.json("calls")] == ["ended"]
    assert office.run("calls").stderr == ""  # the database is still new, and may become a live one


def test_a_phone_does_as_it_is_told(office: Office) -> None:
    """Before it rings, and while it does."""
    lines = typed(WANTS_PERSON, "/press 1", "/wait 0.5", "/phones ana reject", "/phones Ben answer")
    lines += typed("/phones Ben O'Neil answer", "/wait 0.2")
    shown = office.run("test-call", typed=lines).stdout
    assert "There is no member “Ben”." in shown
    (trail,) = office.json("transfers")
    outcomes = {phone["who"].split()[0]: phone["outcome"] for phone in trail["ringing"]}
    assert outcomes == {"Ana": "declined", "Ben": "answered"}
    lines = typed("/phones Ana busy", "/phones Ben O'Neil busy", WANTS_PERSON, "Yes", "/wait 1")
    shown = office.run("test-call", typed=lines + typed("Please call me")).stdout
    assert "voicemail_fallback" in shown
    assert office.json("transfers")[0]["voicemail"]["transcript"] == "Please call me"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/help", "/hang up"),
        ("/dance", "There is no command /dance"),
        ("/press x", "digits, * or #"),
        ("/wait soon", "a number of seconds"),
        ("/phones Ana sings", "/phones Front Desk answer 5"),
        ("/phones Anna answer", "Did you mean “Ana”?"),
    ],
)
def test_what_cannot_be_done_is_told_with_what_can(office: Office, line: str, words: str) -> None:
    """And the call goes on."""
    shown = office.run("test-call", typed=typed(line, WANTS_LINK)).stdout
    assert words in shown
    assert LINK in shown


def test_with_several_numbers_one_has_to_be_chosen(office: Office) -> None:
    """They are listed."""
    other = "+12125550100"
    flow = WORKSPACE["numbers"][0]["flow"]
    office.apply(numbers=[{"number": one, "flow": flow} for one in (NUMBER, other)])
    done = office.run("test-call", code=2)
    assert f"--number {NUMBER}" in done.stderr
    assert f"--number {other}" in done.stderr
    assert f"to {other}" in office.run("test-call", "--number", "212 555 0100").stdout
    assert "No workspace has 12." in office.run("test-call", "--number", "12", code=2).stderr


def test_without_a_number_there_is_nobody_to_call(folder: Office) -> None:
    """A workspace has to have one."""
    folder.apply(numbers=[])
    assert "hookflash apply" in folder.run("test-call", code=1).stderr


def _heeds_ctrl_c() -> None:
    """Whoever was started in the background by a shell ignores Ctrl-C, and so do its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def at_a_terminal(office: Office) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A test call in a terminal of its own."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"HOOKFLASH_DB": office.db, "COLUMNS": "100", "TERM": "xterm"}
    process = subprocess.Popen(
        [HOOKFLASH, "test-call"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        preexec_fn=_heeds_ctrl_c,  # noqa: PLW1509 - it touches nothing but a signal
    )
    os.close(theirs)
    try:
        yield process, ours
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def read_until(terminal: int, words: str) -> str:
    """What a terminal shows, up to ``words``; fails when it shows nothing for too long."""
    shown = b""
    while words.encode() not in shown:
        assert select.select([terminal], [], [], PATIENCE)[0], shown.decode()
        shown += os.read(terminal, 1_000)
    return shown.decode()


def test_at_a_terminal_it_asks_for_a_line_and_ctrl_c_ends_the_call(office: Office) -> None:
    """No traceback, and the call has ended in the log."""
    with at_a_terminal(office) as (process, terminal):
        read_until(terminal, "> ")
        os.write(terminal, f"{WANTS_LINK}\n".encode())
        read_until(terminal, "SmsDelivered")
        process.send_signal(signal.SIGINT)
        rest = read_until(terminal, "CallEnded")
        assert process.wait(PATIENCE) == 130
        assert "Traceback" not in rest
    assert [call["state"] for call in office.json("calls")] == ["ended"]
