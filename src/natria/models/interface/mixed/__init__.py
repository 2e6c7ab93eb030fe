"""Where sodium plates in a mixed conductor: on top of the layer, within it or under it."""

from .balance import COVERED as COVERED
from .balance import PlatedCover as PlatedCover
from .balance import bare as bare
from .course import MixedIntegration as MixedIntegration
from .course import PlatingCourse as PlatingCourse
from .course import plating_course as plating_course
from .kinetics import PlatingLaw as PlatingLaw
from .layer import MixedLayer as MixedLayer
from .layer import PlatingSite as PlatingSite
from .linear import linear_profile as linear_profile
from .mesh import MixedMesh as MixedMesh
from .newton import stationary as stationary
from .profile import MixedProfile as MixedProfile
