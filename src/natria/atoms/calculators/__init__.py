"""Energies, forces and stresses of structures by a named calculator, each kept in the store."""

from .electrons import GroundState as GroundState
from .electrons import StatesProgram as StatesProgram
from .evaluate import Evaluates as Evaluates
from .evaluate import Evaluation as Evaluation
from .evaluate import EvaluationCount as EvaluationCount
from .evaluate import Evaluator as Evaluator
from .family import EvaluatorFamily as EvaluatorFamily
from .minimise import Minimised as Minimised
from .minimise import minimise as minimise
from .recipe import Recipe as Recipe
from .relax import Relaxed as Relaxed
from .relax import relax_cell as relax_cell
from .relax import relax_ions as relax_ions
from .replay import begun as begun
from .replay import replayed as replayed
from .stored import StoredRun as StoredRun
from .stored import finest as finest
from .stored import read_run as read_run
from .stored import stored_runs as stored_runs
from .structures import read_structure as read_structure
from .structures import to_ase as to_ase
from .table import CALCULATORS as CALCULATORS
from .table import calculator as calculator
