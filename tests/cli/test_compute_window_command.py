"""natria compute window: text, JSON, files, refusals."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from natria.cli.errors import exit_code_of
from natria.cli.main import NAME, cli

TOY = """formula,energy (eV),source
Na,0,invented
P,0,invented
S,0,invented
Na2S,-3.8,invented
Na3P,-1.4,invented
NaP,-0.9,invented
Na3PS4,-9.2,invented
P2S5,-2.5,invented
"""


@pytest.fixture
def natria(capsys):
    def run(*arguments):
        code = exit_code_of(cli, NAME, ["compute", "window", *map(str, arguments)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def toy(tmp_path):
    file = tmp_path / "toy.csv"
    file.write_text(TOY, encoding="utf-8")
    return file


def test_a_window_of_handbook_values(natria):
    code, out, _ = natria("NaOH", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["schema"] == "natria.window/1"
    assert found["reduction"]["products"] == {"Na2O": 1, "NaH": 1}
    assert (found["stable"], found["bounds_only"], found["spread"]["resolved"]) == (True, True, True)  # ternary: bounds
    assert found["spread"]["reduction"][0] < found["reduction_limit"] < found["spread"]["reduction"][1]


def test_a_binary_phase_of_the_handbook_has_limits_and_a_ternary_one_bounds(natria):
    for phase, bound in (("NaF", False), ("NaOH", True), ("H2O", True)):
        found = json.loads(natria(phase, "--json")[1])
        assert found["bounds_only"] is bound
    text = natria("NaOH")[1].splitlines()[0]
    assert all(word in text for word in ("as far as known", "at least", "at most"))


def test_a_second_source_fills_what_the_first_lacks(natria, toy, tmp_path):
    """Without P2S5 sulfur and phosphorus form at the upper limit; with it the limit is lower."""
    part, out = tmp_path / "part.csv", tmp_path / "out"
    part.write_text("\n".join(line for line in TOY.splitlines() if not line.startswith("P2S5")), encoding="utf-8")
    words = ("Na3PS4", "--energies", part, "--fill", toy, "--error", "10 meV/atom")
    code, printed, _ = natria(*words, "--json", "--out", out)
    found = json.loads(printed)
    assert code == 0
    whole = json.loads(natria("Na3PS4", "--energies", toy, "--json")[1])
    first, second = found["sources"]["alone"]["first"], found["sources"]["alone"]["second"]
    assert found["oxidation_limit"] == pytest.approx(whole["oxidation_limit"])
    assert second["oxidation_limit"] == pytest.approx(whole["oxidation_limit"])
    assert first["oxidation_limit"] > whole["oxidation_limit"]
    taken = {one["formula"]: one["taken_from"] for one in found["sources"]["phases"]}
    assert taken["P2S5"] == "second"
    assert taken["Na2S"] == "first"
    assert found["sources"]["root_mean_square_difference"]["value"] == pytest.approx(0, abs=1e-6)
    assert "window_sources.png" in {one.name for one in out.iterdir()}
    text = natria(*words)[1]
    assert "rests on P2S5 of the second source" in text


def test_a_second_source_needs_a_first(natria, toy):
    code, out, err = natria("Na3PS4", "--fill", toy)
    assert (code, out) == (2, "")
    assert "--energies" in err


def test_the_share_of_samples_that_sodium_does_not_reduce(natria, toy):
    """Na2S is the richest phase. NaP takes up 2 Na at 0.25 V: a spread of 0.2 eV an atom often makes that no gain."""
    shares = []
    for phase in ("Na2S", "Na3PS4", "NaP"):
        found = json.loads(natria(phase, "--energies", toy, "--error", "50 meV/atom", "--json")[1])
        spread = found["spread"]
        assert spread["share_stable_against_sodium"] <= spread["share_with_window"]
        shares.append(spread["share_stable_against_sodium"])
    # NaP + 2 Na -> Na3P has V = (E(NaP) - E(Na3P))/2 F: 0.25 V with a deviation of 0.05 sqrt(2^2 + 4^2)/2 = 0.112 V
    assert shares[0] == 1.0
    assert shares[1] == 0.0
    assert shares[2] == pytest.approx(0.0127, abs=0.008)


def test_a_window_of_a_file_with_an_error(natria, toy, tmp_path):
    out = tmp_path / "out"
    code, text, _ = natria("Na3PS4", "--energies", toy, "--error", "10 meV/atom", "--against", "NaP", "--out", out)
    assert code == 0
    assert "Na3PS4 + 8 Na" in text
    found = json.loads((out / "window.json").read_text(encoding="utf-8"))
    assert found["reduction_limit"] == pytest.approx(1.2)
    assert found["passivation"]["verdict"] == "conducts electrons"
    assert found["energies"]["lacking"] == ["Na2S2", "Na2S3", "Na2S4"]
    assert found["contact"]["points"][1]["reaction"]["products"] == {"P": 6, "Na2S": 4}
    assert (out / "window.png").read_bytes()[:4] == b"\x89PNG"
    assert natria("Na3PS4", "--energies", toy, "--out", out)[0] == 0  # the same folder again
    assert natria("Na3PS4", "--energies", toy, "--out", tmp_path)[0] == 2  # a folder with the file that is read


def test_without_an_error_a_file_gives_no_spread(natria, toy):
    code, out, _ = natria("Na3PS4", "--energies", toy, "--json")
    found = json.loads(out)
    assert (code, found["spread"]) == (0, None)
    assert "Na2S" in found["no_spread"]


def test_a_competitor_left_out_widens(natria, toy):
    both = [json.loads(natria("Na3PS4", "--energies", toy, "--json", *more)[1]) for more in ((), ("--without", "P2S5"))]
    assert both[1]["oxidation_limit"] > both[0]["oxidation_limit"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["Na3PS4"], ["Na3PS4", "element P"]),
        (["Na9Xy"], ["Na9Xy"]),
        (["Na"], ["sodium"]),
        (["NaOH", "--from", "-1 V"], ["0 V"]),
        (["NaOH", "--from", "3 V", "--to", "2 V"], ["range"]),
        (["NaOH", "--error", "10 meV/cell"], ["--error"]),
        (["NaOH", "--error", "-1 meV/atom"], ["below zero"]),
        (["NaOH", "--against", "Na"], ["--energies"]),
        (["NaOH", "--without", "NaOH"], ["NaOH"]),
        (["NaOH", "--without", "H2"], ["element"]),
        (["NaOH", "--energies", "no-such-file.csv"], ["no such file"]),
    ],
)
def test_what_cannot_be_computed_is_one_message(natria, arguments, words):
    code, out, err = natria(*arguments)
    assert (code, out) == (2, "")
    assert [word for word in words if word not in err] == []
    assert "internal" not in err


def test_a_file_without_an_element_is_refused(natria, tmp_path):
    file = tmp_path / "few.csv"
    file.write_text("formula,energy (eV)\nNa,0\nNaP,-1\n", encoding="utf-8")
    code, _, err = natria("NaP", "--energies", file)
    assert code == 2
    assert "element P" in err


def test_the_group_lists_its_subcommands():
    assert "window" in CliRunner().invoke(cli, ["compute", "--help"]).output
