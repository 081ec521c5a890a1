"""Ids in production."""

from multiprocessing import get_context

from hookflash.orchestrator.system.ids import RandomIds


def _some(count: int) -> list[str]:
    ids = RandomIds()
    return [ids.new("hear") for _ in range(count)]


def test_no_two_processes_make_the_same_ids() -> None:
    """Not even two forked from the same process."""
    with get_context("fork").Pool(2) as pool:
        made = [*_some(50), *(made for some in pool.map(_some, [50, 50], 1) for made in some)]
    assert len(set(made)) == len(made)
    assert all(one.startswith("hear-") for one in made)
