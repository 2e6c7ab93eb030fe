"""Output of measured material curves: terminal, page, files, and figures that draw a result into axes."""

from .charts import curve_charts as curve_charts
from .files import curves_files as curves_files
from .text import print_curves as print_curves
