"""A calibration to what people look at: the terminal, figures, one page, files."""

from .files import calibration_files as calibration_files
from .text import print_calibration as print_calibration
