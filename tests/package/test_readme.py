"""The README is true: its commands and its Python run, its tables and pictures are those that natria makes."""

import re
import runpy
import shlex
import shutil
from pathlib import Path

import pytest

from natria.cli import main
from natria.lab.files.write import write_recording
from natria.lab.synthetic import symmetric_cell
from natria.lab.synthetic.ordering import make_order, write_order

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


IMAGES = re.compile(r"!\[[^\]]+\]\((docs/images/[\w-]+\.png)\)")
COMMANDS = [
    line.split("  #")[0].strip()
    for block in blocks("bash")
    for line in block.splitlines()
    if line.startswith("natria ")
]


def test_every_make_target_exists():
    named = re.findall(r"^make (\w+)", "\n".join(blocks("bash")), re.MULTILINE)
    assert {"study", "test"} <= set(named) <= TARGETS


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("readme")


def slowly(command):
    """One study is quick enough for every run of the tests; the others belong to the nightly ones."""
    slow = "--all" in command or (command.startswith("natria study ") and "my-cell" not in command)
    return pytest.param(command, marks=pytest.mark.slow) if slow else command


def test_the_readme_opens_with_a_picture_for_each_of_three_commands():
    opening = README.partition("\n## ")[0]
    commands = re.findall(r"^natria (\w+)", opening, re.MULTILINE)
    assert {"measure", "simulate", "study"} <= set(commands)
    assert len(IMAGES.findall(opening)) == 3


@pytest.mark.parametrize("command", [slowly(c) for c in COMMANDS])
def test_every_command_runs(command, folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("NATRIA_STORE", str(folder / "store"))
    example = ROOT / "docs" / "examples" / "my-cell.toml"
    (folder / "my-cell.toml").write_text(example.read_text())
    if "cell.csv" in command and not (folder / "cell.csv").exists():  # made by an earlier command, or by another worker
        write_recording(symmetric_cell(7).recording, folder / "cell.csv")
    if "eis.csv" in command and "synthesize" not in command and not (folder / "eis.csv").exists():
        write_order(make_order("impedance", seed=7), folder / "eis.csv")
    if "tafel.csv" in command and "synthesize" not in command and not (folder / "tafel.csv").exists():
        write_order(make_order("tafel", seed=7), folder / "tafel.csv")
    if "docs/examples" in command:
        shutil.copytree(ROOT / "docs" / "examples", folder / "docs" / "examples", dirs_exist_ok=True)
    if "--group" in command:
        files = ["b1.csv", "b2.csv", "coated/c1.csv", "coated/c2.csv"]
        (folder / "coated").mkdir(exist_ok=True)
        for seed, name in enumerate(files):
            write_recording(symmetric_cell(seed).recording, folder / name)
    with pytest.raises(SystemExit) as ended:
        main(shlex.split(command)[1:])
    assert ended.value.code == 0, capsys.readouterr().err


def test_the_python_runs(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    assert blocks("python")
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})
    assert "conditional" in capsys.readouterr().out


def test_the_printed_table_is_what_the_study_prints(kumar_study):
    import io

    from rich.console import Console

    from natria.report import print_study

    out = io.StringIO()
    print_study(kumar_study, Console(file=out, width=100))
    printed = {line.strip() for line in out.getvalue().splitlines()}
    shown = [line.strip() for block in blocks("text") for line in block.splitlines() if line.strip()]
    assert shown
    assert [line for line in shown if line not in printed] == []


SCRIPT = runpy.run_path(str(ROOT / "docs" / "refresh_tutorials.py"))


def test_the_table_of_cases_is_counted():
    assert SCRIPT["TABLE"].search(README)
    assert SCRIPT["counted"](README) == README, "run docs/refresh_tutorials.py and read what became of the text"


def rows_of_cases():
    table = SCRIPT["TABLE"].search(README)[0]
    head, _, *rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if "|" in line]
    return {row[0].strip("`"): dict(zip(head, row, strict=True)) for row in rows}


def test_every_case_is_in_the_table():
    from natria.design import cases

    assert list(rows_of_cases()) == list(cases())


def test_the_table_has_what_a_study_prints(kumar_study):
    from natria.report import summary
    from natria.studies import count_targets

    row = rows_of_cases()[kumar_study.case.name]
    asked = summary(kumar_study)[0]
    assert int(row["reported numbers"]) == sum(int(row[key]) for key in ("answered", "refused", "not comparable"))
    assert f"Of the {row['reported numbers']} reported numbers" in asked
    assert f"{row['answered']} are answered" in asked
    assert f"{row['refused']} are refused" in asked
    counted = count_targets(kumar_study.targets, kumar_study.base.comparisons).verdicts
    for verdict in set(row) - {"case", "", "reported numbers", "answered"}:
        assert int(row[verdict]) == counted.get(verdict, 0), verdict


PICTURES = runpy.run_path(str(ROOT / "docs" / "make_picture.py"))
MOST_BYTES = 150_000


def test_the_pictures_are_those_that_natria_draws():
    shown = [Path(name) for name in IMAGES.findall(README)]
    assert {path.stem for path in shown} == set(PICTURES["DRAWN"])
    for path in shown:
        content = (ROOT / path).read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) < MOST_BYTES


def test_no_picture_is_left_over():
    kept = {path.stem for path in (ROOT / "docs" / "images").iterdir()}
    assert kept == set(PICTURES["DRAWN"])


def test_the_measured_short_is_the_one_that_was_put_in():
    """The README gives time and size of the short; natria finds it within a minute of its onset."""
    from natria.cli.synthesize import KINDS, Wish
    from natria.lab import measure

    make, _ = KINDS["symmetric"]
    made = make(Wish(seed=7, noise=5e-4, cycles=20, soft_short=0.3))
    (short,) = made.truth.shorts
    assert f"{short.time / 3600:.2f} h, {100 * short.drop:.1f} %" in README
    (found,) = [event for event in measure(made.recording).events if "short" in event.what]
    assert abs(found.time - short.time) < 60
