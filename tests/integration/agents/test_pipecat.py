"""A Pipecat pipeline whose model acts through Hookflash."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hookflash import TextStatus
from hookflash.domain.call import events as e
from hookflash.testing import in_virtual_time
from tests.integration.agents.pipecat_call import ASK, PipecatCall, is_asked, pipecat_call, said
from tests.integration.agents.pipecat_parts import Use, Wait

TEXT = Use("send_sms_1", "s1")
QUESTION = "Would you like me to transfer you to Scheduling?"
LINK = "https://example.com/book"


def was_audible(heard: e.SpeechHeard, at: datetime) -> bool:
    """Whether the question's destination was heard by ``at``, or a quarter of a second later."""
    audible = QUESTION.index("?")
    if heard.heard_chars < audible:
        return False
    seconds = (heard.ended_at - heard.began_at) * audible / heard.heard_chars
    return at >= heard.began_at + seconds - timedelta(seconds=0.25)


@in_virtual_time
async def test_the_greeting_is_said_and_recorded_as_heard() -> None:
    """As words of the agent, when the caller is connected."""
    async with pipecat_call() as call:
        (greeting,) = await call.events(e.AgentSpoke)
        assert greeting.text == "Thanks for calling Harbor Dental."
        assert greeting.reported
        assert greeting.heard_chars == len(greeting.text)
        assert greeting.began_at is not None


@in_virtual_time
async def test_a_text_is_sent_and_asked_about() -> None:
    """The model announces it, calls its tool, reads the result and asks."""
    async with pipecat_call() as call:
        call.model_does(["I'll text you the link.", TEXT], ["I sent it. Did it arrive?"])
        await call.caller_says("Can you text me the booking link?")
        await call.passes(8)
        assert call.texts == [LINK]
        assert (await said(call))[1:] == ["I'll text you the link.", "I sent it. Did it arrive?"]
        result = call.model.read[-1][-1]
        assert "The text was sent." in result["content"]
        await call.caller_says("Yes, it's here")
        assert (await call.events(e.CallerSpoke))[-1].text == "Yes, it's here"


@in_virtual_time
async def test_a_transfer_is_confirmed() -> None:
    """The core asks, and the model is not run until the answer; then the agent has left."""
    async with pipecat_call() as call:
        await is_asked(call)
        await call.passes(5)
        await call.caller_says("Yes please")
        await call.passes(4)
        assert call.rung == 1
        assert len(call.model.read) == 1
        (proposed,) = await call.events(e.TransferProposed)
        spoken = await call.events(e.SpeechHeard)
        assert [event.heard_chars for event in spoken] == [
            len(QUESTION),
            len("Thank you. I'm connecting you now."),
        ]
        assert proposed.effect_key


@in_virtual_time
async def test_the_caller_hears_the_last_words_before_phones_ring() -> None:
    """A carrier that takes the call would cut them off."""
    async with pipecat_call() as call:
        await is_asked(call)
        await call.passes(5)
        await call.caller_says("Yes please", rest=1)
        assert call.rung == 0
        await call.passes(2)
        assert call.rung == 1
        *_, last = await call.events(e.SpeechHeard)
        assert last.finished


@in_virtual_time
async def test_a_declined_transfer_gives_the_turn_back_to_the_model() -> None:
    """It reads of the no, and answers."""
    async with pipecat_call() as call:
        await is_asked(call)
        await call.passes(5)
        call.model_does(["Alright. What else can I do?"])
        await call.caller_says("No thanks")
        await call.passes(4)
        assert call.rung == 0
        assert await call.events(e.TransferDeclined)
        assert (await said(call))[-1] == "Alright. What else can I do?"


@in_virtual_time
async def test_after_an_unclear_answer_the_core_asks_again_and_the_question_lapses() -> None:
    """The model is run once it may speak again."""
    async with pipecat_call() as call:
        await is_asked(call)
        await call.passes(5)
        await call.caller_says("Well, who would that be?")
        await call.passes(7)
        assert await call.events(e.TransferAskedAgain)
        assert len(call.model.read) == 1
        call.model_does(["I'm still here."])
        await call.passes(30)
        assert await call.events(e.TransferLapsed)
        assert len(call.model.read) == 2
        assert (await said(call))[-1] == "I'm still here."


@in_virtual_time
async def test_keys_answer_the_question() -> None:
    """1 is yes."""
    async with pipecat_call() as call:
        await is_asked(call)
        await call.passes(5)
        await call.caller_presses("1")
        await call.passes(3)
        assert call.rung == 1


@in_virtual_time
async def test_a_yes_before_the_question_was_heard_is_no_answer() -> None:
    """Fault 43: the caller says yes while the question begins."""
    async with pipecat_call() as call:
        await is_asked(call)
        await call.caller_says("Yes", seconds=0.3)
        await call.passes(3)
        assert call.rung == 0
        assert await call.events(e.TransferAskedAgain)


@pytest.mark.parametrize("milliseconds", range(0, 3500, 100))
def test_a_yes_counts_only_if_the_destination_was_heard(milliseconds: int) -> None:
    """Fault 43: barge-in at every 100 ms of the question; every third voice times no words."""

    @in_virtual_time
    async def check() -> None:
        async with pipecat_call(timed=bool(milliseconds % 300)) as call:
            call.model_does([ASK])
            await call.caller_says("I want to talk to a person", seconds=0.5, rest=0.25)
            await call.barge_in(milliseconds)
            await call.words_end("Yes please")
            await call.passes(3)
            (heard, *_) = await call.events(e.SpeechHeard)
            assert call.rung == int(was_audible(heard, call.began))
            if call.rung == 0:
                await call.passes(8)
                await call.caller_says("Yes please", rest=4)
            assert len(call.host.line.rung) == 1

    check()


async def asked_behind_words(call: PipecatCall, milliseconds: int) -> None:
    """The model says a sentence, then proposes; the caller interrupts with a yes."""
    call.model_does(["One moment please, I am looking up who is there today.", ASK])
    await call.caller_says("I want to talk to a person", rest=0.25)
    await call.barge_in(milliseconds)
    await call.words_end("Yes please")
    await call.passes(1)


@in_virtual_time
async def test_a_question_that_waits_behind_words_of_the_model_is_not_heard_with_them() -> None:
    """Fault 43: a yes interrupts what is said before it."""
    async with pipecat_call() as call:
        await asked_behind_words(call, 2800)
        (heard, *_) = await call.events(e.SpeechHeard)
        assert heard.heard_chars == 0
        await call.passes(8)
        assert call.rung == 0


@in_virtual_time
async def test_words_that_the_voice_tells_of_too_early_do_not_count_as_heard() -> None:
    """Fault 43: it times them from when it made them, not from when they are played."""
    async with pipecat_call() as call:
        await asked_behind_words(call, 4800)
        (heard, *_) = await call.events(e.SpeechHeard)
        assert 0 < heard.heard_chars < len(QUESTION) / 2
        await call.passes(8)
        assert call.rung == 0


@pytest.mark.parametrize("uses", [[ASK, TEXT], [TEXT, ASK]])
def test_two_tools_at_once_do_one_thing_each(uses: list[Use]) -> None:
    """Fault 33: the text may go out, the question is put once, and the model waits."""

    @in_virtual_time
    async def check() -> None:
        async with pipecat_call() as call:
            call.model_does(uses, ["I may not say this."])
            await call.caller_says("Text me the link and get me a person")
            await call.passes(5)
            assert len(call.texts) == int(uses[0] is TEXT)
            assert len(await call.events(e.TransferProposed)) == 1
            assert len(call.model.read) == 1
            await call.caller_says("Yes please", rest=4)
            assert call.rung == 1

    check()


@in_virtual_time
async def test_the_same_call_twice_and_a_new_id_after_a_lost_result_send_one_text() -> None:
    """Faults 32 and 33."""
    async with pipecat_call() as call:
        call.model_does([TEXT, TEXT], [Use("send_sms_1", "s2")], ["It is on its way."])
        await call.caller_says("Can you text me the booking link?")
        await call.passes(5)
        assert call.texts == [LINK]


@in_virtual_time
async def test_a_barge_in_during_a_tool_call_strands_and_repeats_nothing() -> None:
    """Fault 32: the caller speaks while the text is sent."""
    async with pipecat_call() as call:
        call.model_does(["I'll text you.", TEXT], [Use("send_sms_1", "s2")], ["Done."])
        await call.caller_says("Can you text me the booking link?", rest=0.25)
        await call.barge_in(0)
        await call.words_end("Hello?")
        await call.passes(5)
        assert call.texts == [LINK]
        assert len(await call.events(e.SmsRequested)) == 1


@in_virtual_time
async def test_invented_tools_and_arguments_are_refused() -> None:
    """Fault 34: the model reads why, and nothing is sent."""
    async with pipecat_call() as call:
        invented = Use("send_text", "i1")
        filled = Use("send_sms_1", "i2", {"to": "+19005550100", "body": "hi"})
        call.model_does([invented], [filled], ["I cannot do that."])
        await call.caller_says("Text my friend at 900 555 0100")
        await call.passes(5)
        assert call.texts == []
        rejected = await call.events(e.ToolCallRejected)
        assert [event.reason for event in rejected] == ["unknown_tool", "arguments"]
        assert "there is no such tool" in call.model.read[1][-1]["content"]
        assert (await said(call))[-1] == "I cannot do that."


@in_virtual_time
async def test_words_of_the_model_after_its_proposal_are_silenced() -> None:
    """They are recorded, and never played."""
    async with pipecat_call() as call:
        at_once = replace(ASK, at_once=True)
        call.model_does([at_once, Wait(0.5), "I am transferring you now."])
        await call.caller_says("I want to talk to a person")
        await call.passes(6)
        silenced = await call.events(e.AgentSilenced)
        assert [event.text for event in silenced] == ["I am transferring you now."]
        assert len(call.model.read) == 1


@in_virtual_time
async def test_interrupted_words_are_recorded_as_far_as_they_were_heard() -> None:
    """Fault 51: cut off, with the number of characters that were played."""
    async with pipecat_call() as call:
        call.model_does(["We are open from nine to five on every weekday."])
        await call.caller_says("When are you open?", rest=0.25)
        await call.barge_in(1000)
        await call.words_end("And on Sundays?")
        await call.passes(3)
        spoken = (await call.events(e.AgentSpoke))[1]
        assert spoken.interrupted
        assert spoken.heard_chars is not None
        assert 0 < spoken.heard_chars < len(spoken.text)


@in_virtual_time
async def test_a_question_of_the_model_that_was_spoken_before_ours_does_not_displace_it() -> None:
    """Fault 51: its report comes after our question was decided."""
    async with pipecat_call() as call:
        call.model_does(["I can look. Shall I do that?", ASK])
        await call.caller_says("I want to talk to a person")
        await call.passes(6)
        assert not await call.events(e.TransferAskedAgain)
        await call.caller_says("Yes please", rest=4)
        assert call.rung == 1


@in_virtual_time
async def test_a_question_that_noise_cut_off_is_put_again() -> None:
    """Fault 43: no words followed."""
    async with pipecat_call() as call:
        call.model_does([ASK])
        await call.caller_says("I want to talk to a person", rest=0.5)
        await call.barge_in(500)
        await call.noise_ends()
        await call.passes(9)
        assert await call.events(e.TransferAskedAgain)
        await call.caller_says("Yes please", rest=4)
        assert call.rung == 1


@in_virtual_time
async def test_partial_words_keep_a_question_from_lapsing() -> None:
    """They are not judged."""
    async with pipecat_call() as call:
        await is_asked(call)
        await call.passes(5)
        await call.caller_begins("Yes")
        await call.passes(1)
        assert not await call.events(e.TransferConfirmed)
        await call.passes(3)
        assert await call.events(e.TransferAskedAgain)


@in_virtual_time
async def test_the_model_reads_of_a_text_that_failed() -> None:
    """As news, and it tells the caller."""
    async with pipecat_call() as call:
        call.model_does([TEXT], ["I sent it."], ["It did not get through."])
        await call.caller_says("Can you text me the booking link?")
        await call.passes(4)
        (requested,) = await call.events(e.SmsRequested)
        failed = TextStatus(effect_key=requested.effect_key, status="undelivered", code="30006")
        await call.host.center.report(call.host.desk.call_id, failed)
        await call.passes(4)
        assert (await said(call))[-1] == "It did not get through."
