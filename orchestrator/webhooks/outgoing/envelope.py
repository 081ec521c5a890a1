"""Builds the message for an event: a CloudEvent 1.0 in JSON, structured mode."""

from typing import Any, Final
from uuid import UUID, uuid5

from pydantic_core import to_json

from hookflash.domain.event import Event
from hookflash.domain.value import Value
from hookflash.domain.webhook.endpoint import Endpoint

CONTENT_TYPE: Final = "application/cloudevents+json; charset=utf-8"
TEST_TOPIC: Final = "webhook.test.v1"
_IDS: Final = UUID("5e0c9f57-6b0e-4a3d-9d0e-8c1f6f6d2b11")
_IN_ENVELOPE: Final = {"position", "at"}


class Message(Value):
    """A CloudEvent; ``body`` is the whole event in JSON."""

    id: str
    type: str
    subject: str
    body: str


def message_id(event: Event) -> str:
    """Return the event's id, which is the same on every attempt, for deduplication."""
    return f"evt_{uuid5(_IDS, f'{event.stream}/{event.position}').hex}"


def message_of(event: Event, log_position: int, workspace: str, *, test: bool) -> Message:
    """Build the message for an event of ``workspace``; those of a ``test`` call are marked."""
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
            "data": event.model_dump(mode="json", exclude=_IN_ENVELOPE),
        }
    )


def trial_message(endpoint: Endpoint, trial_id: str, at: Any) -> Message:
    """Build the message that tests an endpoint."""
    return _message(
        {
            "id": f"evt_{trial_id}",
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
    """Return a stream position as text that sorts."""
    return f"{position:010d}"


def _message(attributes: dict[str, Any]) -> Message:
    event = {"specversion": "1.0", "datacontenttype": "application/json", **attributes}
    return Message(
        id=event["id"], type=event["type"], subject=event["subject"], body=to_json(event).decode()
    )
