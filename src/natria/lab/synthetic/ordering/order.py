"""What an order gives: recordings and spectra, their truth, and rows for the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from ....quantity import Computed
from ....record import Recording
from ..impedance import SyntheticSpectrum
from ..materials.sheet import CurveSheet

Content = tuple[SyntheticSpectrum, ...] | Recording | CurveSheet


@dataclass(frozen=True, eq=False)
class OrderedPart:
    """One file: what it holds (a key of the truth file), what its name ends with, and its content."""

    holds: str
    ending: str
    content: Content


@dataclass(frozen=True, eq=False)
class OrderedFiles:
    """Everything that one order makes.

    `many` are the parts that are written to a folder in place of `parts`: a file for each sweep or scan.
    """

    kind: str
    origin: Computed
    parts: tuple[OrderedPart, ...]
    truth: object
    rows: tuple[tuple[str, str], ...]
    many: tuple[OrderedPart, ...] = ()

    @property
    def readings(self) -> int:
        """Number of points of all parts."""
        sizes = (
            [len(s.spectrum) for s in part.content] if isinstance(part.content, tuple) else [len(part.content)]
            for part in self.parts
        )
        return sum(map(sum, sizes))
