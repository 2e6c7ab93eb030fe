"""Sensitivity of a result to numbers that vary: Sobol indices and Morris screening."""

from .effects import COLUMNS as COLUMNS
from .effects import SensitivityPlan as SensitivityPlan
from .effects import SensitivityResult as SensitivityResult
from .measures import METHODS as METHODS
from .measures import sensitivity as sensitivity
from .measures import sensitivity_plan as sensitivity_plan
from .swept import column_of as column_of
from .swept import ensure_column as ensure_column
from .swept import sensitivity_document as sensitivity_document
from .swept import sensitivity_table as sensitivity_table
