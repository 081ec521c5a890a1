"""The chart, drawn from itself: as text for people and machines, and as a picture.

Both show the way of one call over it, if they are given one: see :func:`path_of`.
"""

from hookflash.domain.call.drawing.mermaid import mermaid
from hookflash.domain.call.drawing.path import Path, path_of
from hookflash.domain.call.drawing.svg import svg

__all__ = ["Path", "mermaid", "path_of", "svg"]
