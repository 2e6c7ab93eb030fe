"""What the tutorials show is what their commands print, run in order in an empty folder."""

from __future__ import annotations

import re
import runpy
from difflib import unified_diff
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
SCRIPT = runpy.run_path(str(DOCS / "refresh_tutorials.py"))
PAGES = sorted((DOCS / "tutorials").glob("*.md"))
FENCE = re.compile(r"^```[^\n]*\n.*?^```$", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w-])")


def test_there_are_tutorials():
    assert SCRIPT["pages"]() == PAGES
    assert {p.stem for p in PAGES} >= {"read-a-study", "write-a-design"}


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_output_is_what_the_commands_print(page, tmp_path):
    shown = page.read_text(encoding="utf-8")
    printed = SCRIPT["refreshed"](shown, tmp_path)
    changed = unified_diff(shown.splitlines(), printed.splitlines(), "shown", "printed", lineterm="")
    assert shown == printed, "run docs/refresh_tutorials.py and read what became of the text:\n" + "\n".join(changed)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_numbers_in_the_text_stand_in_a_block(page):
    text = page.read_text(encoding="utf-8")
    prose = re.sub(r"`[^`\n]*`|<!--[^\n]*-->", "", FENCE.sub("", text))
    in_blocks = "\n".join(FENCE.findall(text))
    assert [n for n in NUMBER.findall(prose) if not re.search(rf"(?<![\d.]){re.escape(n)}(?![\d.])", in_blocks)] == []


# --- the convention itself


def refreshed(text, folder):
    return SCRIPT["refreshed"](text, folder)


def test_stale_output_is_replaced(tmp_path):
    assert refreshed("```console\n$ echo new\nold\n```\n", tmp_path) == "```console\n$ echo new\nnew\n```\n"


def test_pieces_of_a_file_are_put_together(tmp_path):
    pieces = ("# a.toml\nx = 1\n[t]\n", "# a.toml, continued\ny = 2\n", "# a.toml, below [t]\nz = 3\n")
    text = "".join(f"```toml\n{piece}```\n" for piece in pieces)
    assert refreshed(text, tmp_path) == text
    assert (tmp_path / "a.toml").read_text() == "# a.toml\nx = 1\n[t]\nz = 3\n\ny = 2\n"


def test_parts_of_an_output(tmp_path):
    note = '<!-- shows: "two" to "four"; "six" -->'
    text = f'{note}\n```console\n$ printf "one\\ntwo\\nthree\\nfour\\nsix\\n\\nend\\n"\n```\n'
    assert refreshed(text, tmp_path).splitlines()[3:-1] == ["...", "two", "three", "...", "six", "..."]


@pytest.mark.parametrize(
    "text",
    [
        "```console\n$ exit 3\n```\n",
        "```console\n$ echo a\n$ echo b\n```\n",
        '<!-- shows: "nowhere" -->\n```console\n$ echo a\n```\n',
        "```toml\n# a.toml\nx = 1\n```\n```toml\n# a.toml, below nowhere\ny = 2\n```\n",
    ],
)
def test_what_cannot_be_true_is_said(text, tmp_path):
    with pytest.raises(Exception) as bad:
        refreshed(text, tmp_path)
    assert type(bad.value).__name__ == "Untrue"
