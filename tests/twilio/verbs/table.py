"""The verbs that the stand-in performs."""

from tests.twilio.verbs.connect import connect
from tests.twilio.verbs.dial import dial
from tests.twilio.verbs.gather import gather
from tests.twilio.verbs.perform import Verb
from tests.twilio.verbs.recording import record
from tests.twilio.verbs.speaking import hangup, message, pause, play, redirect, reject, say

VERBS: dict[str, Verb] = {
    "Connect": connect,
    "Dial": dial,
    "Gather": gather,
    "Hangup": hangup,
    "Pause": pause,
    "Play": play,
    "Record": record,
    "Redirect": redirect,
    "Reject": reject,
    "Say": say,
    "Sms": message,
}
