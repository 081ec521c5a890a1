"""What people say, a phrase a line, by what it means."""

from pathlib import Path


def said(meaning: str) -> tuple[str, ...]:
    """Every phrase listed under ``meaning``."""
    return tuple((Path(__file__).parent / f"{meaning}.txt").read_text("utf-8").splitlines())
