"""Gates: the conditions that a computed result must meet before it counts as one."""

from .conditions import GateCondition as GateCondition
from .conditions import GatedResult as GatedResult
from .elastic import elastic_conditions as elastic_conditions
from .evidence import ReferenceCheck as ReferenceCheck
from .lattice import lattice_conditions as lattice_conditions
from .migration import migration_conditions as migration_conditions
from .validity import VALIDITY as VALIDITY
from .validity import ValidityRow as ValidityRow
from .validity import validity as validity
