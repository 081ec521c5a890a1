"""A number that changes between a look-up and its append counts as it is at the append."""

from pathlib import Path

import pytest

from hookflash.domain.call import events as e
from hookflash.domain.inbox.events import TextReceived
from tests.contract.log.test_consent_meanwhile import CALLER, NUMBER, OFFICE, Office, played

ELSEWHERE = "+14155550177"


def _office(folder: Path, **changed: str) -> Path:
    """The office of the tutorial with other words in it, as a file."""
    text = OFFICE.read_text(encoding="utf-8")
    for before, after in changed.items():
        text = text.replace({"name": "Harbor Dental", "agent": "Sona"}.get(before, NUMBER), after)
    file = folder / f"{'-'.join(changed.values())}.yaml"
    file.write_text(text, encoding="utf-8")
    return file


async def _moves(office: Office, folder: Path) -> None:
    """The number goes from one workspace to another."""
    await office.second.apply(_office(folder, number=ELSEWHERE))
    await office.second.apply(_office(folder, name="Bay Dental"))


async def _received(office: Office, known: str) -> e.CallReceived:
    """A call to the number, as it was recorded."""
    call_id = await office.first.receive_call(to=NUMBER, from_=CALLER, provider_call_id=known)
    (received,) = await office.first._log.read_stream(call_id)
    assert isinstance(received, e.CallReceived)
    return received


@pytest.mark.parametrize("meanwhile", [True, False])
def test_a_call_has_the_agent_that_its_number_has_when_it_is_recorded(
    shared_url: str, tmp_path: Path, *, meanwhile: bool
) -> None:
    """Although this worker remembers the number as it was."""

    async def story(office: Office) -> None:
        assert (await _received(office, "CA1")).agent_name == "Sona"
        if meanwhile:
            edited = _office(tmp_path, agent="Mia")
            office.when_appending(e.CallReceived, lambda: _applied(office, edited))
        else:
            await office.second.apply(_office(tmp_path, agent="Mia"))
        assert (await _received(office, "CA2")).agent_name == "Mia"

    played(shared_url, story)


async def _applied(office: Office, file: Path) -> None:
    await office.second.apply(file)


@pytest.mark.parametrize("meanwhile", [True, False])
def test_a_call_goes_to_the_workspace_that_has_its_number_when_it_is_recorded(
    shared_url: str, tmp_path: Path, *, meanwhile: bool
) -> None:
    """The former one has no trace of it."""

    async def story(office: Office) -> None:
        assert (await _received(office, "CA1")).workspace == "harbor-dental"
        if meanwhile:
            office.when_appending(e.CallReceived, lambda: _moves(office, tmp_path))
        else:
            await _moves(office, tmp_path)
        assert (await _received(office, "CA2")).workspace == "bay-dental"
        log = await office.first._log.read_log()
        received = [event for _, event in log if isinstance(event, e.CallReceived)]
        assert [event.workspace for event in received] == ["harbor-dental", "bay-dental"]

    played(shared_url, story)


def test_a_text_goes_to_the_workspace_that_has_its_number_when_it_is_recorded(
    shared_url: str, tmp_path: Path
) -> None:
    """Its contact opts out there."""

    async def story(office: Office) -> None:
        office.when_appending(TextReceived, lambda: _moves(office, tmp_path))
        text = await office.first.receive_text(
            to=NUMBER, from_=CALLER, body="STOP", message_id="SM1"
        )
        assert (text.workspace, text.consent) == ("bay-dental", "opted_out")

    played(shared_url, story)
