"""Reports of what atoms compute: elastic tensors, migration, windows of phases."""

from .elastic import ELASTIC as ELASTIC
from .elastic import elastic_document as elastic_document
from .elastic import elastic_files as elastic_files
from .elastic import elastic_rows as elastic_rows
from .elastic import elastic_summary as elastic_summary
from .lattice import LATTICE as LATTICE
from .lattice import lattice_document as lattice_document
from .lattice import lattice_files as lattice_files
from .lattice import lattice_rows as lattice_rows
from .lattice import lattice_summary as lattice_summary
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
