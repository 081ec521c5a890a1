"""A Twilio carrier that is ready for use, with what its webhooks need."""

from dataclasses import dataclass

from hookflash.orchestrator.carriers.twilio.client import OneTry, client_for
from hookflash.orchestrator.carriers.twilio.links import Links
from hookflash.orchestrator.carriers.twilio.messaging import TwilioMessaging
from hookflash.orchestrator.carriers.twilio.recordings import TwilioRecordings
from hookflash.orchestrator.carriers.twilio.rooms import Rooms
from hookflash.orchestrator.carriers.twilio.settings import TwilioConfig, offers_with
from hookflash.orchestrator.carriers.twilio.signature import Signatures
from hookflash.orchestrator.carriers.twilio.telephony import Sockets, TwilioTelephony
from hookflash.orchestrator.carriers.twilio.twiml import Documents
from hookflash.orchestrator.carriers.twilio.updates import Updates
from hookflash.orchestrator.ports.carriers import Carrier, CarrierContext, Secrets


@dataclass(frozen=True, kw_only=True)
class TwilioCarrier(Carrier):
    """The ports, and what checks and answers webhooks."""

    signatures: Signatures
    documents: Documents
    rooms: Rooms


def build_carrier(
    config: TwilioConfig, secrets: Secrets, context: CarrierContext, sockets: Sockets
) -> TwilioCarrier:
    """Make the ports of one account. Raises ``CarrierUnavailable``."""
    token = secrets.reveal(config.token)
    links, offers = Links(context), offers_with(config)
    relay = config.speech == "relay"
    documents = Documents(links, config.voice, relay=relay, transcribe=config.transcribe)
    http = OneTry(context.clock, context.base_url)
    client = client_for(config.account, token, http)
    updates, calls, clock = Updates(client, links), context.calls, context.clock
    telephony = TwilioTelephony(
        client=client,
        calls=calls,
        documents=documents,
        rooms=Rooms(
            client=client,
            updates=updates,
            calls=calls,
            documents=documents,
            links=links,
            clock=clock,
        ),
        updates=updates,
        clock=clock,
        offers=offers.telephony,
        sockets=sockets if relay else None,
    )
    signing = secrets.reveal(config.signing) if config.signing else ""
    return TwilioCarrier(
        telephony=telephony,
        messaging=TwilioMessaging(client, links, offers.messaging),
        recordings=TwilioRecordings(config.account, token, http, context.clock),
        close=http.close,
        signatures=Signatures(config.account, token, signing),
        documents=documents,
        rooms=telephony.rooms,
    )
