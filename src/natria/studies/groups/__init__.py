"""Groups of measured cells.

Replicates have mean and spread, two groups are compared, and lives may be censored.
"""

from .cell import CellEvent as CellEvent
from .cell import MeasuredCell as MeasuredCell
from .cell import cell_in as cell_in
from .cell import cell_of as cell_of
from .compare import CellGroups as CellGroups
from .compare import compare_cells as compare_cells
from .curves import CellCurve as CellCurve
from .curves import MeanCurve as MeanCurve
from .curves import Overlay as Overlay
from .document import SCHEMA as SCHEMA
from .document import groups_document as groups_document
from .files import NO_SUFFIX as NO_SUFFIX
from .files import RecordingFiles as RecordingFiles
from .files import expanded as expanded
from .files import is_no_recording as is_no_recording
from .files import reason as reason
from .files import recording_files as recording_files
from .lives import GroupedLives as GroupedLives
from .lives import GroupLives as GroupLives
from .lives import LifeTest as LifeTest
from .lives import steps as steps
from .means import Contrast as Contrast
from .means import GroupedNumber as GroupedNumber
from .means import GroupMean as GroupMean
