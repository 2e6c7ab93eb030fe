"""Impedance spectra of a cell: files to results, and their JSON."""

from .beside import compared_spectra as compared_spectra
from .document import spectra_document as spectra_document
from .files import SpectraRead as SpectraRead
from .files import measure_spectrum_files as measure_spectrum_files
from .files import read_spectrum_files as read_spectrum_files
from .files import spectrum_files as spectrum_files
from .sorting import FilesByKind as FilesByKind
from .sorting import files_by_kind as files_by_kind
