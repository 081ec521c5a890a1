"""The workspace's saved views of lists of calls."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import AfterValidator, Field

from hookflash import CallFilter, CallSort, CallView
from hookflash.domain.value import Value
from hookflash.orchestrator.call_views import CallViews, TooManyCallViews, lasting
from hookflash.orchestrator.http.auth import Center, Operator, Reader
from hookflash.orchestrator.http.paging import Page, whole
from hookflash.orchestrator.http.problems import HttpProblem, documented

router = APIRouter(prefix="/call-views", tags=["calls"])
Name = Annotated[
    str, Path(min_length=1, max_length=60, description="Its name.", examples=["To call back"])
]


class ViewBody(Value):
    """What a view shows; the filters are those of lists, without words, callers and dates."""

    where: Annotated[CallFilter, AfterValidator(lasting)] = Field(
        CallFilter(), examples=[{"outcome": ["missed"]}]
    )
    sort: CallSort = "-received"


@router.get("")
async def list_call_views(center: Center, asker: Reader) -> Page[CallView]:
    """List the workspace's saved views, by name."""
    return whole(await _views(center).list(asker.workspace))


@router.put("/{name}", responses=documented(HTTPStatus.CONFLICT))
async def put_call_view(name: Name, body: ViewBody, center: Center, asker: Operator) -> CallView:
    """Save a view, in place of the one of that name. 409 if there are 50 others."""
    view = CallView(name=name, where=body.where, sort=body.sort)
    try:
        await _views(center).save(asker.workspace, view)
    except TooManyCallViews as error:
        raise HttpProblem(HTTPStatus.CONFLICT, f"Nothing was changed: {error}.") from error
    return view


@router.delete("/{name}", status_code=HTTPStatus.NO_CONTENT)
async def delete_call_view(name: Name, center: Center, asker: Operator) -> None:
    """Remove a saved view."""
    await _views(center).remove(asker.workspace, name)


def _views(center: Center) -> CallViews:
    assert center.call_views is not None  # noqa: S101 - `create_app` serves an opened database
    return center.call_views
