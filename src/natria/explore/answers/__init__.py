"""Answers in closed form at many points of a design."""

from .evaluate import AnswersAtPoints as AnswersAtPoints
from .evaluate import evaluate_answers as evaluate_answers
from .requests import AnswerRequest as AnswerRequest
from .requests import requested as requested
