"""A slice as a microstructure: PNG or TIFF, grey values split in two by Otsu's threshold.

Rows of the image lead through the layer, from the sodium (bottom) to the electrolyte (top); the slice is taken to go
on without a change into the depth of the picture. Otsu, IEEE Trans. Syst. Man Cybern. 9, 62 (1979).

Otsu's threshold splits every image, one of a single phase with noise too. So the two classes have to stand apart: the
difference of their means over the standard deviation within them, D^2 = w/(p (1 - p)(1 - w)), with w the variance
between the classes over that of all and p the share of one. It is 2 (2/pi/(1 - 2/pi))^.5 = 2.65 for a normal grey, and
12^.5 = 3.46 for a uniform one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ....quantity import ModelError

MOST_PIXELS = 2**24
EVEN = 0.02  # contrast of the two means, over the whole range of grey, below which an image shows one phase
APART = 4.0  # D, below which an image shows one phase with noise, or with uneven light
RANGES = (1.0, *(2.0**bits - 1 for bits in (8, 10, 12, 14, 16)))  # of grey: a float from 0 to 1, and integers
LEAST_SHARE = 1e-3  # of the rarer phase
OPAQUE = 255
SUFFIXES = (".png", ".tif", ".tiff")


def image_phases(path: Path) -> np.ndarray:
    """Return the phases of the pixels; the rarer of dark and bright is the second phase."""
    return phases_of_grey(_grey(path), str(path))


def phases_of_grey(grey: np.ndarray, name: str = "the image") -> np.ndarray:
    """Return the phases of grey values between 0 and 1; an image of one phase is refused."""
    if grey.ndim != 2 or min(grey.shape) < 2:
        raise ModelError(f"{name} has the shape {grey.shape}", "give an image of at least 2 by 2 pixels")
    bright = grey > otsu(grey)
    share = float(bright.mean())
    contrast = float(grey[bright].mean() - grey[~bright].mean()) if 0 < share < 1 else 0.0
    apart = _apart(grey, bright, contrast) if contrast else 0.0
    if not LEAST_SHARE <= share <= 1 - LEAST_SHARE or contrast < EVEN or apart < APART:
        what = (
            f"{name} shows one phase: {share:.2%} bright, a contrast of {contrast:.2%} of the range of grey, "
            f"{apart:.1f} times the spread within dark and bright"
        )
        fix = f"give an image of two phases with a contrast of at least {EVEN:.0%} and {APART:g} times that spread"
        raise ModelError(what, f"{fix}; remove noise and uneven light first")
    second = bright if share <= 0.5 else ~bright
    return second[::-1, :, None].astype(np.uint8)


def otsu(grey: np.ndarray, bins: int = 256) -> float:
    """Return the threshold of the greatest variance between the two classes of grey values."""
    count, edges = np.histogram(grey, bins)
    centres = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(count)
    above = below[-1] - below
    sums = np.cumsum(count * centres)
    parted = (below > 0) & (above > 0)
    if not parted.any():
        return float(edges[-1])
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return float(edges[1:][np.argmax(np.where(parted, apart, -1.0))])


def _apart(grey: np.ndarray, bright: np.ndarray, contrast: float) -> float:
    """Return the contrast over the standard deviation within the two classes; infinite where there is none."""
    within = float(np.sqrt((grey[bright].var() * bright.sum() + grey[~bright].var() * (~bright).sum()) / grey.size))
    return contrast / within if within > 0 else np.inf


def _grey(path: Path) -> np.ndarray:
    """Return the grey values over the range that their type has: 0 to 1, or 8 to 16 bits."""
    from PIL import Image, UnidentifiedImageError

    if path.suffix.lower() not in SUFFIXES:
        raise ModelError(f"{path} is no image of a slice", f"give a file of one of: {', '.join(SUFFIXES)}")
    try:
        with Image.open(path) as image:
            if image.width * image.height > MOST_PIXELS:
                what = f"{path} has {image.width} x {image.height} pixels"
                raise ModelError(what, f"give {MOST_PIXELS} pixels at most: crop or bin the image")
            opaque = "A" not in image.getbands() or np.asarray(image.getchannel("A")).min() == OPAQUE
            plain = image.mode.startswith(("I", "F"))
            values, eight = np.asarray(image if plain else image.convert("L")).astype(float), not plain
    except (OSError, UnidentifiedImageError) as bad:
        raise ModelError(f"{path} cannot be read as an image: {bad}", "give a PNG or TIFF file") from None
    if not opaque:
        what = f"{path} has transparent pixels: phases that are drawn in alpha have no grey value"
        raise ModelError(what, "save the slice in grey, without an alpha channel")
    if not np.isfinite(values).all() or values.min() < 0 or values.max() > RANGES[-1]:
        what = f"{path} has grey values from {values.min():g} to {values.max():g}"
        raise ModelError(what, f"give 0 to 1 as floats, or integers from 0 to {RANGES[-1]:g}")
    if eight:
        return values / OPAQUE
    return values / next(one for one in RANGES if values.max() <= one)
