"""Output of many measured cells and of groups of them: page, figures, tables, terminal."""

from .each_cell import cell_charts as cell_charts
from .each_cell import cell_colours as cell_colours
from .each_cell import side_by_side as side_by_side
from .files import groups_files as groups_files
from .files import groups_pictures as groups_pictures
from .page import PageLink as PageLink
from .several import CellJob as CellJob
from .several import CellOutcome as CellOutcome
from .several import ensure_groups as ensure_groups
from .several import jobs_of as jobs_of
from .several import write_cells as write_cells
from .several import write_groups as write_groups
from .text import print_groups as print_groups
from .wording import sentences as sentences
