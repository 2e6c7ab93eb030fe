"""Read files of instruments into recordings, and write recordings to files."""

from .current.given import GivenCurrent as GivenCurrent
from .current.given import read_current as read_current
from .format import Col as Col
from .format import Format as Format
from .format import Head as Head
from .format import Raw as Raw
from .impedance import SPECTRA_SUFFIXES as SPECTRA_SUFFIXES
from .impedance import Conditions as Conditions
from .impedance import FrequencySweep as FrequencySweep
from .impedance import NamedConditions as NamedConditions
from .impedance import SeriesTable as SeriesTable
from .impedance import SpectraFormat as SpectraFormat
from .impedance import SpectrumFile as SpectrumFile
from .impedance import all_spectra_formats as all_spectra_formats
from .impedance import from_name as from_name
from .impedance import holds_spectra as holds_spectra
from .impedance import per_area as per_area
from .impedance import read_series_table as read_series_table
from .impedance import read_spectra as read_spectra
from .impedance import with_conditions as with_conditions
from .impedance import write_spectra as write_spectra
from .normalise import normalise as normalise
from .read import all_formats as all_formats
from .read import read_recording as read_recording
