"""Calls by voice, in Chromium with microphones that play files. No exact transcript is expected."""

import re

from playwright.sync_api import Browser, Page, expect

from hookflash.orchestrator.carriers.voice.sound import seconds_of
from tests.browser.conftest import Shoot
from tests.browser.looks import in_every_look
from tests.browser.phone.calling import (
    ask_for_a_person,
    begin,
    decoded,
    hang_up,
    has_heard,
    likeness,
    play,
    said,
    status,
    type_in,
    wait_for,
)
from tests.browser.phone.conftest import BOOK, MESSAGE, PERSON, YES
from tests.browser.phone.microphone import Microphone, sound_is_heard
from tests.browser.phone.office import PhoneOffice
from tests.browser.phone.test_test_calls import signed_in


def test_a_caller_talks_and_gets_a_text(
    office: PhoneOffice, caller: Page, microphone: Microphone
) -> None:
    """The agent is heard, and is cut short when the caller begins to speak."""
    begin(caller)
    sound_is_heard(caller)
    microphone.say(caller, BOOK)
    texts = caller.get_by_role("log", name="Text messages")
    expect(texts).to_contain_text("https://example.com/book")
    greeting = caller.locator(".bubble", has_text="Thanks for calling")
    expect(greeting).to_have_class(re.compile("cut"))
    heard = [one for one in office.events("SpeechHeard") if not one["finished"]]
    assert 0 < heard[0]["heard_chars"] < len(office.events("AgentSpoke")[0]["text"])
    caller.get_by_label("Your reply by text").fill("Thank you!")
    caller.keyboard.press("Enter")
    wait_for(lambda: "Thank you!" in str(office.ask("/v1/threads")))
    hang_up(caller)


def test_yes_by_voice_connects_the_caller_and_both_hear_the_other(
    office: PhoneOffice, caller: Page, front_desk: Page, microphone: Microphone, shot: Shoot
) -> None:
    """The member's phone rings and is answered; sound is measured at both ends."""
    begin(caller)
    microphone.say(caller, PERSON)
    expect(said(caller)).to_contain_text("Would you like me to transfer you to Scheduling?")
    wait_for(lambda: has_heard(office))
    microphone.say(caller, YES)
    front_desk.get_by_role("button", name="Answer").click()
    expect(status(caller)).to_contain_text("Connected with Front Desk")
    sound_is_heard(caller)
    microphone.say(caller, MESSAGE)
    sound_is_heard(front_desk)
    in_every_look(caller, shot, "phone-caller-connected")
    in_every_look(front_desk, shot, "phone-member-connected")
    front_desk.get_by_role("button", name="Hang up").click()
    expect(said(caller)).to_contain_text("They hung up.")
    wait_for(lambda: office.latest()["outcome"] == "transferred")


def test_yes_by_key_rings_and_the_inbox_plays_the_message_of_a_caller(
    office: PhoneOffice,
    caller: Page,
    front_desk: Page,
    microphone: Microphone,
    browsers: tuple[Browser, Browser],
) -> None:
    """The phone is declined, the caller closes their tab in the middle; the sound is theirs."""
    ask_for_a_person(office, caller)
    caller.get_by_role("button", name="Microphone").click()
    expect(front_desk.get_by_role("button", name="Answer")).to_be_visible()
    front_desk.get_by_role("button", name="Decline").click()
    expect(status(caller)).to_contain_text("Recording your message")
    microphone.say(caller, MESSAGE)
    sound_is_heard(caller, "Your voice")
    caller.wait_for_timeout(seconds_of(microphone.sound(MESSAGE)) * 1_000)
    caller.close(run_before_unload=True)
    wait_for(lambda: office.message() is not None)
    wait_for(
        lambda: bool(office.events("VoicemailTranscribed"))
    )  # after it the inbox draws the thread again
    inbox = signed_in(browsers[0], office, "/inbox")
    inbox.get_by_role("link", name="+1 (415) 555-0199").click()
    sound = play(inbox.locator("hf-player[label='Voicemail for Scheduling']").first)
    assert likeness(decoded(sound), microphone.sound(MESSAGE)) > 0.7
    inbox.context.close()


def test_a_tab_that_is_closed_hangs_up(office: PhoneOffice, caller: Page) -> None:
    """The call ends as one whose caller hung up."""
    begin(caller, "Call and type")
    caller.close(run_before_unload=True)
    wait_for(lambda: office.latest()["state"] == "ended")
    assert office.events("CallEnded")[0]["reason"] == "caller_hung_up"


def test_a_call_goes_on_without_the_speech_process(office: PhoneOffice, caller: Page) -> None:
    """Words are shown instead of spoken, and typed; the process is started again."""
    begin(caller)
    office.speech_process().kill()
    expect(caller.get_by_text("Speech has failed and is starting again.")).to_be_visible()
    type_in(caller, "I'd like an appointment.")
    expect(said(caller)).to_contain_text("I'll text you the scheduling link now.")
    expect(caller.get_by_text("Speech has failed")).to_be_hidden()
    assert office.speech_process().is_running()
    hang_up(caller)
