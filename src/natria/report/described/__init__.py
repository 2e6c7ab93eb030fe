"""Figures and numbers of a result as data: what a program draws that knows nothing of batteries."""

from .charts import described_charts as described_charts
from .film import DescribedFilm as DescribedFilm
from .film import described_film as described_film
from .numbers import NumberRow as NumberRow
from .numbers import number_rows as number_rows
from .plot import DescribedPlot as DescribedPlot
from .plot import plain as plain
from .readings import described_readings as described_readings
