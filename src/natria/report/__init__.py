"""Reports of studies, measurements, simulations and calibrations: terminal, figures, page, files."""

from .common.cite import bibtex as bibtex
from .common.folder import ensure_writable as ensure_writable
from .common.folder import write_folder as write_folder
from .common.picture import Picture as Picture
from .growth import GROWTH as GROWTH
from .growth import growth_files as growth_files
from .growth import growth_rows as growth_rows
from .growth import growth_summary as growth_summary
from .measurement import measurement_files as measurement_files
from .measurement import measurement_pictures as measurement_pictures
from .measurement import print_measurement as print_measurement
from .measurement.write import folders_of as folders_of
from .measurement.write import write_measurement as write_measurement
from .study.figures.drawn import pictures as pictures
from .study.index import ensure_index as ensure_index
from .study.index import has_index as has_index
from .study.index import write_index as write_index
from .study.page import page as page
from .study.several import ensure_studies as ensure_studies
from .study.several import write_studies as write_studies
from .study.summary import summary as summary
from .study.text import print_study as print_study
from .study.text import print_summary as print_summary
from .study.write import report_document as report_document
from .study.write import study_files as study_files
from .study.write import write_study as write_study
