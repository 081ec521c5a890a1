"""Signs browsers in and out, by plain forms and links: no scripts, no open connection."""

from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from hookflash.orchestrator.console.frame import logo, theme_of
from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.console.navigation import ROOT, address
from hookflash.orchestrator.console.plain_pages import document
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.session import COOKIE, SIGN_IN
from hookflash.orchestrator.http.auth import address_of
from hookflash.orchestrator.http.problems import HttpProblem
from hookflash.orchestrator.http.rate_limits import Limits
from hookflash.orchestrator.sessions import LIFETIME

HOME: Final = address("/live")
LINK: Final = f"{SIGN_IN}/link"
_WRONG: Final = "This key is not valid. Check that it is complete, or ask for a new one."
_SPENT: Final = "This link has been used or has expired. Sign in with a key instead."
router = APIRouter(include_in_schema=False)


@router.get("/")
async def root() -> RedirectResponse:
    """Redirect the root of the server to the console."""
    return RedirectResponse(HOME, HTTPStatus.SEE_OTHER)


@router.get(ROOT)
async def console() -> RedirectResponse:
    """Redirect the console's own root to its first page."""
    return RedirectResponse(HOME, HTTPStatus.SEE_OTHER)


@router.get(SIGN_IN)
async def form(request: Request) -> Response:
    """Show the form that asks for a key."""
    return _form(request, request.query_params.get("to", ""))


def sign_in_link(server: str, key: str) -> str:
    """Return a one-time link to the console at ``server`` that signs in with the API key ``key``.

    ``server`` is the URL without a path. The link expires after ``LINK_LIFETIME``.
    """
    return f"{server}{LINK}?token={running().links.issue(key)}"


@router.get(LINK)
async def sign_in_by_link(request: Request) -> Response:
    """Redeem a one-time link.

    Unlike the form, it may be opened from any site: terminals in a browser are other sites, and
    only the operator who started this process has a link.
    """
    console = running()
    key = console.links.redeem(request.query_params.get("token", ""))
    cookie = await console.sessions.begin(key) if key is not None else None
    if cookie is not None:
        return _signed_in(request, cookie, HOME)
    if await console.sessions.asker(request.cookies.get(COOKIE, "")) is not None:
        return RedirectResponse(HOME, HTTPStatus.SEE_OTHER)  # opened twice in one browser
    return _turned_away(request, "", _SPENT)


@router.post(SIGN_IN)
async def sign_in(request: Request) -> Response:
    """Sign in with a key. The answer does not tell which part of a wrong key was wrong."""
    sent = parse_qs((await request.body()).decode(errors="replace"))
    wanted = sent.get("to", [""])[0]
    cookie = None
    if _from_here(request):
        cookie = await running().sessions.begin(sent.get("key", [""])[0].strip())
    if cookie is None:
        return _turned_away(request, wanted, _WRONG)
    return _signed_in(request, cookie, _safe(wanted))


@router.post(address("/sign-out"))
async def sign_out(request: Request) -> Response:
    """End the session, here and in the browser."""
    await running().sessions.end(request.cookies.get(COOKIE, ""))
    response = RedirectResponse(SIGN_IN, HTTPStatus.SEE_OTHER)
    response.delete_cookie(COOKIE, path=ROOT)
    return response


def to_sign_in(request: Request) -> Response:
    """Redirect to the sign-in form, which leads back to the page that was asked for."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"{SIGN_IN}?to={quote(wanted)}", HTTPStatus.SEE_OTHER)


def _from_here(request: Request) -> bool:
    """Check that the form was sent from this site, so that no other site can sign a browser in."""
    return request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def _safe(wanted: str) -> str:
    return wanted if wanted.startswith(f"{ROOT}/") else HOME


def _signed_in(request: Request, cookie: str, wanted: str) -> Response:
    """Set the session's cookie and redirect to ``wanted``."""
    response = RedirectResponse(wanted, HTTPStatus.SEE_OTHER, headers={"Cache-Control": "no-store"})
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=int(LIFETIME.total_seconds()),
        path=ROOT,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return response


def _turned_away(request: Request, wanted: str, wrong: str) -> HTMLResponse:
    """Show the form again with what is ``wrong``; after many failures, how long to wait."""
    limits: Limits = request.app.state.limits
    try:
        limits.count_failure(address_of(request))
    except HttpProblem as too_many:
        answer = _form(request, wanted, str(too_many))
        answer.status_code = too_many.status
        answer.headers.update(too_many.headers or {})
        return answer
    return _form(request, wanted, wrong)


def _form(request: Request, wanted: str, wrong: str = "") -> HTMLResponse:
    field = tag(
        "input",
        id="key",
        name="key",
        type="password",
        autocomplete="current-password",
        placeholder="hf_…",
        required=True,
        autofocus=True,
        spellcheck="false",
        aria_describedby="about",
        aria_invalid="true" if wrong else None,
    )
    about = "Create one with ", tag("code", "hookflash key new"), "."
    body = tag(
        "main",
        tag("p", logo(), "Hookflash", class_="hf-brand"),
        tag("h1", "Sign in"),
        tag("p", wrong, class_="hf-error", role="alert") if wrong else None,
        tag("label", "API key", for_="key"),
        field,
        tag("input", type="hidden", name="to", value=wanted),
        tag("button", "Sign in", class_="hf-button"),
        tag("p", *about, id="about", class_="hf-faint"),
    )
    whole = tag("form", body, method="post", action=SIGN_IN, class_="hf-sign-in")
    return HTMLResponse(
        document("Sign in", theme_of(request.cookies), whole),
        HTTPStatus.UNAUTHORIZED if wrong else HTTPStatus.OK,
        headers={"Cache-Control": "no-store"},
    )
