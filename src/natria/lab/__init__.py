"""Read instrument files into recordings and analyse recordings into findings."""

from .efficiency_interval import efficiency_interval as efficiency_interval
from .files import FrequencySweep as FrequencySweep
from .files import GivenCurrent as GivenCurrent
from .files import SpectrumFile as SpectrumFile
from .files import all_formats as all_formats
from .files import all_spectra_formats as all_spectra_formats
from .files import read_current as read_current
from .files import read_recording as read_recording
from .files import read_spectra as read_spectra
from .files import write_spectra as write_spectra
from .measure import ANALYSES as ANALYSES
from .measure import Measurement as Measurement
from .measure import measure as measure
from .results import Cycling as Cycling
from .results import Event as Event
from .results import Remark as Remark
from .results import Results as Results
from .specimen import Specimen as Specimen
