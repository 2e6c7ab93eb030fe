"""A run of the elastic tensor of copper by EMT as natria would ship it."""

from __future__ import annotations

from functools import cache

import numpy as np

from natria.atoms.calculators import Evaluator, StoredRun, calculator
from natria.atoms.elastic import elastic_tensor
from natria.atoms.gates import elastic_conditions
from natria.atoms.structures import primitive
from natria.record import from_angstrom
from natria.report.atoms import elastic_document
from natria.store import Store

FCC = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]


def start():
    return primitive(from_angstrom(np.eye(3) * 3.6, ["Cu"] * 4, FCC, "copper"))


@cache
def run() -> StoredRun:
    made = calculator("emt", start())
    evaluate = Evaluator(made.recipe, made.make, Store(None, None))
    found = elastic_tensor(start(), evaluate)
    document = elastic_document(found, elastic_conditions(found, made.recipe), evaluate, "")
    return StoredRun("copper-elastic-emt", "elastic", "copper", made.recipe, evaluate.evaluated, document)
