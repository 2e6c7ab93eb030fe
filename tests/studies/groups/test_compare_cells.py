"""The comparison as a whole: remarks, what is refused, the document, cells of the independent generator."""

import json
from dataclasses import replace

import numpy as np
import pytest
from group_cells import finding, made_cell
from independent import InstrumentSettings, PathSettings, SymmetricSettings, symmetric_recording

from natria.lab import Specimen, measure
from natria.quantity import InputError, load
from natria.studies.groups import SCHEMA, cell_of, compare_cells, groups_document

ETA = "cell_overpotential"


def codes(result):
    return {remark.code for remark in result.remarks}


def cells_of(name, values):
    return [made_cell(f"{name}{k}", [(ETA, v)]) for k, v in enumerate(values)]


def test_few_cells_are_remarked_with_the_smallest_p():
    a, b = cells_of("a", (0.05, 0.06, 0.07)), cells_of("b", (0.02, 0.03, 0.04))
    result = compare_cells([*a, *b], {"a": [c.name for c in a], "b": [c.name for c in b]})
    (few,) = [r for r in result.remarks if r.code == "few-cells"]
    assert "0.1" in few.text


def test_a_group_of_one_and_a_group_without_results_are_remarked():
    result = compare_cells(cells_of("a", (0.05,)), {"a": ["a0"], "b": ["gone"]})
    assert {"one-cell", "empty-group"} <= codes(result)
    assert list(result.groups) == ["a"]


def test_many_comparisons_are_remarked():
    names = ("hysteresis", "hysteresis_mean", "hysteresis_end", ETA)
    at = [{"current": 10.0 * 1.2**k} for k in range(6)]

    def cell(name, factor):
        return made_cell(name, [finding(name, n, factor, at=one) for n in names for one in at])

    result = compare_cells([cell("a", 0.1), cell("b", 0.2)], {"a": ["a"], "b": ["b"]})
    assert "many-comparisons" in codes(result)


def test_one_recording_counts_once():
    cell = made_cell("a", [(ETA, 0.05)])
    copy = replace(made_cell("b", [(ETA, 0.05)]), sha256=cell.sha256)
    with pytest.raises(InputError, match="same recording"):
        compare_cells([cell, copy], {"g": ["a", "b"]})
    assert len(compare_cells([cell, copy], {}).cells) == 2  # a folder may hold a converted copy


def test_the_document_can_be_read_back_and_is_plain_json():
    a, b = cells_of("a", (0.05, 0.06, 0.07)), cells_of("b", (0.02, 0.03))
    result = compare_cells([*a, *b], {"a": [c.name for c in a], "b": [c.name for c in b]})
    document = json.loads(json.dumps(groups_document(result, "1"), allow_nan=False))
    assert document["schema"] == SCHEMA == "natria.groups/1"
    book = load(document)
    (number,) = document["numbers"]
    first = number["groups"][0]
    assert book[first["mean"]].value == pytest.approx((0.05 * 0.06 * 0.07) ** (1 / 3))
    assert first["arithmetic_mean"] == pytest.approx(0.06)
    assert {book[one].question.of for one in first["values"].values()} == {"a0", "a1", "a2"}
    assert number["contrasts"][0]["kind"] == "ratio"


@pytest.fixture(scope="module")
def independent_groups():
    """Cells by equations of their own: 40 and 15 ohm of interphase, 5 % scatter; three of the bare ones short."""
    rng = np.random.default_rng(11)

    def cell(name, ohm, short, seed):
        settings = SymmetricSettings(interphase=float(ohm * np.exp(0.05 * rng.normal())), half_cycles=60)
        path = PathSettings(short * 3600.0, 0.7) if short else None
        instrument = InstrumentSettings(60.0, noise=2e-4)
        made = symmetric_recording(settings, instrument, path, seed=seed)
        return replace(cell_of(measure(made.recording, Specimen(name)), name), sha256=name)  # it has no file

    bare = [cell(f"bare{k}", 40.0, short, k) for k, short in enumerate((25.3, 33.7, 41.2, 0))]
    coated = [cell(f"coated{k}", 15.0, 0, 10 + k) for k in range(4)]
    return compare_cells([*bare, *coated], {"bare": [c.name for c in bare], "coated": [c.name for c in coated]})


def test_the_ratio_of_independent_cells_is_found(independent_groups):
    """At 1 mA: electrolyte 10, diffusion about 4 ohm, two faces of RT/(F I0) = 12.8 ohm each at small currents."""
    (eta,) = [n for n in independent_groups.numbers if n.question.name == ETA]
    (c,) = eta.contrasts
    expected = (10 + 4 + 25 + 15) / (10 + 4 + 25 + 40)
    assert c.value == pytest.approx(expected, rel=0.05)
    assert c.interval[0] < c.value < c.interval[1] < 1
    assert eta.groups[0].n == eta.groups[1].n == 4


def test_the_lives_of_independent_cells_are_found(independent_groups):
    (lives,) = [one for one in independent_groups.lives if one.question.name == "cycling_time"]
    bare, coated = lives.groups
    assert bare.failed.tolist() == [True, True, True, False]
    assert bare.time[:3] / 3600 == pytest.approx([25.3, 33.7, 41.2], abs=1.0)
    assert coated.failures == 0
    assert lives.tests[0].test.exact
