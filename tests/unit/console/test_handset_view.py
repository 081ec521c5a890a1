"""What the handset beside the editor shows of a call."""

import re

from hookflash.domain.call import events as e
from hookflash.orchestrator.console.handset_view import handset_view
from hookflash.testing import in_virtual_time
from tests.unit.sandbox.test_draft_calls import NUMBER, PRICES, office


@in_virtual_time
async def test_words_and_actions_are_shown_in_order() -> None:
    """An action stands where it happened, and a refused one says why."""
    async with office() as center:
        call = await center.sandbox.begin(to=NUMBER, job=PRICES, from_=None)
        await center.sandbox.say(call, "What are your prices?")
        events = await center.events(call)
    assert any(isinstance(one, e.SmsRefused) for one in events)
    shown = [re.sub(r"<[^>]+>", " ", str(html)) for _, html in handset_view(call, events)]
    said = next(at for at, one in enumerate(shown) if "What are your prices?" in one)
    refused = next(at for at, one in enumerate(shown) if "not sent" in one or "refused" in one)
    assert said < refused
