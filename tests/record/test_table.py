"""Tables: what goes into parquet comes out of it, and the same table has the same bytes."""

import io
from hashlib import sha256

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.quantity import Chosen, ModelError
from natria.record import Column, Table, numbers, words

ORIGIN = Chosen("test")


def table(**columns):
    return Table("curve", "A curve", columns, ORIGIN)


def read(one):
    return pl.read_parquet(io.BytesIO(one.parquet))


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.floats(allow_nan=True), st.floats(allow_nan=True), st.text(max_size=5)), min_size=1, max_size=20
    )
)
def test_numbers_and_words_come_back_from_parquet_exactly(rows):
    one = table(
        time=numbers("s", [row[0] for row in rows]),
        voltage=numbers("V", [row[1] for row in rows]),
        part=words([row[2] for row in rows]),
    )
    frame = read(one)
    assert frame.columns == ["time", "voltage", "part"]
    for name in ("time", "voltage"):
        assert frame[name].to_numpy().tobytes() == one.columns[name].numbers.tobytes()
    assert frame["part"].to_list() == [row[2] for row in rows]


def test_a_point_that_was_refused_stays_nan_and_is_no_null():
    frame = read(table(voltage=numbers("V", [1.0, float("nan")])))
    assert frame["voltage"].null_count() == 0
    assert np.isnan(frame["voltage"][1])


def build():
    return table(time=numbers("s", np.linspace(0, 1, 1000)), part=words(["film", "face"] * 500))


def test_the_same_table_has_the_same_digest():
    one, other = build(), build()
    assert one is not other
    assert one.sha256 == other.sha256 == sha256(one.parquet).hexdigest()


def test_another_number_has_another_digest():
    values = np.linspace(0, 1, 1000)
    values[500] = np.nextafter(values[500], 1)
    other = table(time=numbers("s", values), part=words(["film", "face"] * 500))
    assert other.sha256 != build().sha256


def test_columns_of_unequal_length_are_refused_with_their_lengths():
    with pytest.raises(ModelError, match=r"'curve' differ in length: \[2, 3\]"):
        table(time=numbers("s", [1, 2, 3]), part=words(["a", "b"]))


def test_a_table_knows_its_length_and_its_file():
    assert len(build()) == 1000
    assert len(table(time=numbers("s", []))) == 0
    assert build().file == "tables/curve.parquet"


def test_a_table_without_columns_has_no_rows():
    assert len(table()) == 0


def test_numbers_of_a_table_cannot_be_changed_from_outside():
    values = np.array([1.0, 2.0])
    column = numbers("s", values)
    values[0] = 9.0
    assert column.numbers.tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        column.numbers[0] = 9.0


def test_whole_numbers_become_floats():
    assert numbers("1", [1, 2]).numbers.dtype == np.float64


def test_words_are_not_read_as_numbers():
    column = words(["film"])
    assert column.is_text
    assert not numbers("s", [1.0]).is_text
    with pytest.raises(ModelError, match="a column of words was read as numbers"):
        _ = column.numbers


def test_a_column_of_words_equals_another_of_the_same_words():
    assert words(["film"]) == Column("", ("film",))
