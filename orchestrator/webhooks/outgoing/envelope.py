"""An event as it is sent: a CloudEvent 1.0 in JSON, structured mode."""

from typing import Any, Final
from uuid import UUID, uuid5

from pydantic_core import to_json

from hookflash.domain.call.events import CallEvent
from hookflash.domain.event import Event
from hookflash.domain.value import Value
from hookflash.domain.webhook.endpoint import Endpoint
from hookflash.orchestrator.runtime.command_handler import CommandHandler

CONTENT_TYPE: Final = "application/cloudevents+json; charset=utf-8"
TEST_TOPIC: Final = "webhook.test.v1"
_IDS: Final = UUID("5e0c9f57-6b0e-4a3d-9d0e-8c1f6f6d2b11")
_OUTSIDE: Final = {"position", "at"}


class Message(Value):
    """One CloudEvent: its id, and it whole as JSON."""

    id: str
    type: str
    subject: str
    body: str


def message_id(event: Event) -> str:
    """The same for an event each time it is sent, so that a receiver knows it again."""
    return f"evt_{uuid5(_IDS, f'{event.stream}/{event.position}').hex}"


async def message_of(
    event: Event, log_position: int, workspace: str, calls: CommandHandler
) -> Message:
    """An event of ``workspace`` as it is sent; what belongs to a test call says so."""
    test = isinstance(event, CallEvent) and (await calls.load(event.call_id)).test
    return _message(
        {
            "id": message_id(event),
            "source": _source(workspace),
            "type": event.TOPIC,
            "subject": event.stream,
            "time": event.at,
            "sequence": _sequence(event.position),
            "logposition": str(log_position),
            **({"testcall": True} if test else {}),
            "data": event.model_dump(mode="json", exclude=_OUTSIDE),
        }
    )


def trial(endpoint: Endpoint, known: str, at: Any) -> Message:
    """A message by which somebody tries an endpoint out."""
    return _message(
        {
            "id": f"evt_{known}",
            "source": _source(endpoint.workspace),
            "type": TEST_TOPIC,
            "subject": endpoint.id,
            "time": at,
            "sequence": _sequence(0),
            "logposition": "0",
            "data": {"endpoint": endpoint.id, "url": endpoint.url},
        }
    )


def _source(workspace: str) -> str:
    return f"/v1/workspaces/{workspace}"


def _sequence(position: int) -> str:
    """A position in a stream, as text that sorts."""
    return f"{position:010d}"


def _message(attributes: dict[str, Any]) -> Message:
    told = {"specversion": "1.0", "datacontenttype": "application/json", **attributes}
    return Message(
        id=told["id"], type=told["type"], subject=told["subject"], body=to_json(told).decode()
    )
