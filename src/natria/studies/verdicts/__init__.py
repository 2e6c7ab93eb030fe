"""Verdicts: what an answer is worth against a reported number, from its ancestry and from what moves it."""

from .compare import VERDICTS as VERDICTS
from .compare import Comparison as Comparison
from .compare import Grade as Grade
from .compare import Standing as Standing
from .compare import Verdict as Verdict
from .compare import compare as compare
from .compare import standing_of as standing_of
from .compare import totals as totals
from .grading import grade as grade
from .interval import Interval as Interval
from .leverage import Effect as Effect
from .leverage import Leverage as Leverage
from .moves import Asked as Asked
from .moves import Moves as Moves
from .score import Score as Score
from .score import scores as scores
from .sentence import agreement_words as agreement_words
from .sentence import interval_words as interval_words
from .sentence import sentence as sentence
from .wording import effect_words as effect_words
from .wording import ground_words as ground_words
from .wording import reach_words as reach_words
