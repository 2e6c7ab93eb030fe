"""Answerers, the reader through which they see a design, and `ask`.

`ask` is the only way to an answer; it records everything that the answerer read.
"""

from ..design import Unanswerable as Unanswerable
from .answerer import ENGINE as ENGINE
from .answerer import Answer as Answer
from .answerer import Answered as Answered
from .answerer import Answerer as Answerer
from .answerer import Cost as Cost
from .ask import ask as ask
from .ask import ask_number as ask_number
from .ask import replay as replay
from .moved import MovedAnswers as MovedAnswers
from .once import Ready as Ready
from .once import ready as ready
from .reader import UNMOVED as UNMOVED
from .reader import Known as Known
from .reader import NoOutcome as NoOutcome
from .reader import Reader as Reader
from .reader import Record as Record
from .reader import Refuse as Refuse
from .reader import of_design as of_design
from .reader import of_record as of_record
from .spread import moves_of as moves_of
from .spread import without_spread as without_spread
