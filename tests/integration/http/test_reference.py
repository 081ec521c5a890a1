"""The reference page names every route and no other."""

import re
from collections.abc import Iterator

from tests.integration.http.test_routes import ROUTES
from tests.tree import ROOT

PAGE = (ROOT / "docs/reference/http.md").read_text(encoding="utf-8")
ROUTE = re.compile(r"(?P<method>[A-Z]+)? ?(?P<path>[/…]\S*)?")


def told(cell: str) -> Iterator[tuple[str, str]]:
    """Yield the routes of a cell: ``GET``, ``PUT /v1/a``, ``…/b`` are two methods on two paths."""
    methods: list[str] = []
    finished, path = False, ""
    for span in re.findall(r"`([^`]+)`", cell):
        route = ROUTE.fullmatch(span)
        assert route is not None, span
        if route["method"]:
            methods = [*([] if finished else methods), route["method"]]
        finished = route["path"] is not None
        if route["path"]:
            path = route["path"].replace("…", path.rpartition("/")[0]).partition("?")[0]
            yield from ((method, path) for method in methods)


def bare(path: str) -> str:
    """Replace a path's variables by ``*``: capitals on the page, braces in OpenAPI."""
    return re.sub(r"\{[^}]*\}|(?<=/)[A-Z]+", "*", path)


def test_the_reference_names_every_route() -> None:
    """With its method, in the first column of a table."""
    cells = re.findall(r"^\| (`[A-Z]+`?[ ,][^|]*/[^|]*) \|", PAGE, re.MULTILINE)
    there = {(method, bare(path)) for method, path in ROUTES}
    assert {(method, bare(path)) for cell in cells for method, path in told(cell)} == there
