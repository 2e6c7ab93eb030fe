"""The exceptions of natria, drawn as one tree.

Whatever a person can mend is a `NatriaError`: it says what is wrong, where, the likely cause and how to mend it,
and the command line turns it into exit code 2. Anything else that escapes is a bug of ours.

    NatriaError
      UnitError           a unit that is unknown, ambiguous or of the wrong kind
      VocabularyError     a name that is not in the vocabulary
      CensoredError       a bounded value read as if it were a plain number
      InputError          a file, a key or a line that cannot be used (carries all problems at once)
        DesignError, LiteratureError, BookError
      FitError            a fit that has no solution or cannot tell its parameters apart
      ModelError          a model that broke its contract
      OutputError         a place that cannot be written
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where it stands, what it is, and how to mend it."""

    where: str
    what: str
    fix: str = ""

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.fix:
            lines.append(f"    fix: {self.fix}")
        return "\n".join(lines)


class NatriaError(Exception):
    """Something that the person at the keyboard can mend."""

    def __init__(self, what: str, fix: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.what}\n    fix: {self.fix}" if self.fix else self.what

    def __reduce__(self) -> tuple[type[NatriaError], tuple[object, ...]]:
        return type(self), (self.what, self.fix)


class UnitError(NatriaError):
    """A unit that is unknown, ambiguous or of the wrong kind."""


class VocabularyError(NatriaError):
    """A name that is not in the vocabulary."""


class CensoredError(NatriaError):
    """A bounded value read as if it were a plain number."""


class FitError(NatriaError):
    """A fit that has no solution, or data that cannot tell its parameters apart."""


class ModelError(NatriaError):
    """A model that broke its contract, for instance one that answered without reading the design."""


class OutputError(NatriaError):
    """A place that cannot be written."""


class InputError(NatriaError):
    """A document that cannot be used, with everything that is wrong with it."""

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        self.source = source
        self.problems = tuple(problems)
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        body = "\n".join("  " + str(p).replace("\n", "\n  ") for p in self.problems)
        super().__init__(f"{source} has {count}\n{body}")

    def __reduce__(self) -> tuple[type[NatriaError], tuple[object, ...]]:
        return type(self), (self.source, self.problems)


class DesignError(InputError):
    """A design file that cannot be used."""


class LiteratureError(InputError):
    """A file of facts that cannot be used, or a fact that does not exist."""


class BookError(InputError):
    """A document of findings that cannot be read back."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for a mistyped word, or the whole choice where it is short."""
    names = sorted(set(known))
    close = get_close_matches(word, names, n=3, cutoff=0.6)
    if close:
        return "did you mean " + " or ".join(repr(c) for c in close) + "?"
    if 0 < len(names) <= 12:
        return "known here: " + ", ".join(names)
    return ""
