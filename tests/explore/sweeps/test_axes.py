import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.explore.sweeps import SweepAxis, read_axis
from natria.quantity import InputError


def test_an_axis_is_read_in_its_units() -> None:
    axis = read_axis("interphase.bpi.thickness=1 um:40 um:5")
    assert (axis.path, axis.count, axis.log) == ("interphase.bpi.thickness", 5, False)
    np.testing.assert_allclose(axis.values[[0, -1]], [1e-6, 4e-5], rtol=1e-14)
    np.testing.assert_allclose(np.diff(axis.values), 39e-6 / 4)


def test_equal_ratios() -> None:
    axis = read_axis("protocol.current=0.1 mA/cm^2:10 mA/cm^2:3:log")
    np.testing.assert_allclose(axis.values, [1, 10, 100])


def test_a_range_without_a_count_is_for_samples() -> None:
    assert read_axis("temperature=280 K:320 K").count == 0


@given(st.floats(1e-9, 1e3), st.floats(1.01, 1e3), st.integers(2, 50), st.booleans())
def test_values_rise_from_end_to_end(low: float, ratio: float, count: int, log: bool) -> None:
    values = SweepAxis("temperature", low, low * ratio, count, log).values
    assert len(values) == count
    assert (values[0], values[-1]) == (low, low * ratio)
    assert (np.diff(values) > 0).all()


@pytest.mark.parametrize(
    "text",
    [
        "interphase.bpi.thickness",
        "interphase.bpi.thickness=1 um",
        "interphase.bpi.thickness=1 um:2 um:3:4",
        "interphase.bpi.thickness=1 um:2 um:x",
        "interphase.bpi.thickness=1 um:2 um:1",
        "interphase.bpi.thickness=2 um:1 um:3",
        "interphase.bpi.thickness=-1 um:1 um:3",
        "temperature=0 K:300 K:3:log",
        "interphase.bpi.thickness=1 V:2 V:3",
        "interphase.bpi.material=1:2:3",
        "nonsense=1:2:3",
    ],
)
def test_a_bad_axis_is_refused(text: str) -> None:
    with pytest.raises(InputError) as bad:
        read_axis(text)
    assert bad.value.problems
