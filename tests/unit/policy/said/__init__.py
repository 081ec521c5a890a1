"""What people say, one phrase per line, in a file per meaning."""

from pathlib import Path


def said(meaning: str) -> tuple[str, ...]:
    """Every phrase listed under ``meaning``."""
    return tuple((Path(__file__).parent / f"{meaning}.txt").read_text("utf-8").splitlines())
