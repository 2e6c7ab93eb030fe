"""The page of the study: four kinds of numbers in one table, and the report."""

from .handlers import ADDRESSES

__all__ = ["ADDRESSES"]
