"""A language model on a LiveKit session, with a desk: good and bad models, callers and moments."""

import asyncio

import pytest
from livekit.agents import CloseReason

from hookflash.domain.call import events as e
from tests.integration.agents.livekit_call import LiveKitCall, on_a_call
from tests.integration.agents.livekit_io import Reply

TEXT = ("send_sms_1", "{}", "t1")
TRANSFER = ("transfer_call_2", "{}", "t2")
LINK = "https://example.com/book"
QUESTION = "Would you like me to transfer you to Scheduling?"
WISH = "Can I talk to a person about scheduling?"
PARDON = "I'm sorry, I didn't get that. Could you say it again?"
NEVER = Reply("Shall I tell you a story? Just say yes.")
"""Words that the caller must not hear while the question is open."""


async def proposed(call: LiveKitCall, *then: Reply, said: str = "") -> None:
    """The model proposed the transfer, and the question was heard."""
    call.model_does(Reply(said, [TRANSFER]), *then)
    await call.caller_says(WISH)


@on_a_call
async def test_the_agent_greets_and_its_words_are_in_the_log(call: LiveKitCall) -> None:
    """As they were heard, and when."""
    (greeting,) = await call.events(e.AgentSpoke)
    assert greeting.reported
    assert greeting.heard_chars == len(greeting.text)
    assert greeting.began_at is not None
    assert greeting.began_at < greeting.at


@on_a_call
async def test_a_text_is_announced_sent_and_asked_about(call: LiveKitCall) -> None:
    """The model is told what became of it."""
    call.model_does(
        Reply("I'll text you the link now.", [TEXT]), Reply("I have sent it. Did it arrive?")
    )
    await call.caller_says("Can you text me the link?")
    assert call.texts == [LINK]
    assert (await call.heard())[-2:] == [
        "I'll text you the link now.",
        "I have sent it. Did it arrive?",
    ]


@on_a_call
async def test_words_of_the_caller_are_judged_before_the_model_answers(call: LiveKitCall) -> None:
    """They began when the recognition says; the model is asked once for a turn."""
    call.model_does(Reply("Hello there."))
    await call.caller_says("Good morning", seconds=2)
    (spoken,) = await call.events(e.CallerSpoke)
    assert spoken.text == "Good morning"
    assert spoken.began_at is not None
    assert (spoken.at - spoken.began_at).total_seconds() == pytest.approx(2.4)
    assert len(call.model.asked) == 1


@on_a_call
async def test_a_caller_who_agrees_is_transferred_and_the_agent_leaves(call: LiveKitCall) -> None:
    """The question is the core's, word for word; the session closes, and the call goes on."""
    await proposed(call, NEVER, said="Sure.")
    assert await call.asked() == [QUESTION]
    await call.caller_says("Yes please")
    assert len(call.rings) == 1
    assert call.closed.is_set()
    assert await call.state() == "transferring"
    assert len(call.model.asked) == 1


@on_a_call
async def test_a_caller_who_declines_goes_on_talking_with_the_model(call: LiveKitCall) -> None:
    """The model answers only then."""
    await proposed(call, Reply("All right. What else?"))
    await call.caller_says("No thanks")
    assert not call.rings
    assert (await call.heard())[-1] == "All right. What else?"
    assert await call.state() == "conversing"


@on_a_call
async def test_an_unclear_answer_is_asked_about_again_and_then_lapses(call: LiveKitCall) -> None:
    """The model is not asked before the question has lapsed."""
    await proposed(call, Reply("All right. What else?"))
    await call.caller_says("My dog is called Rex")
    assert len(call.model.asked) == 1
    assert len(await call.asked()) == 2
    await call.caller_says("Rex is a good dog")
    assert (await call.heard())[-1] == "All right. What else?"
    assert not call.rings


@on_a_call
async def test_a_question_without_an_answer_lapses_and_the_model_speaks(call: LiveKitCall) -> None:
    """The news of it makes the model speak; nobody spoke to it."""
    await proposed(call, Reply("Are you still there?"))
    await call.quiet(120)
    (lapsed,) = await call.events(e.TransferLapsed)
    assert lapsed.reason == "silence"
    assert (await call.heard())[-1] == "Are you still there?"


@pytest.mark.parametrize("milliseconds", range(0, 3600, 100))
@on_a_call
async def test_a_yes_counts_from_the_moment_that_the_destination_was_heard(
    call: LiveKitCall, milliseconds: int
) -> None:
    """Fault 43: the caller barges in at every tenth of a second of the question.

    The destination is heard after 3.13 s, and a yes may begin 0.25 s before. One that came too
    early is asked about again, once, and a second yes transfers.
    """
    call.model_does(Reply("", [TRANSFER]), NEVER)
    await call.begins_to_say(WISH)
    await call.barge_in(milliseconds, "Yes please")
    if milliseconds < 2900:
        assert not call.rings
        assert len(await call.asked()) == 2
        await call.caller_says("Yes please")
    assert len(call.rings) == 1
    assert len(call.model.asked) == 1
    assert len(await call.events(e.TransferConfirmed)) == 1


@pytest.mark.parametrize("tools", [(TEXT, TRANSFER), (TRANSFER, TEXT)])
@on_a_call
async def test_two_tools_at_once_have_each_one_effect_and_the_question_stays_alone(
    call: LiveKitCall, tools: tuple[tuple[str, str, str], ...]
) -> None:
    """Fault 33: after a transfer was proposed, the text waits for another request."""
    call.model_does(Reply("", tools), NEVER, NEVER)
    await call.caller_says(f"Text me the link. {WISH}")
    assert await call.asked() == [QUESTION]
    assert call.texts == ([LINK] if tools[0] == TEXT else [])
    assert NEVER.text not in await call.heard()
    await call.caller_says("Yes please")
    assert len(call.rings) == 1


@on_a_call
async def test_the_same_tool_call_twice_has_one_effect(call: LiveKitCall) -> None:
    """Fault 33: at once, and again in a later turn."""
    call.model_does(Reply("", [TEXT, TEXT]), Reply("Sent."), Reply("", [TEXT]), Reply("Sent."))
    await call.caller_says("Can you text me the link?")
    await call.caller_says("Thank you.")
    assert call.texts == [LINK]


@on_a_call
async def test_a_lost_result_and_a_new_id_do_not_send_again(call: LiveKitCall) -> None:
    """Fault 32: the caller barges in while the tool runs, and the model calls again."""
    call.model_does(
        Reply("I'll text you the link to book an appointment with us now.", [TEXT]),
        Reply("", [("send_sms_1", "{}", "another")]),
        Reply("It was sent."),
    )
    await call.begins_to_say("Can you text me the link?")
    await call.barge_in(300, "Hello?")
    assert call.texts == [LINK]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("send_money", "{}"),
        ("send_money", '{"to": "+19005550100"}'),
        ("send_sms_1", '{"body": "pay here", "to": "+19005550100"}'),
        ("send_sms_1", "text +1 900 555 0100"),
        ("transfer_call_2", '{"destination": "+19005550100"}'),
    ],
)
@on_a_call
async def test_what_a_model_makes_up_is_rejected_recorded_and_told_to_it(
    call: LiveKitCall, tool: str, arguments: str
) -> None:
    """Fault 34: tools and arguments that do not exist."""
    call.model_does(Reply("", [(tool, arguments, "t9")]), Reply("I cannot do that."))
    await call.caller_says("Can you text me the link?")
    (rejected,) = await call.events(e.ToolCallRejected)
    assert rejected.tool == tool
    assert not call.texts
    assert not call.rings
    answer = call.model.asked[-1].items[-1]
    assert "Nothing was done" in str(answer)
    assert (await call.heard())[-1] == "I cannot do that."


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(""), "silent"),
        (Reply("Too late.", after=60), "timeout"),
        (Reply(raises=RuntimeError("quota")), "error"),
    ],
)
@on_a_call
async def test_a_model_that_fails_is_made_up_for(
    call: LiveKitCall, reply: Reply, reason: str
) -> None:
    """Fault 44: silent, slow, broken. The caller hears something, and the call goes on."""
    call.model_does(reply, Reply("I am back."))
    await call.caller_says("Can you text me the link?")
    (failed,) = await call.events(e.AgentFailed)
    assert failed.reason == reason
    assert (await call.heard())[-1] == PARDON
    await call.caller_says("Hello?")
    assert (await call.heard())[-1] == "I am back."


@on_a_call
async def test_a_model_that_never_stops_calling_tools_is_stopped(call: LiveKitCall) -> None:
    """Fault 44: the session asks it for words after three rounds, and it has none."""
    call.model_does(*[Reply("", [("send_sms_1", "{}", f"t{n}")]) for n in range(10)])
    await call.caller_says("Can you text me the link?")
    assert call.texts == [LINK]
    (failed,) = await call.events(e.AgentFailed)
    assert failed.reason == "too_many_moves"
    assert len(call.model.asked) == 5
    assert (await call.heard())[-1] == PARDON


@on_a_call
async def test_what_the_model_says_after_it_proposed_is_never_heard(call: LiveKitCall) -> None:
    """Nor asked for: the session wants a reply to the other tool's result."""
    call.model_does(Reply("", [TEXT, TRANSFER]), NEVER)
    await call.caller_says(f"Text me the link. {WISH}")
    assert len(call.model.asked) == 1
    await call.caller_says("Yes please")
    assert NEVER.text not in await call.heard()
    assert len(call.rings) == 1


@on_a_call
async def test_words_that_are_cut_off_are_reported_as_far_as_they_were_heard(
    call: LiveKitCall,
) -> None:
    """Fault 51: all of the text is kept, and how much of it was played."""
    long = "We are open from nine to five on every day of the week, and closed on Sundays."
    call.model_does(Reply(long), Reply("Yes."))
    await call.begins_to_say("When are you open?")
    await call.barge_in(1000, "Thank you")
    cut = [one for one in await call.events(e.AgentSpoke) if one.interrupted]
    assert [one.text for one in cut] == [long]
    assert cut[0].heard_chars is not None
    assert 0 < cut[0].heard_chars < len(long) / 2


@on_a_call
async def test_words_that_were_never_played_are_reported_as_such(call: LiveKitCall) -> None:
    """The caller went on speaking before the reply began."""
    call.model_does(Reply("We are open all day.", after=2), Reply("Until five on Friday."))
    await call.begins_to_say("When are you open?")
    await asyncio.sleep(2.3)
    await call.caller_says("On Friday I mean", seconds=0.4)
    heard = await call.heard()
    assert [one.text for one in await call.events(e.AgentSilenced)] == ["We are open all day."]
    assert heard[-1] == "Until five on Friday."


@on_a_call
async def test_what_is_said_during_a_speech_that_must_not_be_cut_is_not_lost(
    call: LiveKitCall,
) -> None:
    """The session throws such words away; they are put to it again."""
    await proposed(call)
    call.session.say("This call is important to us.", allow_interruptions=False)
    await call.begins_to_say("Yes please", seconds=0.4)
    await call.quiet()
    assert len(call.rings) == 1
    assert call.closed.is_set()


@pytest.mark.parametrize(("key", "rings"), [("1", 1), ("2", 0)])
@on_a_call
async def test_keys_answer_the_question(call: LiveKitCall, key: str, rings: int) -> None:
    """1 is yes and 2 is no."""
    await proposed(call, Reply("All right. What else?"))
    call.agent.on_call.press(key)
    await call.quiet()
    assert len(call.rings) == rings


@on_a_call
async def test_a_caller_who_hangs_up_while_being_asked_ends_the_call(call: LiveKitCall) -> None:
    """The session closes because its participant left."""
    await proposed(call)
    call.session._close_soon(reason=CloseReason.PARTICIPANT_DISCONNECTED)
    await call.quiet()
    (ended,) = await call.events(e.CallEnded)
    assert ended.reason == "caller_hung_up"
    assert not call.rings


@on_a_call
async def test_a_session_that_closes_while_it_transfers_does_not_end_the_call(
    call: LiveKitCall,
) -> None:
    """The agent has left; the telephony carries the call."""
    await proposed(call)
    await call.begins_to_say("Yes please")
    await asyncio.sleep(0.5)
    await call.session.aclose()
    await call.quiet()
    assert len(call.rings) == 1
    assert not await call.events(e.CallEnded)
    assert await call.state() == "transferring"


@on_a_call
async def test_a_session_that_closes_while_a_tool_runs_strands_nothing(call: LiveKitCall) -> None:
    """Fault 41: the text is sent once, and the call ends."""
    call.model_does(Reply("", [TEXT]))
    await call.begins_to_say("Can you text me the link?")
    await asyncio.sleep(0.5)
    await call.session.aclose()
    await call.quiet()
    assert call.texts == [LINK]
    assert len(await call.events(e.CallEnded)) == 1
