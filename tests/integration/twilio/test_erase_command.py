"""``hookflash erase`` has Twilio delete the copies of a contact's recordings."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hookflash.orchestrator.cli.app import app
from tests.integration.twilio.office import CALLER, SECRET, Office, play
from tests.integration.twilio.test_recordings import a_message

pytestmark = pytest.mark.slow


async def erase(office: Office, folder: Path, *, token: str | None) -> str:
    """Run the command in a thread, with or without Twilio's token; returns what it printed."""
    command = ["erase", CALLER, "--db", log_in(folder), "--recordings", str(folder / "kept")]
    if token is not None:
        command += ["--public-url", office.url, "--carrier-url", f"twilio={office.twilio.url}"]
    environment = {SECRET: token, "COLUMNS": "300"}
    done = await asyncio.to_thread(CliRunner().invoke, app, command, env=environment)
    assert done.exit_code == 0, done.output
    return done.output


def log_in(folder: Path) -> str:
    """A database that the command and the office share."""
    return f"sqlite:///{folder / 'log.db'}"


@pytest.mark.parametrize("given", ["right", "wrong", ""])
def test_twilios_copy_goes_if_the_secrets_are_given(tmp_path: Path, given: str) -> None:
    """Otherwise it is named, and the command says how to have it deleted."""

    async def story(office: Office) -> None:
        refusals = {"do": "refuse", "status": 500, "code": 20500, "times": 99}
        async with a_message(office, refusals) as call_id:
            await office.until(call_id, lambda call: call.state == "ended")
            await asyncio.sleep(10)
            (sid,) = office.twilio.world.recordings
            office.twilio.world.faults.clear()
            right = office.twilio.world.account.token
            tokens = {"right": right, "wrong": right[::-1], "": None}
            shown = await erase(office, tmp_path, token=tokens[given])
        is_there = sid in office.twilio.world.recordings
        assert is_there == (given != "right")
        assert (f"still with its provider: {sid}" in shown) == is_there
        assert ("--public-url" in shown) == (given == "")

    play(story, tmp_path, log=log_in(tmp_path))
