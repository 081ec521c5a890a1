"""There are no import cycles."""

from functools import cache

import grimp
import pytest

Graph = dict[str, frozenset[str]]


@cache
def imports() -> Graph:
    """The modules that each module imports directly, including imports for type checkers only."""
    graph = grimp.build_graph("hookflash", exclude_type_checking_imports=False, cache_dir=None)
    return {
        module: frozenset(graph.find_modules_directly_imported_by(module))
        for module in graph.modules
    }


def cycle(graph: Graph) -> list[str]:
    """The first cycle in ``graph``, from a module back to itself; empty if there is none."""
    done: set[str] = set()

    def visit(module: str, path: list[str]) -> list[str]:
        if module in path:
            return [*path[path.index(module) :], module]
        if module in done:
            return []
        for imported in sorted(graph.get(module, ())):
            found = visit(imported, [*path, module])
            if found:
                return found
        done.add(module)
        return []

    return next(filter(None, (visit(module, []) for module in sorted(graph))), [])


def test_there_is_no_import_cycle() -> None:
    """Each module can be imported, and understood, without those that build on it."""
    assert len(imports()) > 300
    assert cycle(imports()) == []


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": {"b"}}, ["b", "c", "b"]),
        ({"a": {"a"}}, ["a", "a"]),
        ({"a": {"b", "c"}, "b": {"d"}, "c": {"d"}, "d": set()}, []),
    ],
)
def test_a_cycle_is_found(graph: dict[str, set[str]], found: list[str]) -> None:
    """The check above finds cycles; two paths to one module are not a cycle."""
    assert cycle({module: frozenset(names) for module, names in graph.items()}) == found
