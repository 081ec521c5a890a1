"""What a host project gets when it installs Hookflash."""

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.tree import LAYERS, ROOT, listed

pytestmark = pytest.mark.slow

A_CALL = """
import domain
from hookflash.domain.job.briefing import brief

assert domain.OWNER == "the host"
assert brief("Sona", "Hello.", []).greeting == "Hello."
"""

TESTS = """
import asyncio
from contextlib import asynccontextmanager

import pytest

from hookflash.testing import (
    MessagingContract,
    SimulatedMessaging,
    VirtualClock,
    a_call,
    call_comes_in,
    events,
    in_virtual_time,
    office,
    run_virtually,
)

OFFICE = {
    "workspace": "Harbor Dental",
    "numbers": [
        {
            "number": "+14155550100",
            "flow": [
                {"agent": {"greeting": "Hello.", "jobs": []}},
                {"voicemail": {"greeting": "Please leave a message."}},
            ],
        }
    ],
}


def test_a_story():
    a_call().when(call_comes_in()).then(events.CallReceived)


@in_virtual_time
async def test_an_office():
    async with office(OFFICE) as o:
        assert (await o.call()).agent_said == ["Hello."]


class TestMessaging(MessagingContract):
    @asynccontextmanager
    async def adapter(self, report):
        messaging = SimulatedMessaging(VirtualClock(asyncio.get_running_loop()))
        messaging.tell = report
        yield messaging

    def run(self, test):
        run_virtually(test)

    def test_a_failure_shows_values(self):
        self.statuses = ("delivered",)
        with pytest.raises(AssertionError, match="At index 0 diff:.*'sent'.*'delivered'"):
            self.test_a_text_is_accepted_and_its_delivery_is_reported()
"""


def python(*arguments: str, cwd: Path, executable: Path = Path(sys.executable)) -> None:
    """Run Python and wait for its end; a failure shows its output."""
    done = subprocess.run(
        [executable, *arguments], cwd=cwd, check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project, links as links, without the results of earlier builds."""
    copy = tmp_path_factory.mktemp("checkout")
    for path in listed():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, copy / path, follow_symlinks=False)
    return copy


@pytest.fixture(scope="module", params=["from the tree", "from the sdist"])
def wheel(request: pytest.FixtureRequest, checkout: Path) -> Path:
    """Build the wheel, once in each of the two possible ways."""
    out = checkout.with_name(f"{checkout.name} {request.param}")
    what = ["--wheel"] if request.param == "from the tree" else []
    python("-m", "build", "--no-isolation", *what, "--outdir", str(out), ".", cwd=checkout)
    (built,) = out.glob("*.whl")
    return built


def host_with(wheel: Path, folder: Path) -> Path:
    """Make a project with a ``domain`` of its own and Hookflash installed; returns its Python."""
    (folder / "domain").mkdir()
    (folder / "domain" / "__init__.py").write_text("OWNER = 'the host'\n")
    venv.create(folder / ".venv", symlinks=True)
    inside = folder / ".venv" / "bin" / "python"
    pip = ["-m", "pip", "--python", str(inside), "install", "--no-index", "--no-deps"]
    python(*pip, str(wheel), cwd=folder)
    # The dependencies are shared, not installed again. A .pth file found through another .pth is
    # ignored, so the editable install of Hookflash is not found.
    (site_packages,) = folder.glob(".venv/lib/*/site-packages")
    (site_packages / "shared.pth").write_text(sysconfig.get_path("purelib"))
    return inside


def test_the_wheel_holds_every_layer_and_installs_one_name(wheel: Path, checkout: Path) -> None:
    """Every file of the package is in it as a file with its content; the only name is hookflash."""
    own = {path for path in listed("hookflash") if (ROOT / path).is_file()}
    linked = {Path("hookflash") / path for path in listed(*LAYERS)}
    with ZipFile(wheel) as archive:
        content = {Path(name): archive.read(name) for name in archive.namelist()}
    package = {path: data for path, data in content.items() if path.parts[0] == "hookflash"}
    metadata = {path.parts[0] for path in content.keys() - package.keys()}

    assert package == {path: (checkout / path).read_bytes() for path in own | linked}
    assert metadata == {"-".join(wheel.name.split("-")[:2]) + ".dist-info"}


def test_a_host_with_its_own_domain_runs_a_call(wheel: Path, tmp_path: Path) -> None:
    """The host's ``domain`` and Hookflash's coexist, and the command is installed."""
    inside = host_with(wheel, tmp_path)
    python("-c", A_CALL, cwd=tmp_path, executable=inside)
    assert inside.with_name("hookflash").is_file()


def test_a_host_tests_its_jobs_and_adapters(wheel: Path, tmp_path: Path) -> None:
    """The installed package suffices: stories, offices, contracts whose failures show values."""
    inside = host_with(wheel, tmp_path)
    (tmp_path / "test_host.py").write_text(TESTS)
    python("-m", "pytest", "-q", "-W", "error", "test_host.py", cwd=tmp_path, executable=inside)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_can_be_imported_under_one_name_only(layer: str) -> None:
    """A layer imported from the checkout's root by its short name fails, and the error says why."""
    done = subprocess.run(
        [sys.executable, "-c", f"import {layer}"], cwd=ROOT, check=False, capture_output=True
    )
    assert f"import hookflash.{layer}, not {layer}" in done.stderr.decode()
