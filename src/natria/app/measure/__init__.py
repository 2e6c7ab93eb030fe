"""The page that measures: uploads, examples, analyses of recordings, windows of their readings."""

from .handlers import ADDRESSES

__all__ = ["ADDRESSES"]
