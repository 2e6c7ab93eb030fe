"""Numba's files of machine code with checksums, shared with the other kernels of the package."""

from __future__ import annotations

from ....store.checked_files import DIGEST as DIGEST
from ....store.checked_files import DamagedFileError as DamagedFileError
from ....store.checked_files import checked_files as checked_files
from ....store.checked_files import content_of as content_of
