"""How much a terminal, a page and a figure show; the files of a result hold everything.

Every decision that hides a row, a number or a point is one of these constants.
"""

from __future__ import annotations

TABLE_ROWS = 14  # rows of a table on a page; of a longer one the first, the last and notable rows
TABLE_ENDS = 3  # rows that a shortened table keeps at each end
PAGE_SAME_QUANTITY = 6  # values of one quantity in the numbers of a page: first ones, that of most cycles, last ones
PAGE_NUMBERS = 15  # numbers on a page of the app, beyond which those fold that are not the answer
PAGE_STEPS = 100  # rows of a table of steps on a page of the app; of a longer one the first, the last and notable rows
TERMINAL_SAME_QUANTITY = 3  # values of one quantity on a terminal
TERMINAL_NUMBERS = 24  # numbers on a terminal
TERMINAL_BRIEF = 12  # numbers from which alternative definitions for the same cycles move to the page
METADATA_ROWS = 60  # entries of the header of a file on a page
TRACE_POINTS = 4000  # points of a trace against time in a figure (thinned with its extremes kept)
SERIES_POINTS = 2000  # points of a series against cycle number in a figure
MARKERS = 60  # points from which a line replaces the markers of a series
CURVES = 12  # curves that can be told apart in one figure
LAST_HALF_CYCLES = 6  # half-cycles in the figure of the last cycles
AROUND_HALF_CYCLES = 3  # half-cycles on each side of a short in its close view
EXCEL_ROWS = 10_000  # rows of a table in the workbook (1 s for 140,000 cells); longer ones are in CSV and parquet
