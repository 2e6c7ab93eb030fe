"""Studies: ask the targets of a case, fit what it says is fitted, compare, and derive the verdicts."""

from .budget import Budget as Budget
from .document import SCHEMA as SCHEMA
from .document import read_study as read_study
from .document import study_document as study_document
from .fit import fit_parameters as fit_parameters
from .rivals import LawOrder as LawOrder
from .rivals import Ranking as Ranking
from .rivals import Rivals as Rivals
from .rivals import rankings as rankings
from .rivals import rivals as rivals
from .run import Run as Run
from .run import Studio as Studio
from .run import StudyResult as StudyResult
from .run import check_study as check_study
from .run import run_study as run_study
from .verdict import VERDICTS as VERDICTS
from .verdict import Comparison as Comparison
from .verdict import Standing as Standing
from .verdict import Verdict as Verdict
from .verdict import compare as compare
from .verdict import standing_of as standing_of
from .verdict import totals as totals
