"""Sessions of ConversationRelay: words in, words out, interruptions, and how they end."""

import json
from typing import Any

from aiohttp import web

from tests.integration.twilio_standin.host import CALLER, OFFICE, Host, Scene, play
from tests.twilio.parties import Step

EVENTS = "speaker-events tokens-played"


class Session:
    """What the host got in a session, and what it answers to each kind of message."""

    def __init__(self, host: Host, answers: dict[str, list[dict[str, Any]]]) -> None:
        self.got: list[dict[str, Any]] = []
        self._answers = answers
        host.talk = self.talk

    async def talk(self, socket: web.WebSocketResponse) -> None:
        """Hold one session: each message is answered by the next answer to its kind."""
        async for raw in socket:
            message = json.loads(raw.data)
            self.got.append(message)
            kind = message["type"]
            if kind == "prompt" and not message["last"]:
                continue
            if queued := self._answers.get(kind):
                await socket.send_json(queued.pop(0))

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The messages of this type, or the infos of this name."""
        return [one for one in self.got if kind in (one["type"], one.get("name"))]


def connected(host: Host, more: str = "") -> None:
    """Let the voice webhook connect a session."""
    url = host.url.replace("http:", "ws:") + "/relay"
    host.says(
        "/voice",
        f'<Connect action="/ended"><ConversationRelay url="{url}" dtmfDetection="true"'
        f' events="{EVENTS}" {more}><Parameter name="call" value="7"/></ConversationRelay>'
        "</Connect>",
    )
    host.says("/ended", "<Hangup/>")


def text(words: str) -> dict[str, Any]:
    """One whole utterance."""
    return {"type": "text", "token": words, "last": True}


def test_a_session_carries_words_both_ways_and_reports_playback() -> None:
    """The handshake is signed; partial and final words, keys and what was played arrive."""

    async def story(on: Scene) -> None:
        connected(on.host, 'partialPrompts="true"')
        session = Session(
            on.host,
            {
                "setup": [text("How may I help?")],
                "prompt": [text("Sure.")],
                "dtmf": [{"type": "end", "handoffData": '{"why":"done"}'}],
            },
        )
        steps: list[Step] = [
            {"until": "help"},
            {"say": "My roof leaks"},
            {"until": "sure"},
            {"wait": 1},
            {"press": "5"},
        ]
        leg = on.twilio.control.call(CALLER, OFFICE, steps)
        await on.over(leg.sid)
        (setup,) = session.of("setup")
        assert (setup["callSid"], setup["customParameters"]) == (leg.sid, {"call": "7"})
        prompts = [(p["voicePrompt"], p["last"]) for p in session.of("prompt")]
        assert prompts[-1] == ("My roof leaks", True)
        assert ("My roof", False) in prompts
        assert [p["value"] for p in session.of("tokensPlayed")] == ["How may I help?", "Sure."]
        assert [s["value"] for s in session.of("agentSpeaking")] == ["on", "off", "on", "off"]
        assert session.of("dtmf") == [{"type": "dtmf", "digit": "5"}]
        (ended,) = on.host.got("/ended")
        assert (ended["SessionStatus"], ended["HandoffData"]) == ("ended", '{"why":"done"}')
        assert on.host.forged == []

    play(story)


def test_a_caller_who_barges_in_is_reported_with_what_was_heard() -> None:
    """What was played before the interruption is a prefix of the text."""

    async def story(on: Scene) -> None:
        connected(on.host)
        notice = "Our office is open from nine to five on weekdays and closed on Sundays."
        session = Session(on.host, {"setup": [text(notice)]})
        steps: list[Step] = [{"wait": 2}, {"say": "Stop please"}, {"wait": 2}, {"hang_up": True}]
        leg = on.twilio.control.call(CALLER, OFFICE, steps)
        await on.over(leg.sid)
        (cut,) = session.of("interrupt")
        assert notice.startswith(cut["utteranceUntilInterrupt"])
        assert 10 < len(cut["utteranceUntilInterrupt"]) < len(notice)
        assert 500 < int(cut["durationUntilInterruptMs"]) < 4000
        assert session.of("tokensPlayed")[0]["value"] == cut["utteranceUntilInterrupt"]
        assert session.of("prompt")[0]["voicePrompt"] == "Stop please"
        assert on.host.got("/ended")[0]["SessionStatus"] == "completed"

    play(story)


def test_speech_that_may_not_be_interrupted_is_played_to_its_end() -> None:
    """Words meanwhile are not reported, unless the host asked for them."""

    async def story(on: Scene) -> None:
        connected(on.host)
        said = text("Shall I connect you with Dana now?") | {"interruptible": False}
        session = Session(on.host, {"setup": [said]})
        steps: list[Step] = [{"wait": 0.5}, {"say": "Hm"}, {"wait": 4}, {"hang_up": True}]
        leg = on.twilio.control.call(CALLER, OFFICE, steps)
        await on.over(leg.sid)
        assert session.of("interrupt") == []
        assert session.of("prompt") == []
        assert on.heard(CALLER) == ["Shall I connect you with Dana now?"]

    play(story)


def test_a_session_that_is_cut_goes_on_with_the_action() -> None:
    """A fault breaks the socket before the second message; the action names the error."""

    async def story(on: Scene) -> None:
        connected(on.host)
        Session(on.host, {"setup": [text("How may I help?")]})
        on.twilio.control.world.faults.order([{"on": "relay", "do": "cut", "match": "in text"}])
        leg = on.twilio.control.call(CALLER, OFFICE)
        await on.over(leg.sid)
        (ended,) = on.host.got("/ended")
        assert (ended["SessionStatus"], ended["ErrorCode"]) == ("failed", "64105")

    play(story)


def test_an_invalid_message_is_answered_with_an_error() -> None:
    """The session goes on."""

    async def story(on: Scene) -> None:
        connected(on.host)
        session = Session(on.host, {"setup": [{"type": "shout"}], "error": [text("Hello")]})
        leg = on.twilio.control.call(CALLER, OFFICE, [{"until": "hello"}, {"hang_up": True}])
        await on.over(leg.sid)
        assert "Invalid message" in session.of("error")[0]["description"]
        assert on.heard(CALLER) == ["Hello"]

    play(story)


def test_a_rest_update_ends_the_session_without_its_action() -> None:
    """The host that updates the call decides what comes next."""

    async def story(on: Scene) -> None:
        connected(on.host)
        Session(on.host, {"setup": [text("One moment, please, I am looking for Dana.")]})
        leg = on.twilio.control.call(CALLER, OFFICE)
        await on.twilio.ledger.find("relay_in", call=leg.sid)
        await on.rest.post(
            f"/Calls/{leg.sid}.json", data={"Twiml": "<Response><Say>Bye</Say></Response>"}
        )
        await on.over(leg.sid)
        assert on.host.got("/ended") == []
        assert on.heard(CALLER)[-1] == "Bye"

    play(story)
