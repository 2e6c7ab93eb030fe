"""The page of the study: what is reported, measured, computed and simulated in one table, and the report."""

from .handlers import ADDRESSES

__all__ = ["ADDRESSES"]
