"""Identifiability of a full cell: what each datum would determine of its inputs."""

from .determine import Determination as Determination
from .determine import determine as determine
from .settings import ExperimentSettings as ExperimentSettings
from .settings import experiment_settings as experiment_settings
