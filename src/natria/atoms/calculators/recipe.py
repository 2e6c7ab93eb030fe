"""What an energy was computed with: calculator, versions, data sets and settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...store import digest_of_json


@dataclass(frozen=True)
class Recipe:
    """A calculator with everything that its results depend on beside the structure.

    `versions` are those of the packages, `data` names what else it reads (weights, pseudopotentials) with a version or
    a digest, `settings` are the arguments of the calculator as JSON values.
    """

    calculator: str
    versions: Mapping[str, str]
    data: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "calculator": self.calculator,
            "versions": dict(self.versions),
            "data": dict(self.data),
            "settings": dict(self.settings),
        }

    def __str__(self) -> str:
        """Return calculator, versions, data sets and settings in one line."""
        packages = ", ".join(f"{name} {version}" for name, version in self.versions.items())
        data = "".join(f"; {name} {version}" for name, version in self.data.items())
        settings = ", ".join(f"{name} {_plain(value)}" for name, value in self.settings.items() if value is not None)
        made_by = f"{self.calculator} ({packages}{data})"
        return f"{made_by} with {settings}" if settings else made_by

    @property
    def digest(self) -> str:
        """The SHA-256 digest of all fields; part of the key of each stored evaluation."""
        return digest_of_json(self.to_json())


def _plain(value: Any) -> str:
    """Return a setting as people write it: 1e-06, 4 x 4 x 4."""
    if isinstance(value, list | tuple):
        return " x ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
