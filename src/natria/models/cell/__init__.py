"""Cells in time: a design's layers in series between two faces of sodium, one engine for all of them.

`prepare` reads a design into a `Cell`; `packing` makes arrays of it; `equations` are compiled once and serve `adaptive`
(one cell, by SUNDIALS) and `batch` (many, in fixed steps); `run` goes through a protocol, leg by leg.
"""

from .cell import Cell as Cell
from .failures import Limits as Limits
from .observe import COLUMNS as COLUMNS
from .packing import Packed as Packed
from .packing import pack as pack
from .prepare import Prepared as Prepared
from .prepare import prepare as prepare
from .prepare import recipe as recipe
from .prepare import recording_of as recording_of
from .program import Leg as Leg
from .program import cycles_of as cycles_of
from .program import legs as legs
from .run import Done as Done
from .run import Ending as Ending
from .run import State as State
from .run import run as run
