"""Output of a measurement: terminal, figures, HTML page, files."""

from .figures import measurement_charts as measurement_charts
from .figures import measurement_pictures as measurement_pictures
from .files import measurement_files as measurement_files
from .text import print_beside as print_beside
from .text import print_measurement as print_measurement
from .text import print_recording as print_recording
