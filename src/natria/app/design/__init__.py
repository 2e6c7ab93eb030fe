"""The page Design: a cell as text and picture, its closed forms, models that run, comparisons."""

from . import compare_handlers, handlers, run_handlers

ADDRESSES = (*handlers.ADDRESSES, *run_handlers.ADDRESSES, *compare_handlers.ADDRESSES)
