"""Material curves of a sample to findings: indents, pressed powders, heating, depth profiles, spectra."""

from .analyse import measure_curves as measure_curves
from .measured import CurveSettings as CurveSettings
from .measured import MeasuredCompaction as MeasuredCompaction
from .measured import MeasuredCurves as MeasuredCurves
from .measured import MeasuredIndent as MeasuredIndent
from .measured import MeasuredPeaks as MeasuredPeaks
from .measured import MeasuredProfile as MeasuredProfile
from .measured import ThermalCurve as ThermalCurve
