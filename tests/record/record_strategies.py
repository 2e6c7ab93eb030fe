"""Artefacts of every kind, for hypothesis: odd sizes, nan for refused points, titles in every script."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from natria.record import Field, FieldArray, Grid, Mesh, Spectrum, Structure, Table, numbers, words
from natria.record.field import CELLS

titles = st.text(max_size=8) | st.sampled_from(["Stromdichte über der Fläche", "电流密度", "a\0b", "<&>\"'"])
finite = st.floats(-1e9, 1e9)
any_number = st.floats(allow_nan=True, allow_infinity=True)


def values(shape):
    return arrays(np.float64, shape, elements=any_number)


@st.composite
def tables(draw):
    rows = draw(st.integers(0, 7))
    names = draw(st.lists(st.text(min_size=1, max_size=4), max_size=3, unique=True))
    texts = st.lists(st.text(max_size=4), min_size=rows, max_size=rows).map(words)
    floats = values(rows).map(lambda v: numbers("ohm m^2", v))
    return Table("some-table", draw(titles), {name: draw(floats | texts) for name in names})


@st.composite
def spectra(draw):
    size = draw(st.integers(0, 9))
    frequency = draw(arrays(np.float64, size, elements=st.floats(1e-6, 1e9)))
    impedance = np.empty(size, complex)
    impedance.real, impedance.imag = draw(values(size)), draw(values(size))
    return Spectrum(frequency, impedance, draw(st.sampled_from(["ohm", "ohm m^2"])), draw(titles))


@st.composite
def grids(draw):
    axis = st.lists(finite, min_size=1, max_size=4, unique=True).map(sorted)
    return Grid(tuple(map(np.array, draw(st.lists(axis, min_size=1, max_size=3)))))


@st.composite
def meshes(draw):
    points = draw(arrays(np.float64, (draw(st.integers(1, 7)), 3), elements=finite))
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), max_size=3, unique=True))
    node = st.integers(0, len(points) - 1)
    cells = [(k, draw(arrays(np.int64, (draw(st.integers(1, 3)), CELLS[k]), elements=node))) for k in kinds]
    return Mesh(points, tuple(cells))


@st.composite
def fields(draw):
    support = draw(grids() | meshes())
    places = [on for on in ("points", "cells") if np.prod(support.shape(on)) > 0]
    found = []
    for name in draw(st.lists(st.sampled_from(["c", "current_density", "phi_2"]), max_size=3, unique=True)):
        on = draw(st.sampled_from(places))
        components = draw(st.sampled_from([(), (2,), (3,)]))
        unit = draw(st.sampled_from(["A/m^2", "V", "1", ""]))
        found.append(FieldArray(name, unit, draw(values((*support.shape(on), *components))), on))
    return Field(support, tuple(found), draw(titles))


@st.composite
def structures(draw):
    cell = np.diag(draw(arrays(np.float64, 3, elements=st.floats(1e-10, 5e-9))))
    cell[2, 0] = draw(st.floats(-1e-9, 1e-9))
    species = draw(st.lists(st.sampled_from(["Na", "O", "H", "N"]), max_size=5))
    positions = draw(arrays(np.float64, (len(species), 3), elements=st.floats(-2, 2)))
    periodic = draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))
    return Structure(cell, tuple(species), positions, periodic, draw(titles))


artefacts = tables() | spectra() | fields() | structures()
