"""Imports every module that declares events, so that a log can be read with all topics known."""

from hookflash.domain.access import events as access
from hookflash.domain.call.events import (
    care,
    consent,
    promises,
    recordings,
    speech,
    talk,
    texts,
    transfers,
    voicemail,
)
from hookflash.domain.carrying import events as carrying
from hookflash.domain.contacts import events as cards
from hookflash.domain.erasure import events as erasure
from hookflash.domain.inbox import events as inbox
from hookflash.domain.inbox import reply_events as replies
from hookflash.domain.quarantine import events as quarantine
from hookflash.domain.quarantine import messages
from hookflash.domain.webhook import events as webhook
from hookflash.domain.workspace import claim, contact, usage
from hookflash.domain.workspace import events as workspace

DECLARING = (
    care,
    consent,
    promises,
    recordings,
    speech,
    talk,
    texts,
    transfers,
    voicemail,
    workspace,
    contact,
    claim,
    usage,
    carrying,
    inbox,
    replies,
    cards,
    quarantine,
    messages,
    erasure,
    access,
    webhook,
)
"""The modules; a test checks that none is missing."""
