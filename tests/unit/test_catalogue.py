"""The catalogue lists every event that a log may contain."""

import re

from hookflash.domain.event import TOPICS
from hookflash.domain.event_catalogue import DECLARING
from tests.tree import ROOT


def test_every_module_that_declares_an_event_is_in_the_catalogue() -> None:
    """A process that did not import a module could not read its events."""
    declares = re.compile(r"^    TOPIC: ClassVar\[str\] = ", re.MULTILINE)
    declaring = {
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for path in (ROOT / "domain").rglob("*.py")
        if declares.search(path.read_text(encoding="utf-8"))
    }
    assert declaring == {module.__name__.removeprefix("hookflash.") for module in DECLARING}


def test_every_topic_names_its_kind_and_version() -> None:
    """A topic never changes: ``kind.what_happened.v1``."""
    known = [topic for topic in TOPICS if not topic.startswith("test.")]
    assert known
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+\.v\d+", topic) for topic in known)


def test_the_changelog_names_every_topic() -> None:
    """Operators read there which events a log may contain, and since which version."""
    _, *sections = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("### Stored events")
    told = [topic for part in sections for topic in re.findall(r"`([a-z]+\.[a-z_]+\.v\d+)`", part)]
    assert sorted(set(told)) == sorted(topic for topic in TOPICS if not topic.startswith("test."))
