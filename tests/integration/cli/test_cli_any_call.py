"""Whatever a script says, the call comes to an end and keeps the rules."""

from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.cli.office import BEN, CALLER, NUMBER, WANTS_LINK, WANTS_PERSON, Call, Office

WORDS = st.sampled_from(
    [
        WANTS_LINK,
        WANTS_PERSON,
        "Yes",
        "Sure, go ahead",
        "No thanks",
        "Maybe",
        "I did not get it, please send it again",
        "Yes, I have it",
        "Who are you?",
        "",
        "Stop texting me",
        "🙂 ¿Qué tal?",
    ]
)
SECONDS = st.sampled_from([0, 0.1, 1, 8, 19.9, 20, 29.9, 30, 31, 200])
LINES = st.one_of(
    WORDS,
    st.fixed_dictionaries({"say": WORDS.filter(bool), "after": SECONDS}),
    st.fixed_dictionaries({"press": st.sampled_from(["1", "2", "9", "*#"])}),
)
PHONE = st.fixed_dictionaries(
    {"does": st.sampled_from(["answer", "ignore", "reject", "busy", "fail"]), "after": SECONDS}
)
STATES = ["ringing", "conversing", "confirm_transfer", "transferring", "dropped"]
HANG_UP = st.one_of(
    st.fixed_dictionaries({"after": SECONDS}),
    st.fixed_dictionaries({"when": st.sampled_from([*STATES, "voicemail_fallback"])}),
)
SCRIPTS = st.fixed_dictionaries(
    {
        "from": st.sampled_from([CALLER, "anonymous", "+442079460000"]),
        "to": st.just(NUMBER),
        "caller": st.lists(LINES, max_size=7),
    },
    optional={
        "test": st.booleans(),
        "phones": st.dictionaries(st.sampled_from(["Ana", BEN, "Cy"]), PHONE, max_size=3),
        "texts": st.sampled_from(["delivered", "undelivered", "lost", "fail:30007"]).map(
            lambda outcome: {"outcome": outcome}
        ),
        "hang_up": HANG_UP,
        "keys": st.lists(st.sampled_from(["1", "2", "5"]), max_size=3),
        "voicemail": st.just("Please call me back"),
    },
)
BY_AGENT = ("AgentSpoke", "SmsRequested", "SmsRefused", "TransferProposed")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One office for many calls."""
    folder = Office(tmp_path_factory.mktemp("any"))
    folder.apply()
    return folder


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=SCRIPTS)
def test_a_call_ends_and_keeps_the_rules(played: Office, script: dict[str, Any]) -> None:
    """One end, one winner, texts to the caller alone, no transfer without a yes."""
    call = played.json("call", played.write("call.yaml", script))
    kinds = Counter(event["type"] for event in call["events"])
    assert (call["state"], kinds["CallEnded"]) == ("ended", 1)
    assert kinds["TransferConnected"] <= kinds["TransferConfirmed"] <= 1
    assert kinds["RecipientAnswered"] <= 1
    texts = [event["data"] for event in call["events"] if event["type"] == "SmsRequested"]
    assert {(text["recipient"], text["sender"]) for text in texts} <= {(script["from"], NUMBER)}
    assert script["from"] == CALLER or not texts
    _is_in_order(call)


def _is_in_order(call: Call) -> None:
    """Positions without gaps, time never goes back, the agent is silent once it has left."""
    positions = [event["position"] for event in call["events"]]
    assert positions == list(range(1, len(positions) + 1))
    times = [datetime.fromisoformat(event["at"]) for event in call["events"]]
    assert times == sorted(times)
    kinds = [event["type"] for event in call["events"]]
    if "AgentLeft" in kinds:
        assert not set(BY_AGENT) & set(kinds[kinds.index("AgentLeft") :])
