"""Orders of synthetic spectra and recordings of kinetics: settings, results, files."""

from .kinds import ORDERS as ORDERS
from .kinds import OrderKind as OrderKind
from .kinds import make_order as make_order
from .order import OrderedFiles as OrderedFiles
from .order import OrderedPart as OrderedPart
from .settings import OrderSetting as OrderSetting
from .writing import write_order as write_order
