"""Material curves of a sample: files to results, and their JSON."""

from .beside import compared_curves as compared_curves
from .document import curves_document as curves_document
from .files import curves_among as curves_among
from .files import measure_curve_files as measure_curve_files
from .given import CurvesGiven as CurvesGiven
