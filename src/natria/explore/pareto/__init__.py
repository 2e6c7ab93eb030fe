"""Sets of points with several objectives, all of them minimised: dominance and hypervolume."""

from .dominance import constrained_ranks as constrained_ranks
from .dominance import crowding as crowding
from .dominance import front_of as front_of
from .hypervolume import hypervolume as hypervolume
