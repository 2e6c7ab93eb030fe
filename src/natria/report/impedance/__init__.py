"""Output of measured impedance spectra: terminal, figures, HTML page, files."""

from .figures import impedance_charts as impedance_charts
from .files import spectra_files as spectra_files
from .files import spectra_pictures as spectra_pictures
from .text import print_spectra as print_spectra
