"""One process, several carriers and workspaces: each call has the ports of its own carrier."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from hookflash import (
    CallCenter,
    CarrierOfWorkspace,
    NoSuchCall,
    NotCarriedHere,
    SimulatedDatabase,
    UnknownNumber,
)
from hookflash.domain.call.events import CallReceived, SmsPostponed, TransferConfirmed
from hookflash.orchestrator.configured_carriers.operator import WorkspaceCarriers
from hookflash.orchestrator.configured_carriers.own_calls import OwnCalls
from hookflash.orchestrator.ports.reports import Ended, LegStatus
from tests.unit.configured_carriers.payphone import (
    SECRETS,
    TOKEN,
    PayphoneKind,
    office,
    payphones,
    serving,
)

HARBOR, SUNNY, CALLER = "+14155550100", "+14155550110", "+14155550199"
SUNNY_CAFE = office("Sunny Cafe", SUNNY)


@pytest.fixture
def kind() -> Iterator[PayphoneKind]:
    """Payphones are known."""
    with payphones() as known:
        yield known


def write(file: Path, text: str) -> None:
    """Replace what is in a file."""
    file.write_text(text)


async def answered(center: CallCenter, number: str = HARBOR, known: str = "") -> str:
    """A call that the agent has answered."""
    call = await center.receive_call(to=number, from_=CALLER, provider_call_id=known)
    await center.answer(call)
    return call


async def settled(center: CallCenter, call: str, asks: str = "Text me the link to book") -> None:
    """Ask for a text, and wait until everything is carried out."""
    await center.hear(call, asks)
    await center._dispatcher.settle()


def run(check: Callable[[CallCenter, Path], Awaitable[None]], folder: Path, *files: str) -> None:
    """Run ``check`` with a live call center of the workspaces in ``files``."""

    async def inside() -> None:
        async with serving(folder, *files) as (center, secrets):
            await check(center, secrets)

    asyncio.run(inside())


def test_each_call_goes_through_the_carrier_of_its_number(
    kind: PayphoneKind, tmp_path: Path
) -> None:
    """Of its own workspace, with that one's secret; the call records kind and name."""

    async def check(center: CallCenter, _: Path) -> None:
        calls = [await answered(center, number) for number in (HARBOR, SUNNY)]
        assert [(one[0].workspace, one[1]) for one in kind.built] == [
            ("harbor-dental", TOKEN),
            ("sunny-cafe", "token-of-sunny-2"),
        ]
        for call, built in zip(calls, kind.built, strict=True):
            (said,) = built[2].telephony.said  # type: ignore[union-attr]
            assert (said.call_id, said.carrier) == (call, "payphone/main")
            received = (await center.events(call))[0]
            assert isinstance(received, CallReceived)
            assert received.carrier == "payphone/main"

    run(check, tmp_path, office(), SUNNY_CAFE)


def test_a_carrier_that_speaks_is_beside_one_whose_host_speaks(
    kind: PayphoneKind, tmp_path: Path
) -> None:
    """What a carrier offers is asked per call, not per process."""

    async def check(center: CallCenter, _: Path) -> None:
        silent, spoken = await answered(center, HARBOR), await answered(center, SUNNY)
        said = {
            context.workspace: len(carrier.telephony.said)  # type: ignore[union-attr]
            for context, _, carrier in kind.built
        }
        assert said.get("harbor-dental", 0) == 0
        assert said["sunny-cafe"] == 1
        for call, state in ((silent, "conversing"), (spoken, "conversing")):
            assert (await center.call(call)).state == state

    run(check, tmp_path, office(host_speaks="true"), SUNNY_CAFE)


def test_a_changed_secret_and_changed_settings_are_used_at_once(
    kind: PayphoneKind, tmp_path: Path
) -> None:
    """Without a restart; the adapter that they replace is closed."""

    async def check(center: CallCenter, secrets: Path) -> None:
        call = await answered(center)
        write(secrets, SECRETS.replace(TOKEN, "the-next-token"))
        await settled(center, call)
        assert [token for _, token, _ in kind.built] == [TOKEN, "the-next-token"]
        assert kind.closed == [TOKEN]
        assert len(kind.messaging.sent) == 1
        document = office().replace("PP1", "PP2")
        write(tmp_path / "0.yaml", document)
        await center.apply(tmp_path / "0.yaml")
        await answered(center)
        assert len(kind.built) == 3
        assert kind.closed == [TOKEN, "the-next-token"]

    run(check, tmp_path, office())


def test_a_text_waits_for_a_secret_that_is_missing(
    kind: PayphoneKind, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The log and the text's record name the secret and the section; no attempt is lost."""

    async def check(center: CallCenter, secrets: Path) -> None:
        call = await answered(center)
        write(secrets, "sunny-cafe: {main: token-of-sunny-2}\n")
        with caplog.at_level(logging.ERROR):
            await settled(center, call)
        (postponed, *_) = [
            event for event in await center.events(call) if isinstance(event, SmsPostponed)
        ]
        assert "secret “main” is missing" in postponed.reason
        assert "section “harbor-dental”" in postponed.reason
        assert "carrier_unavailable" in caplog.text
        assert "token-of" not in caplog.text + postponed.reason
        assert not kind.messaging.sent

    run(check, tmp_path, office())


def test_no_secret_gets_into_the_log(
    kind: PayphoneKind, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even if an adapter puts one into its answer; nor into an export or a repr."""

    async def check(center: CallCenter, _: Path) -> None:
        call = await answered(center)
        with caplog.at_level(logging.DEBUG):
            await settled(center, call)
        assert kind.messaging.sent
        stored = [repr(event) for _, event in await center._log.read_log(0)]
        assert any("[secret]@pay.example" in one for one in stored)
        shown = [*stored, caplog.text, repr(center._carriers), repr(kind.built[0][0])]
        shown += [repr(one) for one in center._carriers._built.values()]  # type: ignore[union-attr]
        plan = await center._carriers.plan("harbor-dental", "payphone/main")  # type: ignore[union-attr]
        assert TOKEN not in "".join([*shown, repr(plan)])

    run(check, tmp_path, office(fails="with_the_secret"))
    assert TOKEN.encode() not in (tmp_path / "log.db").read_bytes()


@pytest.mark.usefixtures("kind")
def test_a_gateway_takes_only_the_calls_of_its_own_workspace(tmp_path: Path) -> None:
    """Another tenant's carrier may have the same name; a kind has its calls everywhere."""

    async def check(center: CallCenter, _: Path) -> None:
        ours, theirs = await answered(center, HARBOR), await answered(center, SUNNY)
        with pytest.raises(CarrierOfWorkspace, match="name the workspace"):
            await center.gateway_lost("payphone/main")
        assert await center.gateway_lost("main") == ()
        lost = await center.gateway_lost("payphone/main", workspace="harbor-dental")
        assert lost == (ours,)
        assert await OwnCalls(center, "harbor-dental", "payphone/main").gateway_lost() == ()
        assert await center.gateway_lost("payphone") == (theirs,)

    run(check, tmp_path, office(), SUNNY_CAFE)


@pytest.mark.usefixtures("kind")
def test_an_adapter_touches_no_call_but_its_own(tmp_path: Path) -> None:
    """Its webhooks are signed with one workspace's secret: another's calls do not exist for it."""

    async def check(center: CallCenter, _: Path) -> None:
        theirs = await answered(center, SUNNY, "CA1")
        own = OwnCalls(center, "harbor-dental", "payphone/main")
        other = OwnCalls(center, "sunny-cafe", "payphone/second")
        with pytest.raises(UnknownNumber):
            await own.receive_call(to=SUNNY, from_=CALLER, provider_call_id="CA2")
        with pytest.raises(UnknownNumber):
            await other.receive_text(to=SUNNY, from_=CALLER, body="STOP")
        for calls in (own, other):
            attempts: tuple[Callable[[], Awaitable[object]], ...] = (
                partial(calls.answer, theirs),
                partial(calls.hear, theirs, "yes"),
                partial(calls.press, theirs, "1"),
                partial(calls.end, theirs),
                partial(calls.call, theirs),
                partial(calls.report, theirs, Ended(reason="hung_up")),
                partial(calls.report, theirs, LegStatus(leg="x", status="answered")),
            )
            for attempt in attempts:
                with pytest.raises(NoSuchCall):
                    await attempt()
        assert await own.phone_answered(theirs, "x") == "release"
        assert (await center.call(theirs)).state == "conversing"
        right = OwnCalls(center, "sunny-cafe", "payphone/main")
        assert right.call_id("CA1") == theirs
        assert (await right.call(theirs)).state == "conversing"

    run(check, tmp_path, office(), SUNNY_CAFE)


def test_a_reply_to_a_text_goes_through_the_carrier_of_the_number(
    kind: PayphoneKind, tmp_path: Path
) -> None:
    """There is no call whose carrier it could take."""

    async def check(center: CallCenter, _: Path) -> None:
        own = OwnCalls(center, "sunny-cafe", "payphone/main")
        text = await own.receive_text(to=SUNNY, from_=CALLER, body="STOP", message_id="SM1")
        await center._dispatcher.settle()
        assert kind.built[-1][0].workspace == "sunny-cafe"
        (sent,) = kind.messaging.sent
        assert (sent.call_id, sent.sender) == (text, SUNNY)

    run(check, tmp_path, office(), SUNNY_CAFE)


def test_a_leg_says_how_its_member_accepts(kind: PayphoneKind, tmp_path: Path) -> None:
    """By the key 1 on a telephone, whose own voicemail may answer; the words are with it."""

    async def check(center: CallCenter, _: Path) -> None:
        call = await answered(center)
        await center.hear(call, "Can I talk to a person?")
        await center.press(call, "1")
        await center._dispatcher.settle()
        (rung,) = kind.telephony.rung
        assert [leg.accept for leg in rung.legs] == ["press_1"]
        assert rung.accept_words == "A caller is waiting for you. Press 1 to take the call."
        (confirmed,) = [
            event for event in await center.events(call) if isinstance(event, TransferConfirmed)
        ]
        assert [leg.accept for leg in confirmed.legs] == ["press_1"]

    run(check, tmp_path, office())


def test_a_process_without_carriers_leaves_such_calls_alone(
    kind: PayphoneKind, tmp_path: Path
) -> None:
    """It takes none, and what it has recorded is left to a process that serves the carrier."""

    async def check() -> None:
        async with serving(tmp_path, office()) as (center, _):
            call = await answered(center)
        url = f"sqlite:///{tmp_path / 'log.db'}"
        async with CallCenter.open(url, telephony=kind.telephony) as other:
            with pytest.raises(NotCarriedHere, match="payphone/main"):
                await other.receive_call(to=HARBOR, from_=CALLER)
            with pytest.raises(NotCarriedHere, match="payphone/main"):
                await other.hear(call, "Text me the link to book")
        async with serving(tmp_path) as (center, _):
            await settled(center, call)
        assert len(kind.messaging.sent) == 1

    asyncio.run(check())


def test_a_simulated_database_reaches_no_real_carrier(kind: PayphoneKind, tmp_path: Path) -> None:
    """There the simulator is every carrier; a process that would serve real ones is refused."""

    async def check() -> None:
        url = f"sqlite:///{tmp_path / 'log.db'}"
        write(tmp_path / "office.yaml", office())
        async with CallCenter.open(url, simulate=True, carriers=WorkspaceCarriers()) as center:
            await center.apply(tmp_path / "office.yaml")
            call = await answered(center)
            await settled(center, call)
            assert (await center.call(call)).state == "conversing"
        assert not kind.built
        with pytest.raises(SimulatedDatabase):
            async with CallCenter.open(url, carriers=WorkspaceCarriers()):
                pass

    asyncio.run(check())
