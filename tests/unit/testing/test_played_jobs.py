"""Jobs as people write them, played with everything but the network: what is sent and asked."""

from typing import Any, Final

import pytest

from hookflash.testing import PhoneBehaviour, events, in_virtual_time, office

LINK: Final = "https://x.test/b"
DESK: Final = "Front Desk"
YES: Final = "Yes please"


def workspace(instructions: str) -> dict[str, Any]:
    """An office with one job."""
    flow = [
        {"agent": {"greeting": "Hello.", "jobs": ["Job"]}},
        {"voicemail": {"greeting": "Please leave a message."}},
    ]
    return {
        "workspace": "Office",
        "members": [{"name": DESK, "phone": "+14155550101"}],
        "numbers": [{"number": "+14155550100", "registration": "approved", "flow": flow}],
        "jobs": [{"name": "Job", "description": "Visits and orders", "instructions": instructions}],
    }


JOBS: Final = {
    "link": f"Say you'll text the link, then /Send SMS: {LINK}. Confirm they received it.",
    "asked": f"Do not text unless they ask. [/Send SMS: {LINK}]",
    "book": f"If they want to book a visit, /Send SMS: {LINK}. Otherwise, /Transfer call: {DESK}",
    "new": f"If they are a new patient, /Send SMS: {LINK}. Otherwise, /Transfer call: {DESK}",
    "person": f"We are open 9 to 5. If they ask for a person, /Transfer call: {DESK}",
    "insist": f"Only /Transfer call: {DESK} if they insist on a person.",
    "agree": f"Offer to text the order form. If they agree, /Send SMS: {LINK}",
    "name": f"Ask for their name, then /Send SMS: {LINK}",
    "rain": f"If it is raining, /Send SMS: {LINK}. Otherwise, /Transfer call: {DESK}",
    "never": f"Never [/Send SMS: {LINK}]. If they ask for a person, /Transfer call: {DESK}",
    "cita": f"Si el cliente quiere una cita, /Send SMS: {LINK}. Nunca /Transfer call: {DESK}",
    "late": f"After 5 pm, /Send SMS: {LINK}",
}


@pytest.mark.parametrize(
    ("job", "says", "texts", "asked"),
    [
        ("link", ["I'd like to book a visit"], [LINK], []),
        ("link", ["I'd like to book a visit", "Yes, got it"], [LINK], []),
        ("asked", ["I'd like to book a visit"], [], []),
        ("asked", ["Could you text me the link for visits?"], [LINK], []),
        ("asked", ["Don't text me, I have a question about a visit"], [], []),
        ("book", ["I'd like to book a visit"], [LINK], []),
        ("book", ["My order is wrong"], [], [DESK]),
        ("new", ["I'd like a visit", "No, never"], [LINK], []),
        ("new", ["I'd like a visit", "Yes, I have"], [], [DESK]),
        ("new", ["I'm a new patient and I'd like a visit"], [LINK], []),
        ("new", ["I'm an existing patient, I'd like a visit"], [], [DESK]),
        ("person", ["When are you open?"], [], []),
        ("person", ["Could I talk to a person?"], [], [DESK]),
        ("insist", ["I have a question about an order"], [], []),
        ("insist", ["I want to talk to a real person"], [], [DESK]),
        ("agree", ["I'd like to order"], [], []),
        ("agree", ["I'd like to order", YES], [LINK], []),
        ("agree", ["I'd like to order", "No thanks"], [], []),
        ("agree", ["I'd like to order, please text me the form"], [LINK], []),
        ("name", ["I'd like a visit"], [], []),
        ("name", ["I'd like a visit", "Ana"], [LINK], []),
        ("name", ["My name is Ana, I'd like a visit"], [LINK], []),
        ("rain", ["I'd like a visit"], [], []),
        ("rain", ["Could you text me the link?"], [LINK], []),
        ("rain", ["Could I talk to somebody?"], [], [DESK]),
        ("never", ["Please text me the link"], [], []),
        ("never", ["Could I talk to somebody?"], [], [DESK]),
        ("cita", ["Quiero una cita"], [LINK], []),
        ("cita", ["Could I talk to somebody?"], [], []),
        ("late", ["I'd like a visit"], [], []),
        ("late", ["Can you text me the link?"], [LINK], []),
    ],
)
@in_virtual_time
async def test_a_call_goes_as_the_job_says(
    job: str, says: list[str], texts: list[str], asked: list[str]
) -> None:
    """Nothing is sent and no one is rung that the job does not want."""
    phones = {DESK: PhoneBehaviour(does="answer", after=2)}
    async with office(workspace(JOBS[job]), phones=phones) as opened:
        call = await opened.call()
        await call.says(*says)
        assert [text.body for text in call.texts] == texts, call.transcript
        names = [
            one.destination.name for one in call.events if isinstance(one, events.TransferProposed)
        ]
        assert names == asked, call.transcript
        questions = [said for said in call.agent_said if said.startswith("Would you like")]
        assert len(questions) == len(set(questions)), call.transcript
