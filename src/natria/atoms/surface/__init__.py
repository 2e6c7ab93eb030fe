"""Surfaces: slabs of crystals, surface energies, equilibrium shapes, adsorption and hops on a surface."""

from .energies import SurfaceEnergy as SurfaceEnergy
from .energies import SurfaceSettings as SurfaceSettings
from .energies import face_of as face_of
from .energies import relaxed_bulk as relaxed_bulk
from .energies import surface_energy as surface_energy
from .planes import miller_name as miller_name
from .planes import read_miller as read_miller
from .slabs import Slab as Slab
from .slabs import slabs_of as slabs_of
from .terminations import Termination as Termination
from .wulff import WulffShape as WulffShape
from .wulff import wulff_shape as wulff_shape
