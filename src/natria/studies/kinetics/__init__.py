"""Recordings of kinetics: files to results, and their JSON."""

from .beside import compared_kinetics as compared_kinetics
from .document import kinetics_document as kinetics_document
from .files import TECHNIQUES as TECHNIQUES
from .files import measure_kinetics_files as measure_kinetics_files
from .files import measure_kinetics_recordings as measure_kinetics_recordings
from .files import recognise_files as recognise_files
from .given import KineticsGiven as KineticsGiven
