"""A calibrated set in a file: what is read back is what was found, and a file that was changed is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cells_to_calibrate import FACE, FILM, SALT, case_with, recorded, written

from natria.literature import fact
from natria.models.cell import prepare
from natria.quantity import BookError, FitError, InputError
from natria.studies import Studio, compare, measure_file
from natria.studies.calibration.calibrate import calibrate
from natria.studies.calibration.file import FILE, calibration_document, read_calibrated, with_calibrated
from natria.studies.calibration.profile import NINETY_FIVE, profile
from natria.studies.document import digest_of_document
from natria.studies.own_data import compared

BPI = "interphase.bpi.ionic_conductivity"
ETA = ("kumar2020:eta-3um", "kumar2020:eta-35um")


def saved(calibration, file, profiles=()):
    document = calibration_document(calibration, "test", profiles)
    file.write_text(json.dumps(document, allow_nan=False))
    return file


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("calibrated")


@pytest.fixture(scope="module")
def noisy(folder):
    return written(recorded(), folder / "cell.csv", 5e-4, 1)


@pytest.fixture(scope="module")
def own(noisy):
    return calibrate(case_with(), [FILM, FACE], [noisy], cycles=(1, 2), name="own")


@pytest.fixture(scope="module")
def file(own, folder):
    return saved(own, folder / FILE)


@pytest.fixture(scope="module")
def borrowed(kumar):
    """The case with a lower exchange current: with its own the thicker layer alone is above its reported voltage."""
    return replace(kumar, base=kumar.base.with_({FACE: {"fact": "yuan2025:i0"}}))


@pytest.fixture(scope="module")
def on_one_fact(borrowed, folder):
    """The faces on the thicker layer; the layer's conductivity stays as the case fits it, on the thinner one."""
    return saved(calibrate(borrowed, [FACE], ETA[1:]), folder / "facts.json")


def test_what_is_read_back_is_what_was_found(own, file):
    back = read_calibrated(file)
    assert back.values == dict(own.findings)
    assert back.name == "own"
    assert [f.origin.fit for f in back.values.values()] == [own.fit] * 2


def test_the_folder_does_as_well_as_the_file(file):
    assert read_calibrated(file.parent).values == read_calibrated(file).values


def test_the_calibrated_cell_is_the_one_that_was_found(own, file):
    calibrated = with_calibrated(case_with(), [file])
    prepared = prepare(calibrated.base)
    assert prepared.cell.working.exchange_current == own.findings[FACE].value
    assert prepared.cell.working.films[0].conductivity == own.findings[FILM].value
    assert own.findings[FACE] in prepared.origin.inputs


def test_numbers_of_the_recording_are_fitted_and_not_predicted(file, noisy):
    """Read by `lab` off the same file: whatever the calibrated cell says of it is a fit."""
    patch = {"protocol.current": "0.3 mA/cm^2", "protocol.areal_capacity": "0.05 mAh/cm^2"}
    steps = ["plate current for areal_capacity", "strip current for areal_capacity", "repeat 2"]
    case = with_calibrated(case_with({**patch, "protocol.steps": steps}), [file])
    studio = Studio(case)
    measurement = measure_file(Path(noisy), studio)
    found = {c.answer.origin.model: c.verdict for c in compared(studio, measurement, ()) if c.verdict != "refused"}
    assert found["cell"] == "fit"
    assert "prediction" not in found.values()


def test_facts_that_a_set_was_found_on_stay_fits(borrowed, on_one_fact):
    """Also the fact that a held fit of the case rests on."""
    studio = Studio(with_calibrated(borrowed, [on_one_fact]))
    targets = [fact(name) for name in ETA]
    found = {(t.id, a.origin.model): compare(t, a).verdict for t in targets for a in studio.answers(t.question)}
    assert set(found.values()) == {"fit"}
    assert {(name, "cell") for name in ETA} <= set(found)


def test_a_fit_that_was_held_is_not_done_again(borrowed, on_one_fact):
    calibrated = with_calibrated(borrowed, [on_one_fact])
    answers = {a.origin.model: a for a in Studio(calibrated).answers(fact(ETA[1]).question)}
    assert answers["cell"].value == pytest.approx(0.18, rel=1e-4)
    assert Studio(calibrated).fits.get("layer conductivity") is None


def test_another_fact_of_the_same_cell_is_conditional(kumar, folder):
    one = saved(calibrate(kumar, [BPI], ETA[:1]), folder / "one.json")
    studio = Studio(with_calibrated(kumar, [one]))
    target = fact(ETA[1])
    found = {a.origin.model: compare(target, a) for a in studio.answers(target.question)}
    assert found["cell"].verdict == "conditional"
    assert any("macmullin_number" in word for word in found["cell"].rests_on)


# --- what is refused


def change(document, edit):
    edited = json.loads(json.dumps(document))
    edit(edited)
    return edited


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: d["parameters"][0].update(value=1.0),
        lambda d: d["findings"][-1].update(value=1.0),
        lambda d: d["fits"][0]["values"].reverse(),
        lambda d: d["data"][0].update(misses=0.0),
        lambda d: d.update(name="mine"),
    ],
)
def test_a_file_that_was_changed_is_refused(file, folder, edit):
    changed = folder / "changed.json"
    changed.write_text(json.dumps(change(json.loads(file.read_text()), edit)))
    with pytest.raises(BookError, match="changed after it was written"):
        read_calibrated(changed)


def test_a_new_digest_does_not_make_a_changed_number_a_fitted_one(file, folder):
    """Every finding has a digest of its own with that of its ancestors in it."""
    document = change(json.loads(file.read_text()), lambda d: d["findings"][-1].update(value=1.0))
    document["digest"] = digest_of_document(document)
    changed = folder / "sealed.json"
    changed.write_text(json.dumps(document))
    with pytest.raises(BookError, match="does not fit its id"):
        read_calibrated(changed)


def test_a_set_of_another_version_of_the_model_is_refused(file, monkeypatch):
    monkeypatch.setattr("natria.studies.calibration.file.VERSION", 99)
    with pytest.raises(BookError, match="another version of the cell model"):
        read_calibrated(file)


def test_a_calibration_without_a_result_cannot_be_used(noisy, folder):
    both = calibrate(case_with(), [FILM, "interphase.film.thickness"], [noisy], cycles=(1, 1))
    with pytest.raises(BookError, match=r"without a result: .*only the ratio"):
        read_calibrated(saved(both, folder / "none.json"))


@pytest.mark.parametrize(
    ("text", "what"),
    [("", "cannot be read"), ("[1, 2]", "is not a calibration"), ('{"schema": "x"}', "is not a calibration")],
)
def test_what_is_no_calibration_is_refused(folder, text, what):
    odd = folder / "odd.json"
    odd.write_text(text)
    with pytest.raises(BookError, match=what):
        read_calibrated(odd)
    with pytest.raises(BookError, match="no such file"):
        read_calibrated(folder / "nowhere.json")


def test_two_sets_of_one_number_contradict_each_other(file, folder, noisy):
    other = saved(calibrate(case_with(), [FACE], [noisy], cycles=(1, 1)), folder / "other.json")
    with pytest.raises(InputError, match="an earlier one gives too"):
        with_calibrated(case_with(), [file, other])


def test_a_set_of_another_case_has_no_place(kumar, file):
    with pytest.raises(InputError, match="may be of another case than kumar2020"):
        with_calibrated(kumar, [file])


# --- one after another


def test_a_calibration_may_hold_an_earlier_one(file, noisy, own):
    later = calibrate(with_calibrated(case_with(), [file]), [SALT], [noisy], cycles=(1, 2))
    held = {h.id for h in later.fit.held}
    assert {f.id for f in own.findings.values()} <= held
    assert later.findings[SALT].std


# --- profiles


def test_of_a_straight_problem_the_profile_is_the_covariance(own):
    found = profile(own, FACE)
    finding = own.findings[FACE]
    assert found.values[0] < finding.value < found.values[-1]
    assert np.all(np.diff(found.values) > 0)
    assert np.all(np.diff(found.off) > 0)
    for end, side in ((found.low, -1), (found.high, 1)):
        assert end == pytest.approx(finding.value + side * NINETY_FIVE * finding.std, abs=0.2 * finding.std)


def test_a_profile_lets_the_others_follow(own):
    """With the others held the data would be far off at once: the two numbers make up for each other."""
    found = profile(own, FACE)
    place = own.fit.names.index(FACE)
    at = own.minimum.at.copy()
    at[place] = own.free[place].coordinate(found.values[-1])
    residual = own.problem.residual(at) / own.misfits[0].excess ** 0.5
    least = own.minimum.residual / own.misfits[0].excess ** 0.5
    assert residual @ residual - least @ least > 1.2 * found.off[-1] ** 2


def test_only_what_was_free_and_has_a_spread_has_a_profile(own, kumar):
    with pytest.raises(FitError, match="was not free"):
        profile(own, SALT)
    with pytest.raises(FitError, match="leave no spread"):
        profile(calibrate(kumar, [BPI], ETA[:1]), BPI)


def test_the_document_has_the_profile(own, folder):
    document = json.loads(saved(own, folder / "profiled.json", [profile(own, FACE)]).read_text())
    (row,) = document["profiles"]
    assert row["path"] == FACE
    assert row["low"] < row["values"][3] < row["high"]
