"""constraints.txt pins the versions that were tested."""

import tomllib
from collections.abc import Iterable
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]


def applies(requirement: Requirement, extras: Iterable[str]) -> bool:
    """Whether a requirement applies here, for a package installed with ``extras``."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def installed(declared: Iterable[str]) -> dict[str, str]:
    """The version of every package that the requirements install, by canonical name."""
    versions: dict[str, str] = {}
    seen: set[str] = set()
    waiting = [(Requirement(text), frozenset[str]()) for text in declared]
    while waiting:
        requirement, extras = waiting.pop()
        if not applies(requirement, extras) or str(requirement) in seen:
            continue
        seen.add(str(requirement))
        name = canonicalize_name(requirement.name)
        versions[name] = metadata.version(name)
        wanted = frozenset(requirement.extras)
        waiting += [(Requirement(text), wanted) for text in metadata.requires(name) or ()]
    return versions


def pinned() -> dict[str, str]:
    """The versions in constraints.txt, by canonical name."""
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = (line.split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pins}


def test_every_package_that_an_extra_installs_is_pinned() -> None:
    """constraints.txt has every direct and indirect dependency, at the installed version."""
    own = [text for extra in EXTRAS.values() for text in extra if not text.startswith("hookflash[")]
    pins = pinned()
    unpinned = {
        f"{name}=={version}"
        for name, version in installed([*PROJECT["dependencies"], *own]).items()
        if pins.get(name) != version
    }
    assert unpinned == set(), "add these lines to constraints.txt, or run scripts/set-up dev"


def test_dev_includes_every_extra() -> None:
    """scripts/test and scripts/check test all of them."""
    (dev,) = (Requirement(text) for text in EXTRAS["dev"])
    assert dev.extras == set(EXTRAS) - {"dev"}
