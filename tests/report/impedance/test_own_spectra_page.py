"""Own spectra on the page of a study: a section, figures, comparisons; and on the terminal."""

from __future__ import annotations

import io
import json

import pytest
from pellets import write_pellets
from rich.console import Console
from toy_papers import case_with, fact

from natria.report import page, pictures, print_study, study_files
from natria.studies import Data, run_study

DESIGN = """
name = "toy2026/a"
cell = "symmetric"
temperature = "25 degC"
area = "0.785 cm^2"
[working]
material = "Na"
[electrolyte.pellet]
material = "Na3PS4"
thickness = "500 um"
[protocol]
current = "0.1 mA/cm^2"
[study]
targets = ["toy2026"]
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    here = tmp_path_factory.mktemp("own")
    facts = [fact("sigma", "Na3PS4", "ionic_conductivity", 0.3, "mS/cm", at={"temperature": "25 degC"})]
    (here / "papers").mkdir()
    case = case_with(here / "papers", facts, DESIGN)
    return run_study(case, [Data(write_pellets(here / "pellets"), circuit="R0-p(R1,CPE1)-CPE2")], spread=False)


def test_the_page_has_the_spectra_with_their_figures(result):
    drawn = pictures(result)
    assert {"own-spectra-1-nyquist", "own-spectra-1-arrhenius"} <= {p.id for p in drawn}
    html = page(result, drawn, "1.0")
    for anchor in ("own-data-compared-with-other-numbers", "own-spectra-of-toy2026-a-pellets"):
        assert f'<section id="{anchor}">' in html
    assert "ionic conductivity, bulk" in html


def test_a_study_without_spectra_has_no_section_of_them(result):
    alone = run_study(result.case, spread=False)
    assert "own-spectra" not in page(alone, pictures(alone), "1.0")


def test_the_files_have_the_ancestry_of_every_number(result):
    files = study_files(result, "1.0")
    document = json.loads(files["findings.json"])
    assert [entry["of"] for entry in document["spectra"]] == ["toy2026/a"]
    assert "figures/own-spectra-1-nyquist.svg" in files


def test_the_terminal_says_conductivity_and_verdict(result):
    text = io.StringIO()
    print_study(result, Console(file=text, width=160))
    assert "ionic conductivity, total" in text.getvalue()
    assert "measurement" in text.getvalue()
