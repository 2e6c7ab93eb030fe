"""Messages of commands in the words of the pages: an option of a command is named by its field.

The table is that of the form of Measure with `FIELDS`, and `OF_TASK` for what one task calls otherwise. An option that
no form has is named as one of the command line. Options of `natria app` itself stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from types import MappingProxyType

from ..quantity import InputError, NatriaError

FLAG = re.compile(
    r"(?P<command>`?natria (?P<name>[a-z]+) )?(?<![\w-])--(?P<option>[a-z][a-z-]*)"
    r"(?: (?P<value>'[^']+'|\"[^\"]+\"|\w+=\w+|[\w.-]+\.toml|\d+(?:[.,]\d+)*))?"
)
QUOTES = "'\""
OWN = "app"  # the command that started the page
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "set": "'Changes of the design'",
        "samples": "'Readings per step'",
        "part": "'Part of the design'",
        "spread": "'Spreads of costly numbers'",
        "system": "'System'",
        "data": "'Add own data'",
        "all-curves": "'also curves that take long'",
        "group": "'Recordings and their groups'",
        "by": "'Covariates'",
        "design": "a design",
        "papers": "the variable NATRIA_PAPERS",
        "store": "the variable NATRIA_STORE",
    }
)
OF_TASK: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"simulate": {"cycles": "'Cycles'", "fresh": "a new run", "time": "'Time of the plating'"}}
)


def in_words_of_page(text: str, task: str = "") -> str:
    """Return a message with the labels of fields in place of options of a command."""
    return FLAG.sub(partial(_field, fields=fields_of(task)), text)


@cache
def fields_of(task: str) -> Mapping[str, str]:
    """Return what a page says in place of each option; of a task what its form says."""
    from .measure.options import LABELS

    labels = {name.replace("_", "-"): f"'{label}'" for name, label in LABELS.items()}
    listed = {"arc": labels["arcs"], "step": labels["steps"]}  # options that a command repeats
    return {**labels, **listed, **FIELDS, **OF_TASK.get(task, {})}


def problem_of(bad: NatriaError, task: str = "") -> dict[str, str]:
    """Return an error as what is wrong and how to mend it, in the words of the page."""
    if not isinstance(bad, InputError):
        return {"what": in_words_of_page(bad.what, task), "fix": in_words_of_page(bad.fix, task)}
    from .measure.options import BY, LABELS

    of_form = bad.source == BY or bad.source.startswith("--")
    source = "" if bad.source == BY else in_words_of_page(bad.source, task)
    source = source.strip(QUOTES) if of_form else source
    wrong = []
    for problem in bad.problems:
        where = LABELS.get(problem.where, problem.where) if of_form else problem.where
        wrong.append(f"{where}: {problem.what}" if where and where != source else problem.what)
    what = in_words_of_page("; ".join(wrong), task)
    fixes = dict.fromkeys(in_words_of_page(one.fix, task) for one in bad.problems if one.fix)
    return {"what": f"{source}: {what}" if source else what, "fix": "; ".join(fixes)}


def _field(found: re.Match[str], fields: Mapping[str, str]) -> str:
    option, value = found["option"], found["value"]
    if found["name"] == OWN:
        return found[0]
    label = fields.get(option, f"the option '{option}' of the command line")
    return label if value is None else f"{label}: {value.strip(QUOTES)}"
