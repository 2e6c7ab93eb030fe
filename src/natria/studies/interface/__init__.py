"""Models at the scale of a layer, asked about a design: `natria simulate DESIGN --model NAME`.

A model is a row of MODELS: which answerers are asked, about which parts of the design. The science is in
`natria.models.interface`; the pictures are in `natria.report.interface`.
"""

from .asked import InterfaceRun as InterfaceRun
from .asked import PartAnswers as PartAnswers
from .asked import ask_model as ask_model
from .asked import parts_of as parts_of
from .asked import what_is_missing as what_is_missing
from .document import interface_document as interface_document
from .models import MODELS as MODELS
from .models import InterfaceModel as InterfaceModel
from .models import Tell as Tell
from .shorthand import DIMENSIONS as DIMENSIONS
from .shorthand import deposition_given as deposition_given
from .spreads import Planned as Planned
from .spreads import SpreadPlan as SpreadPlan
