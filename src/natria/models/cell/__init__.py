"""The simulated cell: layers in series between two faces of sodium, one engine for all designs.

`build` reads a design into a `Cell`; `prepare` adds protocol, limits and record. `equations` are compiled once and used
by `solvers` (one cell, by SUNDIALS) and `ensemble` (many cells, in fixed steps). `failure` has the failure modes,
`analysis` the impedance.
"""

from .cell import Cell as Cell
from .equations.layout import Packed as Packed
from .equations.layout import pack as pack
from .equations.observe import COLUMNS as COLUMNS
from .failure.limits import Limits as Limits
from .prepare import Prepared as Prepared
from .prepare import prepare as prepare
from .prepare import prepared_from as prepared_from
from .prepare import recipe as recipe
from .prepare import recording_of as recording_of
from .solvers.legs import Leg as Leg
from .solvers.legs import cycles_of as cycles_of
from .solvers.legs import legs as legs
from .solvers.run import Done as Done
from .solvers.run import Ending as Ending
from .solvers.run import State as State
from .solvers.run import run as run
