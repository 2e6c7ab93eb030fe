"""Finished runs that natria ships, and their replay."""

from .evaluations import FinishedRun as FinishedRun
from .evaluations import StoredRun as StoredRun
from .evaluations import finest as finest
from .evaluations import read_run as read_run
from .evaluations import stored_runs as stored_runs
from .states import StoredStates as StoredStates
from .states import read_states as read_states
from .states import stored_states as stored_states
