"""Databases of materials over the network: the Materials Project, and those that speak OPTIMADE."""

from .materials_project import MATERIALS_PROJECT as MATERIALS_PROJECT
from .materials_project import MaterialsProject as MaterialsProject
from .optimade import optimade_structures as optimade_structures
from .records import FetchedStructure as FetchedStructure
from .records import FetchedStructures as FetchedStructures
