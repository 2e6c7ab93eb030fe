"""Gates: the conditions that a computed result must meet before it counts as one."""

from .adsorption import adsorption_conditions as adsorption_conditions
from .bands import bands_conditions as bands_conditions
from .conditions import GateCondition as GateCondition
from .conditions import GatedResult as GatedResult
from .diffusion import diffusion_conditions as diffusion_conditions
from .elastic import elastic_conditions as elastic_conditions
from .energies import energy_conditions as energy_conditions
from .energies import phase_conditions as phase_conditions
from .evidence import ReferenceCheck as ReferenceCheck
from .lattice import lattice_conditions as lattice_conditions
from .migration import migration_conditions as migration_conditions
from .row import ValidityRow as ValidityRow
from .spin import spin_conditions as spin_conditions
from .strain import strain_conditions as strain_conditions
from .surface import limits_condition as limits_condition
from .surface import surface_conditions as surface_conditions
from .surface import surface_line_conditions as surface_line_conditions
from .validity import VALIDITY as VALIDITY
from .validity import validity as validity
