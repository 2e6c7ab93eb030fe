"""Read files of impedance spectra into sweeps, and write spectra to files."""

from .format import SpectraFormat as SpectraFormat
from .format import SpectrumFile as SpectrumFile
from .format import Sweep as Sweep
from .read import all_spectra_formats as all_spectra_formats
from .read import holds_spectra as holds_spectra
from .read import per_area as per_area
from .read import read_spectra as read_spectra
