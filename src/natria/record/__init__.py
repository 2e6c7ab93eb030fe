"""Tables and fields: columns with units and one origin, written as parquet."""

from .sheet import Sheet as Sheet
from .sheet import read_sheet as read_sheet
from .table import Column as Column
from .table import Table as Table
from .table import numbers as numbers
from .table import words as words
