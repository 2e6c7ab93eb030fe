"""From a study to what people look at: the terminal, figures, one page, files."""

from .cite import bibtex as bibtex
from .figures import pictures as pictures
from .folder import ensure_writable as ensure_writable
from .folder import write_folder as write_folder
from .growth import GROWTH as GROWTH
from .growth import growth_files as growth_files
from .growth import growth_rows as growth_rows
from .growth import growth_summary as growth_summary
from .index import ensure_index as ensure_index
from .index import has_index as has_index
from .index import write_index as write_index
from .measurement import measurement_files as measurement_files
from .measurement import measurement_pictures as measurement_pictures
from .measurement import print_measurement as print_measurement
from .page import page as page
from .picture import Picture as Picture
from .summary import summary as summary
from .text import print_study as print_study
from .text import print_summary as print_summary
from .write import report_document as report_document
from .write import study_files as study_files
from .write import write_study as write_study
