"""Reports of what atoms compute: windows of phases."""

from .window import WINDOW as WINDOW
from .window import window_document as window_document
from .window import window_files as window_files
from .window import window_notes as window_notes
from .window import window_rows as window_rows
from .window import window_summary as window_summary
