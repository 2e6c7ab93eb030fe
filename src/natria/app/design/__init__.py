"""The page of designs: models that run for a design, and designs side by side."""

from .run_handlers import ADDRESSES

__all__ = ["ADDRESSES"]
