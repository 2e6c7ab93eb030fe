"""Kramers-Kronig test of an impedance spectrum: drift, steps, outliers, smooth residuals, Z-HIT."""

from .consistency import KramersKronig as KramersKronig
from .consistency import kramers_kronig_test as kramers_kronig_test
from .evidence import ConsistencyTest as ConsistencyTest
from .ladder import Representation as Representation
from .z_hit import modulus_from_phase as modulus_from_phase
