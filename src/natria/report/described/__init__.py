"""Figures and numbers of a result as data: what a program draws that knows nothing of batteries."""

from .charts import described_charts as described_charts
from .charts import described_pictures as described_pictures
from .numbers import NumberRow as NumberRow
from .numbers import number_rows as number_rows
from .plot import DescribedPlot as DescribedPlot
from .plot import plain as plain
from .readings import described_readings as described_readings
from .studied import FourKinds as FourKinds
from .studied import study_table as study_table
from .studied import study_traces as study_traces
