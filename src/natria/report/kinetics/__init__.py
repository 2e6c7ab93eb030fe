"""Output of measured kinetics (terminal, page, files), and figures that draw a result into axes."""

from .charts import kinetics_charts as kinetics_charts
from .direct_current import draw_decay as draw_decay
from .direct_current import draw_electronic_line as draw_electronic_line
from .files import kinetics_files as kinetics_files
from .files import kinetics_pictures as kinetics_pictures
from .tafel import draw_residuals as draw_residuals
from .tafel import draw_tafel as draw_tafel
from .text import print_kinetics as print_kinetics
from .thermal import draw_arrhenius as draw_arrhenius
from .thermal import draw_vft as draw_vft
from .voltammogram import draw_scan_rates as draw_scan_rates
from .voltammogram import draw_voltammogram as draw_voltammogram
