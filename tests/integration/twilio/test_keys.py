"""Keys that callers press, by ConversationRelay and by <Gather>."""

from pathlib import Path

import pytest

from tests.integration.twilio.office import DANA, SAM, Office, play

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("speech", ["gather", "relay"])
@pytest.mark.parametrize(("key", "outcome"), [("1", "connected"), ("2", "declined")])
def test_a_caller_answers_the_question_by_a_key(
    tmp_path: Path, speech: str, key: str, outcome: str
) -> None:
    """1 is a yes, 2 a no; the key is recorded as the answer."""

    async def story(office: Office) -> None:
        office.twilio.control.phones({n: {"ring": 2, "steps": [{"wait": 9}]} for n in (DANA, SAM)})
        _, call_id = office.called(
            [
                {"until": "Harbor Dental"},
                {"say": "Can I talk to a person?"},
                {"until": r"\?"},
                {"wait": 1},
                {"press": key},
                {"wait": 15},
                {"hang_up": True},
            ]
        )
        call = await office.over(call_id)
        assert [transfer.outcome for transfer in call.transfers.values()] == [outcome]
        assert [line.digits for line in call.lines if line.digits] == [key]

    play(story, tmp_path, speech=speech)
