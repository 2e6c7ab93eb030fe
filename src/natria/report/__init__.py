"""From a study to what people look at: the terminal, figures, one page, files."""

from .figures import Picture as Picture
from .figures import pictures as pictures
from .page import page as page
from .text import print_study as print_study
from .write import ensure_writable as ensure_writable
from .write import study_files as study_files
from .write import write_folder as write_folder
from .write import write_study as write_study
