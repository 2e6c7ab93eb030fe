"""Read files of impedance spectra into sweeps, and write spectra to files."""

from .conditions.apply import placed as placed
from .conditions.apply import with_conditions as with_conditions
from .conditions.file_name import NamedConditions as NamedConditions
from .conditions.file_name import from_name as from_name
from .conditions.series_table import Conditions as Conditions
from .conditions.series_table import SeriesTable as SeriesTable
from .conditions.series_table import read_series_table as read_series_table
from .format import FrequencySweep as FrequencySweep
from .format import SpectraFormat as SpectraFormat
from .format import SpectrumFile as SpectrumFile
from .read import SPECTRA_SUFFIXES as SPECTRA_SUFFIXES
from .read import all_spectra_formats as all_spectra_formats
from .read import fault_of_spectrum as fault_of_spectrum
from .read import holds_spectra as holds_spectra
from .read import is_map_of_spectra as is_map_of_spectra
from .read import per_area as per_area
from .read import read_spectra as read_spectra
from .write import write_spectra as write_spectra
