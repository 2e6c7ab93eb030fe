"""Figures of kinetics: each function draws a result into axes."""

from .direct_current import draw_decay as draw_decay
from .direct_current import draw_electronic_line as draw_electronic_line
from .tafel import draw_tafel as draw_tafel
from .thermal import draw_arrhenius as draw_arrhenius
from .thermal import draw_vft as draw_vft
from .voltammogram import draw_scan_rates as draw_scan_rates
from .voltammogram import draw_voltammogram as draw_voltammogram
