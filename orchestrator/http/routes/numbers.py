"""Phone numbers, one by one: connected, registered for business messaging, released."""

from http import HTTPStatus

from fastapi import APIRouter

from hookflash.orchestrator.http.auth import Center, Configurer, Reader
from hookflash.orchestrator.http.conditional_requests import READ, WRITTEN, IfNew, When, created
from hookflash.orchestrator.http.paging import Page, whole
from hookflash.orchestrator.http.path_params import Number, NumberBody, numbered
from hookflash.orchestrator.workspaces.etags import number_piece
from hookflash.orchestrator.workspaces.forms import NumberForm

router = APIRouter(prefix="/numbers", tags=["numbers"])


@router.get("")
async def list_numbers(center: Center, asker: Reader) -> Page[NumberForm]:
    """All numbers, with their published flows."""
    now = await center.workspace(asker.workspace)
    return whole(number_piece(now, number) for number in now.numbers)


@router.get("/{number}", responses=READ)
async def get_number(number: Number, center: Center, asker: Reader, when: IfNew) -> NumberForm:
    """One number: its registration, and its published flow."""
    now = await center.workspace(asker.workspace)
    return when.show(number_piece(now, number), f"number “{number}”")


@router.put("/{number}", responses=created(NumberForm))
async def put_number(
    number: Number, body: NumberBody, center: Center, asker: Configurer, when: When
) -> NumberForm:
    """Connect a number, or change it; it keeps a ``registration`` or ``flow`` that is not sent.

    A flow that is sent goes live at once: see “flow/draft” for one that waits.
    """
    form = numbered(body, number)
    before = number_piece(await center.workspace(asker.workspace), number)
    now = await center.workspaces.save_number(asker.workspace, form, expected=when.expected)
    return when.show(number_piece(now, number), f"number “{number}”", new=before is None)


@router.delete("/{number}", status_code=HTTPStatus.NO_CONTENT, responses=WRITTEN)
async def delete_number(number: Number, center: Center, asker: Configurer, when: When) -> None:
    """Give a number up, with its flow. Another workspace may connect it then."""
    await center.workspaces.release_number(asker.workspace, number, expected=when.expected)
