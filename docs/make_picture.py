"""Draw the pictures of the README: a measured short, a simulated cell and a study, each from natria itself."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib as mpl
from click.testing import CliRunner

import natria
from natria.cli.main import cli
from natria.report import Picture
from natria.report.common.style import RC

HERE = Path(__file__).with_name("images")
DOTS = 200  # per inch: sharp at the width of the README, and below 150 kB
SHORTED = ("symmetric", "--cycles", "20", "--soft-short", "30%")


def measured_short() -> Picture:
    """The soft short that `natria measure` finds in the recording of `natria synthesize`."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "cell.csv")
        CliRunner().invoke(cli, ["synthesize", *SHORTED, "--out", str(file)], catch_exceptions=False)
        return _picture(natria.measure(file), "voltage-time-close")


def simulated_cell() -> Picture:
    """The voltage of a simulated cell by contribution."""
    return _picture(natria.simulate("kumar2020", system="kumar2020/bpi/optical", cycles=5), "voltage-parts")


def study() -> Picture:
    """The answers of a study over the reported numbers."""
    return _picture(natria.study("kumar2020"), "parity")


DRAWN: dict[str, Callable[[], Picture]] = {
    "measured-short": measured_short,
    "simulated-cell": simulated_cell,
    "study": study,
}


def _picture(result: natria.Result[object], name: str) -> Picture:
    return next(picture for picture in result.pictures() if picture.id == name)


def png(picture: Picture) -> bytes:
    """The picture as PNG at the resolution of the README."""
    out = io.BytesIO()
    with mpl.rc_context(RC):
        picture.figure().savefig(out, format="png", dpi=DOTS, metadata={"Software": None})
    return out.getvalue()


def main() -> None:
    HERE.mkdir(exist_ok=True)
    for name, draw in DRAWN.items():
        (HERE / f"{name}.png").write_bytes(png(draw()))


if __name__ == "__main__":
    main()
