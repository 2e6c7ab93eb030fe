"""Numba's files of machine code with checksums, shared with the other kernels of the package."""

from __future__ import annotations

from ....store.checked_files import DIGEST, DamagedFileError, checked_files, content_of

__all__ = ["DIGEST", "DamagedFileError", "checked_files", "content_of"]
