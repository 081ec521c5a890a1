"""Calls by voice, in Chromium with microphones that play files. No exact transcript is expected."""

import re
import wave
from array import array
from collections.abc import Callable
from io import BytesIO
from time import monotonic, sleep

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Shoot
from tests.browser.looks import in_every_look
from tests.browser.phone.conftest import BOOK, MESSAGE, PERSON, YES
from tests.browser.phone.microphone import Microphone, sound_is_heard
from tests.browser.phone.office import PhoneOffice


def said(page: Page) -> Locator:
    """The conversation."""
    return page.get_by_role("log", name="Conversation")


def status(page: Page) -> Locator:
    """What the phone is doing."""
    return page.locator("section.call > .status")


def begin(page: Page, how: str = "Call and talk") -> None:
    """Call, once the agent can hear."""
    expect(page.get_by_text("Until it is ready, type.")).to_be_hidden()
    page.get_by_role("button", name=how).click()
    expect(said(page)).to_contain_text("Thanks for calling Harbor Dental.")


def type_in(page: Page, words: str) -> None:
    """Type words."""
    page.get_by_label("What you say").fill(words)
    page.keyboard.press("Enter")


def hang_up(page: Page) -> None:
    """Hang up."""
    page.get_by_role("button", name="Hang up").click()
    expect(status(page)).to_contain_text("The call has ended")


def has_heard(office: PhoneOffice) -> bool:
    """Whether the caller has heard the question of the latest call."""
    asked = office.latest()["state"] == "confirm_transfer"
    return asked and len(office.events("SpeechHeard")) >= len(office.events("AgentSpoke"))


def wait_for(check: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until ``check()`` holds."""
    until = monotonic() + seconds
    while not check():
        assert monotonic() < until, "it did not happen"
        sleep(0.1)


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
    assert office.latest()["outcome"] == "transferred"


def test_yes_by_key_rings_and_the_message_of_a_caller_is_kept(
    office: PhoneOffice, caller: Page, front_desk: Page, microphone: Microphone, shot: Shoot
) -> None:
    """The phone is declined; the mailbox has the caller's sound, and the inbox plays it."""
    begin(caller)
    type_in(caller, "Could I talk to a person?")
    expect(said(caller)).to_contain_text("Would you like me to transfer you to Scheduling?")
    wait_for(lambda: has_heard(office))
    caller.get_by_role("button", name="Keys").click()
    caller.get_by_role("button", name="Key 1").click()
    expect(front_desk.get_by_role("button", name="Answer")).to_be_visible()
    in_every_look(front_desk, shot, "phone-member-ringing")
    front_desk.get_by_role("button", name="Decline").click()
    expect(status(caller)).to_contain_text("Recording your message")
    microphone.say(caller, MESSAGE)
    sound_is_heard(caller, "Your voice")
    caller.wait_for_timeout(5_000)
    hang_up(caller)
    wait_for(lambda: office.message() is not None)
    with wave.open(BytesIO(office.message() or b"")) as file:
        samples = array("h", file.readframes(file.getnframes()))
        assert file.getnframes() / file.getframerate() > 3
    assert max(samples) > 1_000


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
