"""Fits that are taken over from another design file: made there, moved through, and refused with a reason."""

import pickle
from pathlib import Path

import pytest

from natria.design import load_case
from natria.quantity import Finding, evidence, in_unit
from natria.studies import Studio, run_study

NAME = "zhu2024:exchange current in glyme"
BARE = """
name = "lab/bare"
cell = "symmetric"
temperature = "298.15 K"
[working]
material = "Na"
exchange_current_density = { fit = "i0" }
[electrolyte.separator]
material = "NaPF6 in diglyme"
separator = "Celgard"
thickness = "25 um"
salt_concentration = "1 mol/L"
[protocol]
current = "0.5 mA/cm^2"
steps = ["plate current for 1 h", "strip current for 1 h"]
[study]
stands_for = { "zhu2024/napf6-glyme" = "lab/bare" }
[study.fit.faces]
model = "layered_cell"
data = ["zhu2024:napf6-hysteresis"]
parameters = { i0 = { term = "exchange_current_density", start = "1 mA/cm^2" } }
"""
OWN = BARE.replace("lab/bare", "lab/own").partition("[study]")[0].replace('"i0"', '"bare.toml:i0"')


@pytest.fixture
def own(tmp_path):
    def made(bare=BARE, text=OWN):
        (tmp_path / "bare.toml").write_text(bare, encoding="utf-8")
        (tmp_path / "own.toml").write_text(text, encoding="utf-8")
        return load_case(str(tmp_path / "own.toml"))

    return made


def test_the_fit_is_made_in_its_own_file_with_its_own_cell(own):
    fits = Studio(own()).fits
    assert set(fits) == {"bare.toml:i0"}
    found = fits["bare.toml:i0"]
    assert 3 < in_unit(found.value, found.question.name) < 5
    held = {h.question.of.partition("#")[0] for h in found.origin.fit.held if "#" in h.question.of}
    assert held == {"lab/bare"}
    assert evidence(found) == {"zhu2024:napf6-hysteresis"}


def test_a_range_gives_the_fit_a_spread(own):
    found = Studio(own()).fits["bare.toml:i0"]
    assert found.std is not None
    assert 0.1 < found.std / found.value < 0.2


def test_for_another_cell_it_is_borrowed_and_counts_as_a_guess(own):
    case = own()
    studio = Studio(case)
    design, path = studio.design("lab/own"), "working.exchange_current_density"
    assert design.borrowed(path, design.finding(path)) == "taken over from zhu2024/napf6-glyme"


def test_a_move_of_the_other_cell_goes_through_the_fit(own):
    text = OWN + '\n[study]\n[[study.ask]]\nname = "cell_overpotential"\nof = "lab/own"\n'
    result = run_study(own(text=text))
    (answer,) = [a for a in result.base.answers if isinstance(a, Finding) and a.origin.model == "layered_cell"]
    grade = result.base.grades[answer.id]
    effects = {e.about: e for e in grade.leverage.effects if e.root}
    macmullin = next(e for about, e in effects.items() if about.startswith("macmullin"))
    # both cells have the same separator and current: what it costs more, the fitted faces cost less
    assert abs(macmullin.up) < 0.01
    hysteresis = next(e for about, e in effects.items() if about.startswith("hysteresis"))
    assert hysteresis.up > 0.1


def test_a_studio_with_a_fit_of_another_file_can_be_sent_to_another_process(own):
    first = Studio(own())
    before = dict(first.fits)
    assert first.fit_tasks
    assert dict(pickle.loads(pickle.dumps(first)).fits) == before


def test_a_fit_of_a_third_file_is_not_followed(own):
    chained = BARE.replace('thickness = "25 um"', 'thickness = "25 um"\nionic_conductivity = { fit = "third.toml:x" }')
    third = BARE.replace("lab/bare", "lab/third").replace(
        'i0 = { term = "exchange_current_density", start = "1 mA/cm^2" }',
        'x = { term = "ionic_conductivity", start = "1 mS/cm" }',
    )
    case = own()
    folder = Path(case.source).parent
    (folder / "third.toml").write_text(third, encoding="utf-8")
    folder.joinpath("bare.toml").write_text(chained, encoding="utf-8")
    failed = Studio(load_case(case.source)).failed
    assert "third.toml:x" in failed["bare.toml:i0"]


def test_a_fit_that_fails_there_refuses_here_with_its_reason(own):
    case = own(BARE.replace('thickness = "25 um"', 'thickness = "9 mm"'))
    studio = Studio(case)
    assert not studio.fits
    assert "does not reproduce its data" in studio.failed["bare.toml:i0"] or "bound" in studio.failed["bare.toml:i0"]


def test_the_shipped_case_takes_over_what_bare_sodium_in_a_glyme_shows():
    own, other = Studio(load_case("kumar2020")), Studio(load_case("zhu2024"))
    assert own.fits[NAME] == other.fits["exchange current in glyme"]
