"""Mutants of the sums of reports that are kept between two rounds."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from unittest.mock import patch

from hookflash.projections.reports import sum_rows
from hookflash.projections.reports.kept_sums import KeptSums
from tests.contract.projections import test_kept_rows
from tests.unit.mutants.registry import mutant, nothing


@mutant(
    "keep the sums of reports that another process changed",
    test_kept_rows.test_rows_that_another_process_changed_are_fetched_again,
)
def _keep_sums_for_ever() -> Iterator[None]:
    with patch.object(KeptSums, "clear", nothing):
        yield


@mutant(
    "keep twice the sums that a batch stored",
    test_kept_rows.test_rows_that_another_process_changed_are_fetched_again,
)
def _keep_twice_the_sums() -> Iterator[None]:
    original = sum_rows.add

    def add(*given: Any) -> tuple[Mapping[Any, int], Iterable[int]]:
        sums, begun = original(*given)
        return {key: 2 * figures for key, figures in sums.items()}, begun

    with patch.object(sum_rows, "add", add):
        yield
