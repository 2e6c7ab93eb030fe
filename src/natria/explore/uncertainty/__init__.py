"""Uncertainty of answers from the spreads of their inputs, with the share of each input."""

from .document import uncertain_document as uncertain_document
from .drawn_answers import UncertainAnswer as UncertainAnswer
from .drawn_answers import UncertainAnswers as UncertainAnswers
from .drawn_answers import uncertain_answers as uncertain_answers
