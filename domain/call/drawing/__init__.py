"""Draws the chart, as a Mermaid diagram and as an SVG picture.

Both can highlight the path of one call: see :func:`path_of`.
"""

from hookflash.domain.call.drawing.mermaid import mermaid
from hookflash.domain.call.drawing.path import Path, path_of
from hookflash.domain.call.drawing.svg import svg

__all__ = ["Path", "mermaid", "path_of", "svg"]
