"""Cyclic and linear sweep voltammograms: sweeps, peaks, pairs, onset, scan rates."""

from .analysis import PeakPair as PeakPair
from .analysis import Voltammogram as Voltammogram
from .analysis import analyse_voltammogram as analyse_voltammogram
from .findings import exponent_findings as exponent_findings
from .findings import onset_findings as onset_findings
from .findings import share_findings as share_findings
from .findings import voltammogram_findings as voltammogram_findings
from .onset import OnsetVoltage as OnsetVoltage
from .onset import onset_voltage as onset_voltage
from .peaks import SweepPeak as SweepPeak
from .peaks import sweep_peaks as sweep_peaks
from .scan_rates import CapacitiveShare as CapacitiveShare
from .scan_rates import ScanRateExponent as ScanRateExponent
from .scan_rates import capacitive_share as capacitive_share
from .scan_rates import scan_rate_exponent as scan_rate_exponent
from .sweeps import PotentialSweep as PotentialSweep
from .sweeps import split_sweeps as split_sweeps
