"""A cell with a layer that grows, and a paper about it, both written by a test."""

from __future__ import annotations

from natria.design import load_case

SOURCE = '[source]\nkey = "toy2026"\ntitle = "A layer that grows"\nyear = 2026\n'
SYSTEMS = '[system."toy2026/a"]\nsays = "a cell"\n[system."toy2026/b"]\nsays = "another cell"\n'


def fact(name, of, term, value, unit, *, pm=None, **more):
    """A fact as a paper writes it; conditions and other keys by name."""
    at = more.pop("at", {})
    rows = [f'id = "{name}"', f'of = "{of}"', f'name = "{term}"', f"value = {value}", f'unit = "{unit}"']
    rows += [f'kind = "{more.pop("kind", "measured")}"', 'where = "table 1"']
    conditions = ", ".join(f'{key} = "{text}"' for key, text in at.items())
    rows += [f"at = {{ {conditions} }}"] if at else []
    rows += [f"pm = {pm}"] if pm is not None else []
    rows += [f"{key} = {text}" for key, text in more.items()]
    return "[[fact]]\n" + "\n".join(rows) + "\n"


def thickness(name, cell, seconds, value, **more):
    return fact(name, f"toy2026/{cell}#glaze", "layer_thickness", value, "um", at={"time": f"{seconds} s"}, **more)


def case_with(folder, facts, design, top=""):
    """The case of a design, with a paper of these facts beside it; `top` stands above the source of the paper."""
    here = folder / f"case{len(list(folder.iterdir()))}"  # a library is read once for each path
    (here / "papers").mkdir(parents=True)
    paper = "\n".join([top, SOURCE, SYSTEMS, *facts])
    (here / "papers" / "toy2026.toml").write_text(paper, encoding="utf-8")
    (here / "case.toml").write_text(f"papers = ['papers']\n{design}", encoding="utf-8")
    return load_case(str(here / "case.toml"))
