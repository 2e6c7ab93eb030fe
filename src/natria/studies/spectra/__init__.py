"""Impedance spectra of a cell: files to results, and their JSON."""

from .document import spectra_document as spectra_document
from .files import measure_spectrum_files as measure_spectrum_files
from .files import spectrum_files as spectrum_files
