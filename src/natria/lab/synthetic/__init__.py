"""Synthetic cycler: recordings with known truth, for tests and teaching."""

from .ccd import CcdTest as CcdTest
from .ccd import PlannedFailure as PlannedFailure
from .ccd import ccd_cell as ccd_cell
from .full import full_cell as full_cell
from .full_course import FullCell as FullCell
from .full_course import FullTest as FullTest
from .half import HalfTest as HalfTest
from .half import ReservoirTest as ReservoirTest
from .half import half_cell as half_cell
from .half import reservoir_cell as reservoir_cell
from .instrument import Instrument as Instrument
from .plateaus import TruePlateau as TruePlateau
from .random_cells import random_healthy_cell as random_healthy_cell
from .random_cells import random_symmetric_cell as random_symmetric_cell
from .short import Short as Short
from .symmetric import SymmetricTest as SymmetricTest
from .symmetric import symmetric_cell as symmetric_cell
from .symmetric_state import SyntheticSymmetricCell as SyntheticSymmetricCell
from .truth import Synthetic as Synthetic
from .truth import TruePeak as TruePeak
from .truth import TrueShort as TrueShort
from .truth import Truth as Truth
