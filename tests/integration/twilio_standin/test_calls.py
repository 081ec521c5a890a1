"""Calls over the stand-in: what the host is asked, and what the far ends hear."""

from tests.integration.twilio_standin.host import CALLER, OFFICE, Scene, play
from tests.twilio.parties import Step

DANA, LEE, KIM = "+14155550101", "+14155550102", "+14155550103"


def test_a_caller_hears_what_the_twiml_says_and_is_hung_up() -> None:
    """The voice webhook is signed, and a finished document ends the call."""

    async def story(on: Scene) -> None:
        on.host.says("/voice", "<Say>Welcome.</Say>")
        leg = on.twilio.control.call(CALLER, OFFICE)
        await on.over(leg.sid)
        assert on.heard(CALLER) == ["Welcome."]
        (asked,) = on.host.got("/voice")
        assert (asked["From"], asked["To"], asked["CallStatus"]) == (CALLER, OFFICE, "ringing")
        (told,) = on.host.got("/status")
        assert (told["CallSid"], told["CallStatus"]) == (leg.sid, "completed")
        assert on.host.forged == []

    play(story)


def test_words_and_keys_end_a_gather() -> None:
    """Speech barges in on the prompt; its partial results and its result are posted."""

    async def story(on: Scene) -> None:
        ask = (
            '<Gather input="speech dtmf" action="/said" speechTimeout="auto" numDigits="1"'
            ' partialResultCallback="/partial"><Say>How may we help you this morning?</Say>'
            "</Gather><Hangup/>"
        )
        on.host.says("/voice", ask)
        on.host.says("/said", ask.replace("/said", "/pressed"))
        steps: list[Step] = [{"wait": 1}, {"say": "The bill please"}, {"wait": 3}, {"press": "1"}]
        leg = on.twilio.control.call(CALLER, OFFICE, steps)
        await on.over(leg.sid)
        (said,) = on.host.got("/said")
        assert said["SpeechResult"] == "The bill please"
        (pressed,) = on.host.got("/pressed")
        assert pressed["Digits"] == "1"
        partials = [form["UnstableSpeechResult"] for form in on.host.got("/partial")]
        assert partials == ["The", "The bill", "The bill please"]
        assert on.heard(CALLER)[0] != "How may we help you this morning?"

    play(story)


def test_an_empty_gather_goes_on_or_reports_nothing() -> None:
    """Only actionOnEmptyResult asks the action when nobody spoke."""

    async def story(on: Scene) -> None:
        on.host.says(
            "/voice",
            '<Gather action="/a" timeout="2"/><Gather action="/b" timeout="2"'
            ' actionOnEmptyResult="true"/>',
        )
        on.host.says("/b", "<Hangup/>")
        leg = on.twilio.control.call(CALLER, OFFICE)
        await on.over(leg.sid)
        assert on.host.got("/a") == []
        assert on.host.got("/b")[0]["Digits"] == ""

    play(story)


def test_the_phone_that_passes_screening_first_is_bridged() -> None:
    """A voicemail that answers first does not press 1; the others are hung up."""

    async def story(on: Scene) -> None:
        numbers = "".join(
            f'<Number url="/screen" statusCallback="/leg" statusCallbackEvent="answered completed">'
            f"{number}</Number>"
            for number in (DANA, LEE, KIM)
        )
        on.host.says("/voice", f'<Dial action="/dialed" timeout="20">{numbers}</Dial>')
        on.host.says(
            "/screen",
            '<Gather numDigits="1" action="/accepted"><Say>Press 1.</Say></Gather><Hangup/>',
        )
        on.host.says("/accepted", "")
        on.host.says("/dialed", "<Hangup/>")
        on.twilio.control.phones(
            {
                DANA: {"ring": 1, "outcome": "voicemail"},
                LEE: {
                    "ring": 3,
                    "steps": [
                        {"until": "press 1"},
                        {"press": "1"},
                        {"wait": 1},
                        {"say": "Lee here"},
                        {"wait": 5},
                        {"hang_up": True},
                    ],
                },
                KIM: {"ring": 30},
            }
        )
        leg = on.twilio.control.call(CALLER, OFFICE, [{"until": "lee here"}, {"say": "Hello Lee"}])
        await on.over(leg.sid)
        (dialed,) = on.host.got("/dialed")
        assert (dialed["DialCallStatus"], dialed["DialBridged"]) == ("completed", "true")
        assert "Lee here" in on.heard(CALLER)
        assert "Hello Lee" in on.heard(LEE)
        ends = {
            form["To"]: form["CallStatus"]
            for form in on.host.got("/leg")
            if form["CallStatus"] != "in-progress"
        }
        assert ends == {DANA: "completed", LEE: "completed", KIM: "no-answer"}

    play(story)


def test_nobody_answers_and_the_caller_leaves_a_message() -> None:
    """The recording, its sound and its transcript follow one after the other."""

    async def story(on: Scene) -> None:
        on.host.says("/voice", f'<Dial action="/dialed" timeout="5">{DANA}</Dial>')
        on.host.says(
            "/dialed",
            '<Say>Leave a message.</Say><Record action="/recorded" timeout="3" transcribe="true"'
            ' recordingStatusCallback="/recording" transcribeCallback="/words"/>',
        )
        on.host.says("/recorded", "<Say>Goodbye.</Say>")
        on.twilio.control.phones({DANA: {"outcome": "no_answer"}})
        steps: list[Step] = [{"until": "beep"}, {"say": "Please call me back about the roof"}]
        leg = on.twilio.control.call(CALLER, OFFICE, steps)
        await on.over(leg.sid)
        assert on.host.got("/dialed")[0]["DialCallStatus"] == "no-answer"
        (recorded,) = on.host.got("/recorded")
        (stored,) = on.host.got("/recording")
        assert stored["RecordingSid"] == recorded["RecordingSid"]
        (words,) = on.host.got("/words")
        assert words["TranscriptionText"] == "Please call me back about the roof"
        sound = await on.rest.get(f"{recorded['RecordingUrl']}.wav")
        assert sound.content[:4] == b"RIFF"
        refused = await on.rest.get(f"{recorded['RecordingUrl']}.wav", auth=("AC0", "wrong"))
        assert (refused.status_code, refused.json()["code"]) == (401, 20003)

    play(story)


def test_a_caller_who_hangs_up_while_it_rings_leaves_no_phone_ringing() -> None:
    """The phones stop, and the action is asked once more."""

    async def story(on: Scene) -> None:
        on.host.says("/voice", f'<Dial action="/dialed">{DANA}</Dial>')
        on.twilio.control.phones({DANA: {"ring": 20}})
        leg = on.twilio.control.call(CALLER, OFFICE, [{"wait": 4}, {"hang_up": True}])
        await on.over(leg.sid)
        (child,) = (await on.rest.get("/Calls.json", params={"ParentCallSid": leg.sid})).json()[
            "calls"
        ]
        assert child["status"] == "no-answer"
        assert on.twilio.control.health()["legs_open"] == 0

    play(story)


def test_a_rest_update_takes_a_parked_call_elsewhere() -> None:
    """The caller hears only a part of what was being said."""

    async def story(on: Scene) -> None:
        on.host.says("/voice", "<Say>" + "This is a very long notice. " * 10 + "</Say>")
        leg = on.twilio.control.call(CALLER, OFFICE)
        await on.twilio.ledger.find("status", call=leg.sid, status="in-progress")
        twiml = "<Response><Say>Here is the news.</Say></Response>"
        changed = await on.rest.post(f"/Calls/{leg.sid}.json", data={"Twiml": twiml})
        assert changed.json()["status"] == "in-progress"
        await on.over(leg.sid)
        assert on.heard(CALLER)[-1] == "Here is the news."
        late = await on.rest.post(f"/Calls/{leg.sid}.json", data={"Twiml": twiml})
        assert (late.status_code, late.json()["code"]) == (400, 21220)

    play(story)


def test_phones_called_by_rest_meet_in_a_conference() -> None:
    """More phones than a Dial takes: the first ends the conference when it leaves."""

    async def story(on: Scene) -> None:
        room = (
            '<Dial><Conference endConferenceOnExit="true" statusCallback="/room"'
            ' statusCallbackEvent="start end join leave">Room</Conference></Dial>'
        )
        on.host.says("/voice", room)
        steps: list[Step] = [{"until": "hello"}, {"say": "Hi Dana"}, {"wait": 1}, {"hang_up": True}]
        leg = on.twilio.control.call(CALLER, OFFICE, steps)
        on.twilio.control.phones(
            {DANA: {"steps": [{"wait": 1}, {"say": "Hello"}]}, LEE: {"outcome": "busy"}}
        )
        for phone in (DANA, LEE):
            form = {"To": phone, "From": OFFICE, "Twiml": f"<Response>{room}</Response>"}
            answer = await on.rest.post("/Calls.json", data=form)
            assert answer.status_code == 201
        await on.over(leg.sid)
        assert "Hi Dana" in on.heard(DANA)
        events = [form["StatusCallbackEvent"] for form in on.host.got("/room")]
        assert {"participant-join", "conference-start", "conference-end"} <= set(events)
        assert on.twilio.control.health()["legs_open"] == 0

    play(story)


def test_twiml_that_twilios_classes_cannot_make_is_refused() -> None:
    """The caller hears the apology, and the ledger names the attribute."""

    async def story(on: Scene) -> None:
        on.host.says("/voice", '<Say loudness="high">Hello</Say>')
        leg = on.twilio.control.call(CALLER, OFFICE)
        await on.over(leg.sid)
        (alert,) = on.twilio.ledger.read(kind="alert")
        assert "loudness" in alert["error"]
        assert "application error" in on.heard(CALLER)[0]

    play(story)
