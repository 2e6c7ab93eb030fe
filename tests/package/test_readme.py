"""The README is true: its commands exist and run, its Python runs, its picture is the one that the software draws."""

import re
from pathlib import Path

import pytest

from natria.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


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


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(command, folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    example = ROOT / "docs" / "examples" / "my-cell.toml"
    (folder / "my-cell.toml").write_text(example.read_text())
    with pytest.raises(SystemExit) as ended:
        main(command.split()[1:])
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


def test_the_pictures_are_drawn_by_the_software(kumar_pictures):
    drawn = {p.id for p in kumar_pictures}
    for name in re.findall(r"docs/images/([\w-]+)\.png", README):
        assert (ROOT / "docs" / "images" / f"{name}.png").exists()
        assert name in drawn
