"""Everybody runs the versions that were tested."""

import tomllib
from collections.abc import Iterable
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]


def applies(requirement: Requirement, extras: Iterable[str]) -> bool:
    """Tell whether a requirement holds here, for a package installed with ``extras``."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def installed(declared: Iterable[str]) -> dict[str, str]:
    """Follow requirements to all they bring in: version by canonical name."""
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
    """Read constraints.txt: version by canonical name."""
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = (line.split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pins}


def test_every_package_that_any_extra_brings_in_is_pinned() -> None:
    """constraints.txt names each dependency of ours, and of theirs, at the version in use."""
    own = [text for extra in EXTRAS.values() for text in extra if not text.startswith("hookflash[")]
    pins = pinned()
    unpinned = {
        f"{name}=={version}"
        for name, version in installed([*PROJECT["dependencies"], *own]).items()
        if pins.get(name) != version
    }
    assert unpinned == set(), "add these lines to constraints.txt, or run scripts/set-up dev"


def test_dev_brings_in_every_extra() -> None:
    """What scripts/test and scripts/check install leaves no extra untested."""
    (dev,) = (Requirement(text) for text in EXTRAS["dev"])
    assert dev.extras == set(EXTRAS) - {"dev"}
