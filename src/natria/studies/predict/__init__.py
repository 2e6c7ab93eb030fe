"""Blind predictions: a spec of questions, an ensemble of answers, the score when values are known."""

from .document import PREDICTION as PREDICTION
from .document import prediction_document as prediction_document
from .document import read_prediction as read_prediction
from .file import free_file as free_file
from .file import free_place as free_place
from .file import write_prediction as write_prediction
from .forecast import AlternativeShare as AlternativeShare
from .forecast import Branch as Branch
from .forecast import Forecast as Forecast
from .forecast import InputShare as InputShare
from .forecast import Prediction as Prediction
from .forecast import RefusedShare as RefusedShare
from .run import predict_spec as predict_spec
from .scoring import Scored as Scored
from .scoring import ScoredValue as ScoredValue
from .scoring import score_document as score_document
from .scoring import score_values as score_values
from .spec import PredictionSpec as PredictionSpec
from .spec import read_spec as read_spec
from .values import KnownValue as KnownValue
from .values import read_values as read_values
