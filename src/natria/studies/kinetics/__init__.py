"""Recordings of kinetics: files to results, and their JSON."""

from .document import kinetics_document as kinetics_document
from .files import TECHNIQUES as TECHNIQUES
from .files import kinetic_recordings as kinetic_recordings
from .files import measure_kinetics_files as measure_kinetics_files
from .files import measure_kinetics_recordings as measure_kinetics_recordings
from .given import KineticsGiven as KineticsGiven
