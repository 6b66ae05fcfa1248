"""Charts made on the server: geometry in numbers, drawn as SVG by `web/charts.html` beside the table that says it all.

Pure: no Django, no text. A mark is known by its number, which stands in the table as well, so that it can be read on
a phone and on paper.
"""

from jariya.kernel.web.charts.bars import Bars, bars
from jariya.kernel.web.charts.lines import Lines, lines
from jariya.kernel.web.charts.sankey import Sankey, sankey
from jariya.kernel.web.charts.tracks import Mark, Row, Span, Tracks, tracks
from jariya.kernel.web.charts.treemap import Tile, treemap

__all__ = [
    "Bars",
    "Lines",
    "Mark",
    "Row",
    "Sankey",
    "Span",
    "Tile",
    "Tracks",
    "bars",
    "lines",
    "sankey",
    "tracks",
    "treemap",
]
