"""A damaged file is refused with problems; reading it never raises anything else."""

import copy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.plan import plan
from hookflash.orchestrator.workspaces.file.lenient_yaml import LenientLoader
from hookflash.orchestrator.workspaces.file.problems import InvalidWorkspace
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace
from tests.unit.workspace.documents import AT

SAMPLE = (Path(__file__).parent / "harbor.yaml").read_text(encoding="utf-8")
TREE = yaml.load(SAMPLE, LenientLoader)  # noqa: S506 - a BaseLoader, which only makes text

_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        ["Front Desk", "Scheduling", "Booking", "+14155550100", "911", "/Send SMS:", "x" * 101]
    )
)
_KEYS = st.sampled_from(["name", "agent", "ring", "jobs", "flow", "phone", "greeting", "number"])
_TREES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_KEYS | st.text(), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(tree: Any) -> list[tuple[Any, Any]]:
    """Return every key or index in ``tree``, with the mapping or list that has it."""
    if not isinstance(tree, dict | list):
        return []
    keys = list(tree) if isinstance(tree, dict) else range(len(tree))
    here = [(tree, key) for key in keys]
    return here + [place for key in keys for place in places(tree[key])]


def read(file: Path) -> WorkspaceDocument | InvalidWorkspace:
    """Return the document in ``file``, or the error."""
    try:
        return read_workspace(file)
    except InvalidWorkspace as error:
        return error


def check(content: bytes) -> None:
    """Read ``content``: either a document that can be planned, or readable problems."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "harbor.yaml"
        file.write_bytes(content)
        found = read(file)
    if isinstance(found, InvalidWorkspace):
        assert found.problems
        assert all(one.wrong and one.right for one in found.problems)
        assert len(str(found).splitlines()) == len(found.problems)
    else:
        assert WorkspaceDocument.model_validate_json(found.model_dump_json()) == found
        assert plan(None, found, at=AT, cause="apply-1")


@given(st.data())
def test_any_change_to_the_tree_is_handled(data: st.DataObject) -> None:
    """Anything may be replaced, removed, duplicated or added anywhere."""
    tree = copy.deepcopy(TREE)
    for _ in range(data.draw(st.integers(1, 4))):
        holder, key = data.draw(st.sampled_from(places(tree) or [(tree, "workspace")]))
        match data.draw(st.sampled_from(["replace", "remove", "double", "add"])):
            case "replace":
                holder[key] = data.draw(_TREES)
            case "remove":
                del holder[key]
            case "double" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
            case "add" if isinstance(holder, dict):
                holder[data.draw(_KEYS)] = data.draw(_TREES)
    check(yaml.safe_dump(tree, allow_unicode=True).encode())


@given(st.data())
def test_any_change_to_the_text_is_handled(data: st.DataObject) -> None:
    """Anything may be typed, pasted or cut anywhere."""
    text = SAMPLE
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        typed = data.draw(st.text(max_size=8) | st.text(alphabet="\n -:#[]{}'\"|>&*!%@`\\/\t"))
        text = text[:start] + typed + text[end:]
    check(text.encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_handled(content: bytes) -> None:
    """Text or not."""
    check(content)
