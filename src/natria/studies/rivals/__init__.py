"""Rivals: answers to one question, laws for one mechanism, sources of one input."""

from .answers import LawOrder as LawOrder
from .answers import Limits as Limits
from .answers import Ranking as Ranking
from .answers import Rivals as Rivals
from .answers import limits as limits
from .answers import rankings as rankings
from .answers import rivals as rivals
from .laws import BASE as BASE
from .laws import Contender as Contender
from .laws import laws_in as laws_in
from .laws import rivals_of as rivals_of
from .values import RivalValues as RivalValues
from .values import ValueAnswer as ValueAnswer
from .values import rival_values as rival_values
