"""Kramers-Kronig consistency of an impedance spectrum: drift, steps, outliers, correlated residuals, Z-HIT."""

from .consistency import KramersKronig as KramersKronig
from .consistency import kramers_kronig_test as kramers_kronig_test
from .evidence import Evidence as Evidence
from .ladder import Representation as Representation
from .z_hit import modulus_from_phase as modulus_from_phase
