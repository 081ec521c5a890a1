"""All events of a call."""

# ruff: noqa: I001 - one import per module reads better than one per name

from hookflash.domain.call.events.call_event import CallEvent as CallEvent
from hookflash.domain.call.events.care import (
    CallClosing as CallClosing,
    EmergencyHeard as EmergencyHeard,
    HangUpRequested as HangUpRequested,
    RecordingDeclined as RecordingDeclined,
    RecordingStopped as RecordingStopped,
)
from hookflash.domain.call.events.consent import (
    CallerTexted as CallerTexted,
    OptOutAnswered as OptOutAnswered,
    OptOutHeard as OptOutHeard,
)
from hookflash.domain.call.events.promises import PromiseFlagged as PromiseFlagged
from hookflash.domain.call.events.recordings import (
    RecordingAttempted as RecordingAttempted,
    RecordingDiscarded as RecordingDiscarded,
    RecordingDiscardPostponed as RecordingDiscardPostponed,
    RecordingEvent as RecordingEvent,
    RecordingExpired as RecordingExpired,
    RecordingKept as RecordingKept,
    RecordingLeft as RecordingLeft,
    RecordingLost as RecordingLost,
    RecordingPostponed as RecordingPostponed,
)
from hookflash.domain.call.events.speech import (
    AgentFailed as AgentFailed,
    AgentWaited as AgentWaited,
    SpeechAccepted as SpeechAccepted,
    SpeechEvent as SpeechEvent,
    SpeechHeard as SpeechHeard,
    SpeechUnspoken as SpeechUnspoken,
    TransferAnswerHeld as TransferAnswerHeld,
)
from hookflash.domain.call.events.talk import (
    ActionFlagged as ActionFlagged,
    AgentLeft as AgentLeft,
    AgentSilenced as AgentSilenced,
    AgentSpoke as AgentSpoke,
    CallAnswered as CallAnswered,
    CallEnded as CallEnded,
    CallerSpoke as CallerSpoke,
    CallFoundLive as CallFoundLive,
    CallReceived as CallReceived,
    DigitsPressed as DigitsPressed,
    LateReportNoted as LateReportNoted,
    ToolCallRejected as ToolCallRejected,
)
from hookflash.domain.call.events.texts import (
    SmsAccepted as SmsAccepted,
    SmsArrivalAnswered as SmsArrivalAnswered,
    SmsAttempted as SmsAttempted,
    SmsCancelled as SmsCancelled,
    SmsDelivered as SmsDelivered,
    SmsEvent as SmsEvent,
    SmsFailed as SmsFailed,
    SmsOutcomeUnknown as SmsOutcomeUnknown,
    SmsPostponed as SmsPostponed,
    SmsRefused as SmsRefused,
    SmsRequested as SmsRequested,
    SmsSent as SmsSent,
    SmsSought as SmsSought,
)
from hookflash.domain.call.events.transfers import (
    Leg as Leg,
    Mailbox as Mailbox,
    RecipientAnswered as RecipientAnswered,
    RecipientBridged as RecipientBridged,
    RecipientReleased as RecipientReleased,
    RecipientRinging as RecipientRinging,
    RecipientStopped as RecipientStopped,
    RecipientUnavailable as RecipientUnavailable,
    TransferAbandoned as TransferAbandoned,
    TransferAccepted as TransferAccepted,
    TransferAskedAgain as TransferAskedAgain,
    TransferAttempted as TransferAttempted,
    TransferConfirmed as TransferConfirmed,
    TransferConnected as TransferConnected,
    TransferDeclined as TransferDeclined,
    TransferEvent as TransferEvent,
    TransferFailed as TransferFailed,
    TransferLapsed as TransferLapsed,
    TransferOutcomeUnknown as TransferOutcomeUnknown,
    TransferPostponed as TransferPostponed,
    TransferProposed as TransferProposed,
    TransferRefused as TransferRefused,
    TransferSought as TransferSought,
    TransferUnanswered as TransferUnanswered,
)
from hookflash.domain.call.events.voicemail import (
    VoicemailAttempted as VoicemailAttempted,
    VoicemailChosen as VoicemailChosen,
    VoicemailDeclined as VoicemailDeclined,
    VoicemailEvent as VoicemailEvent,
    VoicemailFailed as VoicemailFailed,
    VoicemailOffered as VoicemailOffered,
    VoicemailPostponed as VoicemailPostponed,
    VoicemailRecorded as VoicemailRecorded,
    VoicemailStarted as VoicemailStarted,
    VoicemailStopped as VoicemailStopped,
    VoicemailTranscribed as VoicemailTranscribed,
)
