"""Figures and numbers of a result as data: what a program draws that knows nothing of batteries."""

from .answer_first import answer_first as answer_first
from .answer_first import step_tables as step_tables
from .charts import described_charts as described_charts
from .drawn import plot_files as plot_files
from .film import DescribedFilm as DescribedFilm
from .film import described_film as described_film
from .numbers import NumberRow as NumberRow
from .numbers import number_rows as number_rows
from .plot import DescribedPlot as DescribedPlot
from .plot import plain as plain
from .read import read_plot as read_plot
from .readings import described_readings as described_readings
from .readings import described_together as described_together
from .sheets import SheetOfData as SheetOfData
from .sheets import sheet_of_numbers as sheet_of_numbers
from .sheets import sheet_of_plot as sheet_of_plot
from .sheets import workbook_of as workbook_of
from .shown import ShownPart as ShownPart
from .shown import shown_plot as shown_plot
from .studied import FourKinds as FourKinds
from .studied import study_table as study_table
from .studied import study_traces as study_traces
