"""Sources of the energies of phases: handbook values of the material cards, and files of a user."""

from .files import EnergyFile as EnergyFile
from .files import read_energies as read_energies
from .handbook import HANDBOOK_ENERGIES as HANDBOOK_ENERGIES
from .handbook import PHASE_WINDOW as PHASE_WINDOW
from .handbook import entries_of_table as entries_of_table
from .handbook import known_formulas as known_formulas
