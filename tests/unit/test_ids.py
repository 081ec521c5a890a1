"""Ids of a running system."""

from multiprocessing import get_context

from hookflash.orchestrator.system.ids import RandomIds


def _some(count: int) -> list[str]:
    ids = RandomIds()
    return [ids.new("hear") for _ in range(count)]


def test_no_process_makes_the_ids_of_another() -> None:
    """Not even two that begin as copies of the same one."""
    with get_context("fork").Pool(2) as pool:
        made = [*_some(50), *(made for some in pool.map(_some, [50, 50], 1) for made in some)]
    assert len(set(made)) == len(made)
    assert all(one.startswith("hear-") for one in made)
