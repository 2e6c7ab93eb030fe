"""Running the parts of a sweep: here, in local processes, on a cluster."""

from .named import runner as runner
from .parts import KeptResults as KeptResults
from .parts import run_by as run_by
from .parts import run_here as run_here
from .parts import run_in_processes as run_in_processes
