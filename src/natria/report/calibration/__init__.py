"""Reports of a calibration: terminal, figures, page, files."""

from .files import calibration_files as calibration_files
from .text import print_calibration as print_calibration
