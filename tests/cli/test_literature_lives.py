"""natria literature lives, and map."""

import json
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
OWN = EXAMPLES / "lives"


def test_lives_write_a_page(run, tmp_path):
    code, out, _ = run("literature", "lives", "--by", "layer", "--out", tmp_path / "lives")
    assert code == 0
    assert "4 of 47" in out
    assert (tmp_path / "lives" / "figures" / "lives-survival.png").is_file()


def test_lives_of_one_s_own_alone_as_json(run):
    command = ("literature", "lives", "--papers", OWN, "--paper", "own2026", "--by", "current", "--json")
    code, out, _ = run(*command)
    assert code == 0
    document = json.loads(out)
    assert document["failures"] == 37
    assert document["papers"] == 6
    low, high = document["alone"][0]["effects"][0]["life_ratio"]["counts"]
    assert low < 0.5 < high < 1


def test_a_design_gets_its_life_and_the_bounds_of_physics(run):
    setting = "working.plating_stripping_efficiency=99 %"
    code, out, _ = run("literature", "lives", "--by", "layer", "--design", "kumar2020", "--set", setting, "--json")
    assert code == 0
    document = json.loads(out)
    assert document["system"] == "kumar2020/bpi"
    bounds = {one["term"]: one["value"] for one in document["bounds"]}
    assert bounds["cycle_life"] == pytest.approx(1 / (bounds["inventory_share"] * 0.01))
    assert [one["covariates"] for one in document["expected"]] == [[], ["layer"]]


@pytest.mark.parametrize(
    "arguments",
    [
        ("lives", "--by", "colour"),
        ("lives", "--csv"),
        ("lives", "now"),
        ("lives", "--class", "organic"),
        ("lives", "--design", "kumar2020", "--design", "chi2022"),
        ("map", "life"),
        ("map", "life", "colour"),
        ("map", "life", "current", "--by", "class"),
        ("--by", "class"),
        ("kumar2020:eta-35um", "kumar2020:eta-3um"),
        ("check", "--out", "somewhere"),
    ],
)
def test_what_does_not_fit_is_refused(run, arguments):
    code, _, err = run("literature", *arguments)
    assert code == 2
    assert err


def test_a_map_with_a_design(run, tmp_path):
    out = tmp_path / "map"
    code, text, _ = run("literature", "map", "capacity", "current", "--design", EXAMPLES / "my-cell.toml", "--out", out)
    assert code == 0
    assert "lab/cell-7" in text
    assert (out / "figures" / "map-capacity-current.png").is_file()


def test_a_map_of_all_systems_of_a_case(run):
    code, out, _ = run("literature", "map", "energy", "voltage", "--design", "kumar2020", "--system", "all", "--json")
    assert code == 0
    systems = {one["system"] for one in json.loads(out)["designs"]}
    assert {"kumar2020/bpi/na-s", "kumar2020/na-s-high-temperature"} <= systems
