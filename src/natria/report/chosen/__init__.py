"""A choice of the parts of a measurement, such as some of its cycles: their list, and plots of those chosen."""

from .book import CycleBook as CycleBook
from .book import book_of as book_of
from .book import read_book as read_book
from .book import stored_book as stored_book
from .choice import read_choice as read_choice
from .listed import ListedColumn as ListedColumn
from .listed import PartList as PartList
from .listed import cycle_list as cycle_list
from .listed import number_columns as number_columns
from .numbers import number_plot as number_plot
from .plots import cycle_plots as cycle_plots
from .spectra import SpectraBook as SpectraBook
from .spectra import book_of_readings as book_of_readings
from .spectra import spectra_book as spectra_book
from .spectra import spectra_plots as spectra_plots
from .spectra import spectrum_list as spectrum_list
