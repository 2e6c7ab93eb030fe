"""natria measure of XPS, Raman and NMR on the command line: with peaks of a user, bad files, without lmfit."""

import json
import sys

import pytest

from natria.lab.synthetic.ordering import make_order, write_order

PEAKS = '[[peak]]\nname = "a"\nplace = "420 1/cm"\nwidth = "20 1/cm"\n'


def test_spectra_with_a_file_of_peaks(tmp_path, run):
    pytest.importorskip("lmfit", reason="lmfit (extra peaks) is not installed")
    write_order(make_order("raman", seed=3), tmp_path / "raman.csv")
    (tmp_path / "peaks.toml").write_text(PEAKS, encoding="utf-8")
    code, _, err = run(
        "measure", tmp_path / "raman.csv", "--peaks", tmp_path / "peaks.toml", "--out", tmp_path / "page"
    )
    assert code == 0, err
    document = json.loads((tmp_path / "page" / "findings.json").read_text(encoding="utf-8"))
    assert document["kind"] == "raman"
    (tmp_path / "peaks.toml").write_text(PEAKS.replace("420", "4200"), encoding="utf-8")
    code, _, err = run("measure", tmp_path / "raman.csv", "--peaks", tmp_path / "peaks.toml", "--json")
    assert code == 2
    assert "outside the spectrum" in err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.vms", "VAMAS Surface Chemical Analysis Standard Data Transfer Format 1988 May 4\na\n"),
        ("a.jdx", "##TITLE=a\n##JCAMP-DX=4.24\n##DATA TYPE=RAMAN SPECTRUM\n##XYDATA=(X++(Y..Y))\n1 2 3\n"),
        ("a.csv", "Raman shift [1/cm],Intensity [blobs]\n1,2\n2,3\n"),
    ],
)
def test_bad_spectra_end_with_code_2(tmp_path, run, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    code, _, err = run("measure", tmp_path / name, "--json")
    assert code == 2
    assert "fix:" in err


def test_without_lmfit_the_extra_is_named(tmp_path, run, monkeypatch):
    write_order(make_order("raman", seed=3), tmp_path / "raman.csv")
    monkeypatch.setitem(sys.modules, "lmfit", None)
    code, _, err = run("measure", tmp_path / "raman.csv", "--json")
    assert code == 2
    assert "natria[peaks]" in err
