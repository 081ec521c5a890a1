"""Builds the FastAPI application: routes, error handlers and the OpenAPI description."""

from http import HTTPStatus
from importlib.metadata import version
from typing import Final

from fastapi import APIRouter, FastAPI

from hookflash.orchestrator.agents.hosted.platform import FindSecret
from hookflash.orchestrator.agents.hosted.service import HostedAgents
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.body_limits import CheckRequests
from hookflash.orchestrator.http.exception_handlers import answer_faults
from hookflash.orchestrator.http.openapi import describe
from hookflash.orchestrator.http.problems import documented
from hookflash.orchestrator.http.rate_limits import Limits, TellLimits, usual_limits
from hookflash.orchestrator.http.routes import (
    call_lists,
    call_views,
    calls,
    carriers,
    contacts,
    conversation,
    desk,
    desk_news,
    desks,
    events,
    figures,
    flows,
    health,
    hosted_agents,
    inboxes,
    job_drafts,
    job_scenarios,
    jobs,
    keys,
    members,
    new_workspaces,
    numbers,
    opt_outs,
    recordings,
    replay,
    reports,
    sandbox_calls,
    tests,
    texts,
    threads,
    transfers,
    usage,
    webhook_endpoints,
    webhooks,
    what_ifs,
    workspaces,
)
from hookflash.orchestrator.http.streams import OpenStreams
from hookflash.orchestrator.provider_reports.receiver import ReportReceiver

_ROUTES: Final = (
    workspaces,
    carriers,
    call_lists,  # before calls: a call's id would match its paths
    calls,
    call_views,
    sandbox_calls,
    conversation,
    desks,
    desk,
    desk_news,
    reports,
    replay,
    what_ifs,
    texts,
    threads,
    contacts,
    recordings,
    transfers,
    figures,
    events,
    members,
    inboxes,
    numbers,
    flows,
    job_scenarios,
    job_drafts,  # before jobs: job names may contain slashes, so those routes match more paths
    jobs,
    opt_outs,
    usage,
    keys,
    tests,
    webhook_endpoints,
)
_ERRORS: Final = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)


def create_app(
    center: CallCenter,
    webhook_secret: str | None = None,
    admin_token: str | None = None,
    limits: Limits | None = None,
    find_secret: FindSecret | None = None,
) -> FastAPI:
    """Return an application that serves ``center`` under ``/v1``.

    ``webhook_secret`` (``whsec_…``) also enables signed provider reports; raises ``ValueError``
    if it is not valid. ``admin_token`` enables the route that creates workspaces, and authorises
    it. ``limits`` replaces the default rate limits. ``find_secret`` finds the secret that a
    workspace (its id) has under a name, and enables the tool calls of hosted agents. The webhooks
    of the carriers that ``center`` serves are under ``/v1/carriers/KIND``. The caller opens and
    closes ``center``.
    """
    app = FastAPI(
        title="Hookflash",
        version=version("hookflash"),
        description="What an AI phone agent does during a call. Each key belongs to one workspace.",
        openapi_url="/v1/openapi.json",
        docs_url=None,  # that page loads scripts from a CDN
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.center = center
    app.state.limits = limits or usual_limits()
    app.state.streams = OpenStreams()
    app.add_middleware(CheckRequests)
    app.add_middleware(TellLimits)
    answer_faults(app)
    api = APIRouter(prefix="/v1")
    for resource in _ROUTES:
        api.include_router(resource.router, responses=documented(*_ERRORS))
    if webhook_secret is not None:
        api.include_router(webhooks.webhook_router(ReportReceiver(center, webhook_secret)))
    if admin_token is not None:
        api.include_router(new_workspaces.new_workspaces_router(admin_token))
    if find_secret is not None:
        agents = HostedAgents(center, find_secret)
        api.include_router(hosted_agents.hosted_agents_router(agents))
    app.include_router(api)
    for kind, context in center.served_kinds():
        if (router := kind.router(context)) is not None:
            prefix = f"/v1/carriers/{kind.name}"
            app.include_router(router, prefix=prefix, include_in_schema=False)
    app.include_router(health.router, responses=documented(HTTPStatus.SERVICE_UNAVAILABLE))
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app
