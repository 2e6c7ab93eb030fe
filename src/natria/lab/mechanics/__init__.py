"""Indentation and compaction: curves in SI to moduli, hardness, pop-ins, laws of a pressed powder."""

from .contact import IndentContact as IndentContact
from .contact import contact_at as contact_at
from .contact import contact_of as contact_of
from .contact import load_for_depth as load_for_depth
from .contact import reduced_of as reduced_of
from .contact import young_of as young_of
from .indent import IndentResult as IndentResult
from .indent import analyse_indent as analyse_indent
from .pop_ins import PopIn as PopIn
from .pop_ins import pop_ins as pop_ins
from .tip import SHAPES as SHAPES
from .tip import IndenterTip as IndenterTip
from .tip import TipShape as TipShape
from .tip import tip_of as tip_of
from .unloading import UnloadingFit as UnloadingFit
from .unloading import fit_unloading as fit_unloading
