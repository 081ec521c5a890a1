"""Manages the workspace's webhook endpoints and shows their delivery log."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Response
from pydantic import Field, StrictBool, StrictInt

from hookflash import DeliveryAttempt, TooManyEndpoints, WebhookService
from hookflash.domain.audience import public_topics
from hookflash.domain.value import Value
from hookflash.domain.webhook.endpoint import Endpoint
from hookflash.domain.webhook.saving import MAX_ENDPOINTS, EndpointForm, check_topics
from hookflash.orchestrator.http.auth import Center, Configurer
from hookflash.orchestrator.http.idempotency import CommandId
from hookflash.orchestrator.http.paging import MAX_POSITION, Before, Limit, Page, page
from hookflash.orchestrator.http.problems import (
    FieldProblem,
    HttpProblem,
    at_fault,
    documented,
    unprocessable,
)

router = APIRouter(prefix="/webhook-endpoints", tags=["webhook endpoints"])
DAY: Final = 24 * 60 * 60


class WebhookEndpointForm(Value):
    """Where to send events, and which topics; an empty ``topics`` means all."""

    url: str = Field(max_length=2_000, examples=["https://crm.example.com/hookflash"])
    description: str = Field("", max_length=500, examples=["Our CRM"])
    topics: tuple[Annotated[str, Field(max_length=100)], ...] = Field(
        (), max_length=50, examples=[["call.sms_delivered.v1", "call.transfer_*"]]
    )
    enabled: StrictBool = Field(default=True, description="Whether events are sent.")


class WebhookEndpoint(WebhookEndpointForm):
    """An endpoint. ``disabled`` says why Hookflash stopped sending; empty if it did not."""

    id: str
    created_at: datetime
    disabled: str


class NewWebhookEndpoint(WebhookEndpoint):
    """A new endpoint with its signing secret, which is shown only once."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])


class Rotation(Value):
    """How many seconds the old secrets keep signing alongside the new one."""

    overlap_seconds: StrictInt = Field(DAY, ge=0, le=7 * DAY, examples=[DAY])


class NewSecret(Value):
    """A new secret, shown only once; until ``old_until``, messages carry both signatures."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
    old_until: datetime


async def _outgoing(center: Center, _: Configurer) -> WebhookService:
    if center.webhooks is None:
        detail = "This server sends no webhooks; open its CallCenter with a webhook sender."
        raise HttpProblem(HTTPStatus.SERVICE_UNAVAILABLE, detail)
    return center.webhooks


Webhooks = Annotated[WebhookService, Depends(_outgoing)]


@router.get("")
async def list_webhook_endpoints(webhooks: Webhooks, asker: Configurer) -> Page[WebhookEndpoint]:
    """List the workspace's endpoints, oldest first, without their secrets."""
    found = await webhooks.endpoints(asker.workspace)
    return Page(items=tuple(map(_shown, found)), next=None)


@router.post("", status_code=HTTPStatus.CREATED)
async def create_webhook_endpoint(
    body: WebhookEndpointForm,
    response: Response,
    webhooks: Webhooks,
    asker: Configurer,
    command: CommandId,
) -> NewWebhookEndpoint:
    """Create an endpoint for events from now on. The secret is shown only once."""
    form = _checked(body, webhooks)
    try:
        made = await webhooks.create(asker.workspace, form, command)
    except TooManyEndpoints as error:
        wrong = f"exceeds the limit of {MAX_ENDPOINTS} endpoints per workspace"
        raise at_fault("url", wrong, "Delete an endpoint first.") from error
    endpoint = await webhooks.endpoint(asker.workspace, made.endpoint)
    response.headers["Location"] = f"/v1/webhook-endpoints/{endpoint.id}"
    return NewWebhookEndpoint(**_shown(endpoint).model_dump(), secret=made.secret)


@router.get("/{endpoint}")
async def get_webhook_endpoint(
    endpoint: str, webhooks: Webhooks, asker: Configurer
) -> WebhookEndpoint:
    """Get an endpoint, without its secret."""
    return _shown(await webhooks.endpoint(asker.workspace, endpoint))


@router.put("/{endpoint}")
async def put_webhook_endpoint(
    endpoint: str,
    body: WebhookEndpointForm,
    webhooks: Webhooks,
    asker: Configurer,
    command: CommandId,
) -> WebhookEndpoint:
    """Change an endpoint. When re-enabled, it resumes where it stopped."""
    found = await webhooks.endpoint(asker.workspace, endpoint)
    form = _checked(body, webhooks)
    return _shown(await webhooks.change(found, form, command))


@router.delete("/{endpoint}", status_code=HTTPStatus.NO_CONTENT)
async def delete_webhook_endpoint(
    endpoint: str, webhooks: Webhooks, asker: Configurer, command: CommandId
) -> None:
    """Delete an endpoint, its pending deliveries and its delivery log."""
    await webhooks.remove(await webhooks.endpoint(asker.workspace, endpoint), command)


@router.post("/{endpoint}/test")
async def test_webhook_endpoint(
    endpoint: str, webhooks: Webhooks, asker: Configurer
) -> DeliveryAttempt:
    """Send one test event (``webhook.test.v1``) now; returns the delivery attempt."""
    return await webhooks.test(await webhooks.endpoint(asker.workspace, endpoint))


@router.post("/{endpoint}/secret/rotate")
async def rotate_webhook_secret(
    endpoint: str,
    webhooks: Webhooks,
    asker: Configurer,
    command: CommandId,
    body: Rotation | None = None,
) -> NewSecret:
    """Create a new secret. The old ones keep signing for a while, so that no event is lost."""
    found = await webhooks.endpoint(asker.workspace, endpoint)
    overlap = timedelta(seconds=(body or Rotation()).overlap_seconds)
    issued = await webhooks.rotate(found, overlap, command)
    return NewSecret(secret=issued.secret, old_until=issued.others_until)


@router.get("/{endpoint}/deliveries")
async def list_webhook_deliveries(
    endpoint: str,
    webhooks: Webhooks,
    asker: Configurer,
    limit: Limit = 50,
    before: Before = None,
) -> Page[DeliveryAttempt]:
    """List delivery attempts, newest first. The log keeps the last 1,000."""
    found = await webhooks.endpoint(asker.workspace, endpoint)
    return page(await webhooks.attempts(found, limit, before), limit, "id")


@router.post("/{endpoint}/deliveries/{delivery}/resend", responses=documented(HTTPStatus.CONFLICT))
async def resend_webhook_delivery(
    endpoint: str,
    delivery: Annotated[int, Path(ge=1, le=MAX_POSITION)],
    webhooks: Webhooks,
    asker: Configurer,
) -> DeliveryAttempt:
    """Send the event of a delivery attempt again, once, now; returns the new attempt."""
    found = await webhooks.endpoint(asker.workspace, endpoint)
    return await webhooks.resend(found, delivery)


def _checked(body: WebhookEndpointForm, webhooks: WebhookService) -> EndpointForm:
    problems = [
        FieldProblem(field=f"topics[{index}]", wrong=problem.wrong, right=problem.right)
        for index, problem in check_topics(body.topics, public_topics()).items()
    ]
    wrong = webhooks.check(body.url)
    if wrong is not None:
        problems.append(FieldProblem(field="url", wrong=wrong.wrong, right=wrong.right))
    if problems:
        raise unprocessable(problems)
    return EndpointForm(**body.model_dump())


def _shown(endpoint: Endpoint) -> WebhookEndpoint:
    return WebhookEndpoint(
        id=endpoint.id,
        url=endpoint.url,
        description=endpoint.description,
        topics=endpoint.topics,
        enabled=endpoint.enabled,
        created_at=endpoint.created_at,
        disabled=endpoint.disabled,
    )
