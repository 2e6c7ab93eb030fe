"""A slice as a microstructure: PNG or TIFF, grey values split in two by Otsu's threshold.

Rows of the image lead through the layer, from the sodium (bottom) to the electrolyte (top); the slice is taken to go
on without a change into the depth of the picture. Otsu, IEEE Trans. Syst. Man Cybern. 9, 62 (1979).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ....quantity import ModelError

MOST_PIXELS = 2**24
EVEN = 0.02  # contrast of the two means, over the whole range of grey, below which an image shows one phase
LEAST_SHARE = 1e-3  # of the rarer phase
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
    if not LEAST_SHARE <= share <= 1 - LEAST_SHARE or contrast < EVEN:
        what = f"{name} shows one phase: {share:.2%} bright, a contrast of {contrast:.1%} of the range of grey"
        raise ModelError(what, f"give an image of two phases, a contrast of at least {EVEN:.0%}")
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


def _grey(path: Path) -> np.ndarray:
    from PIL import Image, UnidentifiedImageError

    if path.suffix.lower() not in SUFFIXES:
        raise ModelError(f"{path} is no image of a slice", f"give a file of one of: {', '.join(SUFFIXES)}")
    try:
        with Image.open(path) as image:
            if image.width * image.height > MOST_PIXELS:
                what = f"{path} has {image.width} x {image.height} pixels"
                raise ModelError(what, f"give {MOST_PIXELS} pixels at most: crop or bin the image")
            values = np.asarray(image.convert("F") if image.mode.startswith("I") else image.convert("L"), float)
    except (OSError, UnidentifiedImageError) as bad:
        raise ModelError(f"{path} cannot be read as an image: {bad}", "give a PNG or TIFF file") from None
    span = float(np.ptp(values))
    return (values - values.min()) / span if span and values.max() > 255 else values / 255
