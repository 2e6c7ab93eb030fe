"""Crystal structures: a library with sources, CIF files, symmetry, and checks of a structure."""

from .check import density as density
from .check import formula_of as formula_of
from .check import nearest_distance as nearest_distance
from .cif import from_cif as from_cif
from .cif import read_cif as read_cif
from .cif import to_cif as to_cif
from .library import UNPLACED as UNPLACED
from .library import CrystalCard as CrystalCard
from .library import crystal as crystal
from .library import crystal_card as crystal_card
from .library import crystals as crystals
from .symmetry import SpaceGroup as SpaceGroup
from .symmetry import compact as compact
from .symmetry import conventional_edges as conventional_edges
from .symmetry import distances as distances
from .symmetry import expanded as expanded
from .symmetry import primitive as primitive
from .symmetry import reciprocal_mesh as reciprocal_mesh
from .symmetry import shortest as shortest
from .symmetry import space_group as space_group
