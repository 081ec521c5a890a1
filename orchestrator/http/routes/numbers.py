"""Lists, connects, changes and releases phone numbers."""

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
    """List the numbers with their published flows."""
    now = await center.workspace(asker.workspace)
    return whole(number_piece(now, number) for number in now.numbers)


@router.get("/{number}", responses=READ)
async def get_number(number: Number, center: Center, asker: Reader, when: IfNew) -> NumberForm:
    """Get a number: its registration and its published flow."""
    now = await center.workspace(asker.workspace)
    return when.show(number_piece(now, number), f"number “{number}”")


@router.put("/{number}", responses=created(NumberForm))
async def put_number(
    number: Number, body: NumberBody, center: Center, asker: Configurer, when: When
) -> NumberForm:
    """Connect or change a number; an omitted ``registration`` or ``flow`` keeps its value.

    A flow that is sent goes live at once; to prepare one first, use “flow/draft”.
    """
    form = numbered(body, number)
    before = number_piece(await center.workspace(asker.workspace), number)
    now = await center.workspaces.save_number(asker.workspace, form, expected=when.expected)
    return when.show(number_piece(now, number), f"number “{number}”", new=before is None)


@router.delete("/{number}", status_code=HTTPStatus.NO_CONTENT, responses=WRITTEN)
async def delete_number(number: Number, center: Center, asker: Configurer, when: When) -> None:
    """Release a number and delete its flow. Another workspace may then connect it."""
    await center.workspaces.release_number(asker.workspace, number, expected=when.expected)
