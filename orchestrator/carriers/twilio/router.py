"""The webhooks of all Twilio carriers."""

from fastapi import APIRouter

from hookflash.orchestrator.carriers.twilio import conversing, phones, reporting
from hookflash.orchestrator.carriers.twilio.hook import Hooks
from hookflash.orchestrator.carriers.twilio.relay import serve_relay
from hookflash.orchestrator.carriers.twilio.sessions import Sessions
from hookflash.orchestrator.ports.carriers import RouterContext


def twilio_router(context: RouterContext, sessions: Sessions) -> APIRouter:
    """Everything that Twilio calls, under ``/WORKSPACE/CARRIER``."""
    router = APIRouter()
    hooks = Hooks(router, context)
    hooks.add("voice", conversing.voice)
    hooks.add("next", conversing.next_document, "not")
    hooks.add("heard", conversing.heard)
    hooks.add("relay-over", conversing.relay_over)
    hooks.add("screen", phones.screen, "after")
    hooks.add("accept", phones.accept, "after")
    hooks.add("accepted", phones.accepted, "after")
    hooks.add("dialed", phones.dialed)
    hooks.add("left", conversing.left)
    hooks.add("leg", phones.leg)
    hooks.add("recorded", reporting.recorded)
    hooks.add("recording", reporting.recording)
    hooks.add("transcript", reporting.transcript)
    hooks.add("check", reporting.checked, "not")
    hooks.add("ended", reporting.ended)
    hooks.add("text", reporting.text, "not")
    hooks.add("text-status", reporting.text_status, "not")
    serve_relay(router, context, sessions)
    return router
