"""A call as a scenario: what was said and done, which then passes on the same job."""

import asyncio
import json
from typing import Any, Final

import pytest

from hookflash import JobForm, PhonePlan
from hookflash.domain.call.evolve import fold
from hookflash.orchestrator.simulation.scenario_file import scenarios_in
from hookflash.orchestrator.simulation.scenario_of_call import scenario_of
from hookflash.orchestrator.simulation.scenario_run import run_scenarios
from hookflash.orchestrator.workspaces.tested import document_under_test
from hookflash.testing import in_virtual_time
from tests.unit.sandbox.test_draft_calls import NUMBER, PRICES, office

ASKS: Final = JobForm(
    name="Reception", instructions="If the caller asks for a person, /Transfer call: Scheduling"
)


def talked(job: JobForm, *said: str, phones: dict[str, PhonePlan]) -> tuple[Any, Any]:
    """The scenario of a conversation with ``job``, and the workspace in which it was held."""
    found: list[Any] = []

    @in_virtual_time
    async def talk() -> None:
        async with office() as center:
            call = await center.sandbox.begin(to=NUMBER, phones=phones, job=job)
            for words in said:
                await center.sandbox.say(call, words)
                await asyncio.sleep(10)
            if fold(call, await center.events(call)).state == "voicemail_fallback":
                await center.sandbox.say(call, "Please call me back.")
            await center.end(call)
            now = await center.workspaces.draft_job("harbor-dental", job)
            found.extend((scenario_of("Heard", await center.events(call)), now))

    talk()
    return found[0], found[1]


@pytest.mark.parametrize(
    ("job", "said", "phones", "expected"),
    [
        (
            PRICES,
            ["What are your prices?", "Yes, got it"],
            {},
            {"texts": ["example.com/prices"], "transfer": "none", "proposed": "none"},
        ),
        (
            ASKS,
            ["Could I talk to a person?", "Yes please"],
            {"Front Desk": PhonePlan(does="answer", after=3), "On Call": PhonePlan(does="reject")},
            {"texts": "none", "transfer": "Scheduling"},
        ),
        (
            ASKS,
            ["Could I talk to a person?", "No thanks"],
            {},
            {"texts": "none", "transfer": "none", "proposed": "Scheduling"},
        ),
        (
            ASKS,
            ["Could I talk to a person?", "Yes please"],
            {"Front Desk": PhonePlan(does="busy"), "On Call": PhonePlan(does="fail")},
            {"texts": "none", "transfer": "Scheduling"},
        ),
    ],
)
def test_a_conversation_becomes_a_scenario_that_passes(
    job: JobForm, said: list[str], phones: dict[str, PhonePlan], expected: dict[str, Any]
) -> None:
    """With what the caller said, what the phones did, and what came of it."""
    scenario, now = talked(job, *said, phones=phones)
    assert (scenario["caller"], scenario["expect"]) == (said, expected)
    document = document_under_test(now, drafts=True)
    content = json.dumps([{**scenario, "job": job.name}]).encode()
    (result,) = run_scenarios(document, scenarios_in(content, "scenario", now))
    assert result.passed, result


def test_a_message_and_an_unanswered_phone_are_kept() -> None:
    """So the scenario reaches voicemail, too."""
    ignored = {"Front Desk": PhonePlan(does="busy"), "On Call": PhonePlan(does="fail")}
    said = ("Could I talk to a person?", "Yes please")
    scenario, _ = talked(ASKS, *said, phones=ignored)
    assert scenario["voicemail"] == "Please call me back."
    assert scenario["phones"] == {"Front Desk": {"does": "busy"}, "On Call": {"does": "fail"}}
    assert (scenario["number"], "from" in scenario) == (NUMBER, False)
