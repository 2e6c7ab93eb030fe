"""The equations, as plain functions of SI numbers, shared by models, lab and design; they know no files, no units."""

from .conduction import arrhenius_factor as arrhenius_factor
from .conduction import layer_area_resistance as layer_area_resistance
from .conduction import vft_apparent_energy as vft_apparent_energy
from .conduction import vft_factor as vft_factor
from .constants import FARADAY as FARADAY
from .constants import GAS as GAS
from .constants import SAME_TEMPERATURE as SAME_TEMPERATURE
from .growth import GROWTH_LAWS as GROWTH_LAWS
from .growth import GrowthLaw as GrowthLaw
from .growth import growth_exponent as growth_exponent
from .growth import linear_growth as linear_growth
from .growth import parabolic_growth as parabolic_growth
from .growth import power_growth as power_growth
from .kinetics import butler_volmer_overpotential as butler_volmer_overpotential
from .kinetics import linear_face_resistance as linear_face_resistance
from .sodium import charge_of_sodium as charge_of_sodium
from .sodium import thickness_of_charge as thickness_of_charge
from .transport import depletion_fraction as depletion_fraction
from .transport import depletion_time as depletion_time
from .transport import limiting_current_density as limiting_current_density
from .transport import sand_time as sand_time
