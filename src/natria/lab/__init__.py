"""Instrument files to recordings, recordings to findings."""

from .files import all_formats as all_formats
from .files import read_recording as read_recording
from .measure import ANALYSES as ANALYSES
from .measure import Measurement as Measurement
from .measure import measure as measure
from .part import Cycling as Cycling
from .part import Event as Event
from .part import Part as Part
from .specimen import Specimen as Specimen
