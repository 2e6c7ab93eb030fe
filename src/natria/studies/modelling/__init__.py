"""Models that run for a design: their options, which systems support them, and their runs.

The cell in time and the models at the scale of a layer are rows of one table. The command line and the app read it.
"""

from .launch import RunHeard as RunHeard
from .launch import RunOrder as RunOrder
from .launch import forget_run as forget_run
from .launch import partial_result as partial_result
from .launch import run_model as run_model
from .support import SystemSupport as SystemSupport
from .support import supported as supported
from .table import CELL as CELL
from .table import ModelRun as ModelRun
from .table import RunOption as RunOption
from .table import find_run as find_run
from .table import runs as runs
