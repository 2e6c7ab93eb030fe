"""The page Design: a cell as text and picture, what closed forms answer about it, models that run, comparisons."""

from . import compare_handlers, handlers, run_handlers

ADDRESSES = (*handlers.ADDRESSES, *run_handlers.ADDRESSES, *compare_handlers.ADDRESSES)
