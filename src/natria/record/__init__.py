"""Tables and fields: columns with units and one origin, written as parquet."""

from .recording import BDF_VERSION as BDF_VERSION
from .recording import COLUMNS as COLUMNS
from .recording import CURRENT as CURRENT
from .recording import REQUIRED as REQUIRED
from .recording import TIME as TIME
from .recording import VOLTAGE as VOLTAGE
from .recording import Recording as Recording
from .sheet import Sheet as Sheet
from .sheet import read_sheet as read_sheet
from .table import Column as Column
from .table import Table as Table
from .table import numbers as numbers
from .table import words as words
from .thin import thin as thin
