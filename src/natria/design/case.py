"""A design file: a cell, its variants by the name of the system they describe, and the study."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ..literature import Library, Paths, read_library
from ..quantity import DesignError, Problem, did_you_mean, read_text_file
from .check.case import FILE_ONLY, ensure, problems_of_case, problems_of_file
from .document import Design
from .measured import LookUp, with_measured
from .others import file_of, problems_of_others
from .patches import patch_problems
from .schema.document import CaseFile
from .schema.study import StudyTable, Variant
from .values import context_of

HERE = Path(__file__).with_name("cases")


@dataclass(frozen=True)
class Case:
    """A checked design file with everything that its studies may use beside what natria ships."""

    name: str
    source: str
    base: Design
    variants: Mapping[str, Variant]
    study: StudyTable
    training: frozenset[str] | None = None  # facts that fits may use; all where there is None
    last: Mapping[str, Any] = field(default_factory=dict)  # changes of every design that has a place for them
    last_of: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # changes of one system, after those

    @property
    def papers(self) -> Paths:
        """Return the files and folders of papers that are used beside those of natria."""
        return self.base.papers

    @property
    def library(self) -> Library:
        """Return the papers in which the facts of this case are looked up."""
        return self.base.library

    @cached_property
    def systems(self) -> tuple[str, ...]:
        return (self.base.name, *self.variants)

    @cached_property
    def _others(self) -> dict[str, Case]:
        return {}

    def other(self, name: str) -> Case:
        """Return the case whose fits this one takes over, read once: a case of natria, or the file at a path."""
        if name not in self._others:
            file = file_of(name, Path(self.source).parent, cases())
            read = (
                _shipped(name) if not self.papers and file == cases().get(name) else read_case(file, name, self.papers)
            )
            self._others[name] = read.blind(self.base.left_out, self.training) if self.training is not None else read
        return self._others[name]

    def only(self, systems: Collection[str]) -> Case:
        """Return a case with the variants among some systems alone."""
        return replace(self, variants={name: one for name, one in self.variants.items() if name in systems})

    @cached_property
    def _own(self) -> Mapping[str, Design]:
        return self.designs({})

    def design(self, system: str, patch: Mapping[str, Any] | None = None) -> Design:
        """Return the design of a system, patched by the what-if `name` if one is given."""
        if system not in self.systems:
            hint = did_you_mean(system, self.systems)
            raise DesignError(self.source, [Problem(system, "is not a design of this case", hint)])
        return self._variant(system, self.base.with_(patch)) if patch else self._own[system]

    def designs(
        self, patch: Mapping[str, Any], alone: Mapping[str, Mapping[str, Any]] | None = None
    ) -> Mapping[str, Design]:
        """Return the designs of all systems, patched by a what-if if one is given.

        `alone` are changes of one system, after those of its variant.
        """
        changed = self.base.with_(patch) if patch else self.base
        made = {system: self._variant(system, changed) for system in self.systems}
        return {**made, **{system: made[system].with_(own) for system, own in (alone or {}).items()}}

    def _variant(self, system: str, base: Design) -> Design:
        made = base if system == self.base.name else base.with_(self.variants[system].changes).named(system)
        made = made.with_(self.last) if self.last and self.takes(made) else made
        return made.with_(self.last_of[system]) if system in self.last_of else made

    def takes(self, design: Design) -> bool:
        """Whether a design has a place for the last changes."""
        return not patch_problems(design.document, design.name, self.last)

    def blind(self, left_out: frozenset[str], training: frozenset[str]) -> Case:
        """Return a case that does not see some facts, and whose fits may use only those of `training`."""
        return replace(self, base=self.base.without(left_out), training=training)


@cache
def _shipped(name: str) -> Case:
    """Return a case that comes with natria, read once."""
    return read_case(cases()[name], name)


def cases() -> dict[str, Path]:
    """Return the names of the cases that come with natria."""
    return {file.stem: file for file in sorted(HERE.glob("*.toml"))}


def load_case(name: str, papers: Paths = (), look_up: LookUp | None = None) -> Case:
    """Return a case by its name, or that of a design file by its path.

    `papers` are files and folders of papers of the user, beside those that the file names itself. `look_up` returns the
    findings of a file for {measured = ".."}; without it, those of a findings.json.
    """
    known = cases()
    if name in known:
        return read_case(known[name], name, papers)
    path = Path(name)
    if path.suffix == ".toml" or "/" in name or os.path.exists(name):  # noqa: PTH110 - False for any text
        return read_case(path, path.stem, papers, look_up)
    hint = did_you_mean(name, known) or "known here: " + ", ".join(known)
    raise DesignError(name, [Problem("", "is neither a case of natria nor a design file", hint)])


def read_case(file: Path, name: str, papers: Paths = (), look_up: LookUp | None = None) -> Case:
    """Return the case of a design file; raises one error with everything that is wrong in it."""
    return _checked(read_toml(file), file, name, papers, look_up)


def read_case_text(text: str, file: Path, look_up: LookUp | None = None, *, whole: bool = True) -> Case:
    """Return the case of a text that is to stand in a file.

    Other files that it names are looked for beside that file.
    Without `whole` its cell is checked, and what its variants and its study change is not.
    """
    return _checked(toml_of(text, str(file)), file, file.stem, (), look_up, whole=whole)


def _checked(
    document: dict[str, Any], file: Path, name: str, papers: Paths, look_up: LookUp | None, *, whole: bool = True
) -> Case:
    document, problems = with_measured(document, file.parent, look_up)
    ensure(problems, str(file))
    known = _papers(document, file, papers)
    ensure((problems_of_case if whole else problems_of_file)(document, known), str(file))
    ensure(problems_of_others(document, file.parent, cases(), read_toml), str(file))
    return case_of(document, name, str(file), known)


def case_of(document: Mapping[str, Any], name: str, source: str, papers: Paths = ()) -> Case:
    """Return the case of a checked document.

    `papers` are those that the document names and those passed beside it.
    """
    rows = CaseFile.model_validate(document, context=context_of(read_library(papers)))
    base = Design(rows.name, {k: v for k, v in document.items() if k not in FILE_ONLY}, papers=papers)
    return Case(name, source, base, rows.variant, rows.study or StudyTable())


def _papers(document: Mapping[str, Any], file: Path, more: Paths) -> Paths:
    """Return the papers that a file names, relative to its folder, and those passed beside it, each once."""
    written = document.get("papers", [])
    named = [one for one in written if isinstance(one, str)] if isinstance(written, list) else []
    return tuple(dict.fromkeys(path.resolve() for path in (*(file.parent / one for one in named), *more)))


def read_toml(file: Path) -> dict[str, Any]:
    """Return the document of a TOML file; raises an error with one clear reason where it cannot be read."""
    try:
        text = read_text_file(file)
    except FileNotFoundError:
        near = did_you_mean(file.name, [p.name for p in file.parent.glob("*.toml")]) if file.parent.is_dir() else ""
        raise DesignError(str(file), [Problem("", "there is no such file", near or "check the path")]) from None
    except IsADirectoryError:
        raise DesignError(str(file), [Problem("", "is a folder", "give the .toml file in it")]) from None
    except OSError as bad:
        raise DesignError(
            str(file), [Problem("", f"cannot be opened: {bad.strerror}", "check its permissions")]
        ) from None
    except UnicodeDecodeError as bad:
        raise DesignError(
            str(file),
            [Problem(f"byte {bad.start}", "is not text in UTF-8", "save it as UTF-8; a design is a text file")],
        ) from None
    except ValueError as bad:  # a name that no file can have
        raise _unreadable(bad, str(file)) from None
    return toml_of(text, str(file))


def toml_of(text: str, source: str) -> dict[str, Any]:
    """Return the document of a TOML text; raises an error with one clear reason where it cannot be read."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as bad:  # tomllib raises more than its own error on hostile text
        raise _unreadable(bad, source) from None


def _unreadable(bad: Exception, source: str) -> DesignError:
    fix = "correct this line; strings need quotes, table names [brackets]"
    return DesignError(source, [Problem("", f"is not readable as TOML: {bad}", fix)])
