"""Each class of natria has a name of its own, so that a name in a message, a page or a search means one thing."""

import ast
from collections import defaultdict
from pathlib import Path

SRC = Path(__file__).parents[2] / "src" / "natria"

# Name -> why two classes share it.
SHARED: dict[str, str] = {}


def defined() -> dict[str, list[str]]:
    found = defaultdict(list)
    for path in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(f"{path.relative_to(SRC)}:{node.lineno}")
    return dict(found)


def test_no_two_classes_share_a_name():
    assert {name: places for name, places in defined().items() if len(places) > 1 and name not in SHARED} == {}


def test_every_shared_name_is_still_shared():
    classes = defined()
    assert [name for name in SHARED if len(classes.get(name, ())) < 2] == []
