"""Joint fits of the spectra of a series, with courses whose smoothness the data set."""

from .energy import joint_arrhenius as joint_arrhenius
from .joint import JointFit as JointFit
from .joint import joint_bic as joint_bic
from .joint import joint_fit as joint_fit
from .slices import slices_of as slices_of
