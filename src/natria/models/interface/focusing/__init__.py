"""Current focusing at a defect: Laplace in the electrolyte, Butler-Volmer at the contact."""

from .geometry import SHAPES as SHAPES
from .geometry import Conductor as Conductor
from .geometry import DefectCell as DefectCell
from .geometry import Shape as Shape
from .geometry import isolated_cell as isolated_cell
from .kinetics import STRESS_LAWS as STRESS_LAWS
from .kinetics import Kinetics as Kinetics
from .kinetics import Stress as Stress
from .kinetics import StressLaw as StressLaw
from .mesh import MeshSettings as MeshSettings
from .result import Focusing as Focusing
from .result import focus as focus
from .system import Load as Load
