"""Search for the designs that are best in several objectives at once."""

from .document import search_document as search_document
from .document import search_table as search_table
from .goals import Goal as Goal
from .goals import read_constraint as read_constraint
from .goals import read_objective as read_objective
from .held import held_numbers as held_numbers
from .problem import OptimisationProblem as OptimisationProblem
from .search import OptimisedDesigns as OptimisedDesigns
from .search import optimise as optimise
from .steps import SearchSettings as SearchSettings
from .uncertainty import FrontSpread as FrontSpread
from .uncertainty import front_spread as front_spread
from .variables import Variable as Variable
from .variables import read_variable as read_variable
from .written import written_design as written_design
