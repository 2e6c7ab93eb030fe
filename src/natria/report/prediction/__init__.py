"""Reports of predictions and of their scores: terminal, figures, page, files."""

from .files import prediction_files as prediction_files
from .files import score_files as score_files
from .text import print_prediction as print_prediction
from .text import print_score as print_score
