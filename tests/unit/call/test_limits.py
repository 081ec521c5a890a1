"""Limits on the texts and proposals of a call; each refusal has its own reason."""

import pytest

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import CallTool, Command
from hookflash.domain.call.deciding.actions import MOST_REFUSALS
from hookflash.domain.call.errors import TooManyRefusals
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.redecide import decisions, redecide
from hookflash.domain.policy.limits import ProposalLimits, TextLimits, near
from hookflash.domain.policy.proposing import REASONS
from hookflash.domain.policy.texting import WORDS, Draft, TextingFacts, judge, refusal
from hookflash.testing import CallStory, Step, agent_uses, caller_says
from tests.cast import ACTIONS, CALL, CALLER, NOON, TEXT, TO_MEMBER, TO_OUTSIDE, facts
from tests.unit.call.situations import CONVERSING, a_call

TEXTING = TextLimits(
    regions=("CA", "US"), per_call=5, per_contact=10, per_day=1_000, day="2026-03-02"
)
PROPOSING = ProposalLimits(per_call=3, external_per_day=200, day="2026-03-02")


def limited(**changed: object) -> TextingFacts:
    """What is known about a text, with these limits and counts."""
    limits = TEXTING.model_copy(update=changed)
    return facts().model_copy(update={"limits": limits})


def judged(recipient: str | None = CALLER, on_call: int = 0, **changed: object) -> str:
    """The reason for which a text is refused; empty if it is not."""
    draft = Draft(recipient=recipient, body="Hi", repeated=False, on_call=on_call)
    return refusal(judge(draft, limited(**changed)))


@pytest.mark.parametrize(
    ("recipient", "reason"),
    [
        ("+16135550100", ""),
        ("+18765551234", "region_not_allowed"),
        ("+447400123456", "region_not_allowed"),
        ("+881612345678", "special_range"),
        (None, "no_caller_id"),
        ("sip:ann@example.com", "landline"),
    ],
)
def test_a_text_goes_to_an_allowed_region_only(recipient: str | None, reason: str) -> None:
    """Jamaica is not the US, although both begin with +1."""
    assert judged(recipient) == reason


@pytest.mark.parametrize(
    ("used", "reason"),
    [
        ({"on_call": 4}, ""),
        ({"on_call": 5}, "call_limit"),
        ({"to_contact": 9}, ""),
        ({"to_contact": 10}, "contact_day_limit"),
        ({"in_workspace": 999}, ""),
        ({"in_workspace": 1_000}, "workspace_day_limit"),
    ],
)
def test_each_count_refuses_with_its_own_reason(used: dict[str, int], reason: str) -> None:
    """The last allowed one is the limit itself."""
    assert judged(**used) == reason  # type: ignore[arg-type]


def test_every_reason_has_words() -> None:
    """For agents, screens and reports."""
    for reason in ("region_not_allowed", "special_range", "call_limit", "contact_day_limit"):
        assert WORDS[reason].endswith(".")
    assert all(words.endswith(".") for words in REASONS.values())


def test_facts_without_limits_limit_nothing() -> None:
    """As in older logs, and when a requested text is attempted."""
    draft = Draft(recipient="+447400123456", body="Hi", repeated=False, on_call=99)
    assert refusal(judge(draft, facts())) == ""


@pytest.mark.parametrize(
    ("most", "at"), [(1_000, 800), (10, 8), (200, 160), (1, 1), (0, 0), (5, 4)]
)
def test_a_warning_is_due_at_80_percent(most: int, at: int) -> None:
    """Rounded up."""
    assert near(most) == at


def test_the_sixth_text_of_a_call_is_refused() -> None:
    """However often the caller asks."""
    story = conversing()
    for _ in range(5):
        story.when(caller_says("Could you text me the link?"))
        story.when(agent_uses(TEXT, texting=limited()))
        assert isinstance(story.last[0], e.SmsRequested)
    story.when(caller_says("Could you text me the link?"))
    story.when(agent_uses(TEXT, texting=limited())).then_refused("call_limit")
    assert story.call.texts_requested == 5


def uses(tool: str, limits: ProposalLimits = PROPOSING) -> Step:
    """The agent uses a transfer tool under these limits."""
    use = agent_uses(tool)

    def step(story: CallStory) -> Command:
        return use(story).model_copy(update={"limits": limits})

    return step


def test_the_fourth_proposal_of_a_call_is_refused() -> None:
    """Each of the three was declined."""
    story = conversing()
    for _ in range(3):
        story.when(uses(TO_MEMBER))
        assert isinstance(story.last[0], e.TransferProposed)
        story.when(caller_says("No"))
    story.when(uses(TO_MEMBER)).then_refused("proposal_limit").then_state("conversing")
    assert story.call.transfers_proposed == 3


@pytest.mark.parametrize(
    ("tool", "external", "reason"),
    [(TO_OUTSIDE, 199, ""), (TO_OUTSIDE, 200, "external_day_limit"), (TO_MEMBER, 200, "")],
)
def test_outside_transfers_of_a_day_are_limited(tool: str, external: int, reason: str) -> None:
    """Transfers to members are not."""
    story = conversing()
    story.when(uses(tool, PROPOSING.model_copy(update={"external": external})))
    (first, *_) = story.last
    assert (first.reason if isinstance(first, e.TransferRefused) else "") == reason


@pytest.mark.parametrize(
    ("number", "listed", "reason"),
    [
        ("+870773111632", False, "satellite"),
        ("+19005551234", True, "premium_rate"),
        ("+80812345678", False, "shared_cost"),
        ("+80812345678", True, ""),
        ("+447400123456", False, ""),
    ],
)
def test_a_range_that_is_never_dialled_is_refused_on_the_call_as_well(
    number: str,
    listed: bool,  # noqa: FBT001 - a parameter
    reason: str,
) -> None:
    """A job from an older version may name one. A region that was saved before stays allowed."""
    outside = ACTIONS[3].action
    destination = outside.destination.model_copy(update={"name": number})  # type: ignore[union-attr]
    action = outside.model_copy(update={"destination": destination})
    story = conversing()
    changed = ACTIONS[3].model_copy(update={"action": action})
    story.call.actions = {**story.call.actions, TO_OUTSIDE: changed}
    story.when(uses(TO_OUTSIDE, PROPOSING.model_copy(update={"listed": listed})))
    (first, *_) = story.last
    assert (first.reason if isinstance(first, e.TransferRefused) else "") == reason


def test_a_looping_agent_cannot_fill_the_log() -> None:
    """780 tool calls: what is refused is recorded 50 times, then it is an error."""
    story = conversing()
    before, errors = len(story.history), 0
    for number in range(780):
        tool = ("nothing_9", TEXT, TO_MEMBER)[number % 3]
        try:
            story.when(agent_uses(tool, texting=limited(in_workspace=1_000), gone=True))
        except TooManyRefusals:
            errors += 1
    assert len(story.history) - before == MOST_REFUSALS
    assert errors == 780 - MOST_REFUSALS
    story.when(caller_says("Hello?"))
    story.when(agent_uses(TEXT, texting=limited()))
    assert isinstance(story.last[0], e.SmsRequested)


def test_what_was_decided_under_limits_is_decided_again() -> None:
    """The counts are stored with the decision."""
    story = conversing()
    for step in (
        uses(TO_OUTSIDE, PROPOSING.model_copy(update={"external": 200})),
        uses(TO_MEMBER),
        caller_says("No"),
        agent_uses(TEXT, texting=limited(to_contact=10)),
        agent_uses(TEXT, texting=limited(to_contact=3)),
        uses(TO_OUTSIDE),
    ):
        story.when(step)
    call = Call(CALL)
    for decided in decisions(story.history):
        assert redecide(call, decided) is None
        for event in decided:
            evolve(call, event)


def conversing() -> CallStory:
    """A call that the agent has answered."""
    return a_call(*CONVERSING)


def test_a_tool_call_without_limits_is_decided_as_before() -> None:
    """A host's own story need not know of them."""
    command = CallTool(id="tool/1", at=NOON, tool=TO_MEMBER, tool_call_id="1")
    assert command.limits is None
