"""natria identify: tables, page and JSON; what is refused."""

from __future__ import annotations

import json

SYSTEM = ("--system", "chi2022/na-s")
FEW = ("--vary", "counter.mass", "--vary", "area", "--datum", "capacity")


def test_a_page_and_a_table(run, tmp_path):
    code, out, _ = run("identify", "chi2022", *SYSTEM, *FEW, "--out", tmp_path / "out")
    assert code == 0
    assert "counter mass" in out
    names = {p.name for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert {"index.html", "identify.json", "left.svg", "left.png"} <= names


def test_json_has_shares_of_each_input(run):
    code, out, _ = run("identify", "chi2022", *SYSTEM, *FEW, "--error", "charge=1 %", "--json")
    found = json.loads(out)
    assert (code, found["schema"]) == (0, "natria.identify/1")
    assert found["experiment"]["errors"]["charge"] == 0.01
    assert 0 < found["data"][0]["left"]["counter.mass"] < 0.02


def test_what_is_wrong_is_said_with_exit_code_two(run):
    for words in (
        ("identify", "chi2022", "--json"),
        ("identify", "chi2022", *SYSTEM, "--vary", "nothing", "--json"),
        ("identify", "chi2022", *SYSTEM, "--datum", "nothing", "--json"),
        ("identify", "chi2022", *SYSTEM, "--second-current", "1", "--json"),
        ("identify", "chi2022", "--system", "nothing", "--json"),
    ):
        assert run(*words)[0] == 2, words
