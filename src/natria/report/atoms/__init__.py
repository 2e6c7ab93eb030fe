"""Reports of what atoms compute: elastic tensors, migration, windows of phases."""

from .bands import BANDS as BANDS
from .bands import bands_document as bands_document
from .bands import bands_files as bands_files
from .bands import bands_rows as bands_rows
from .bands import bands_summary as bands_summary
from .bands import tunnelling_line as tunnelling_line
from .elastic import ELASTIC as ELASTIC
from .elastic import elastic_document as elastic_document
from .elastic import elastic_files as elastic_files
from .elastic import elastic_rows as elastic_rows
from .elastic import elastic_summary as elastic_summary
from .migration import MIGRATION as MIGRATION
from .migration import migration_document as migration_document
from .migration import migration_files as migration_files
from .migration import migration_rows as migration_rows
from .migration import migration_summary as migration_summary
from .window import WINDOW as WINDOW
from .window import window_document as window_document
from .window import window_files as window_files
from .window import window_notes as window_notes
from .window import window_rows as window_rows
from .window import window_summary as window_summary
