"""natria.study/1: keys may be added, never renamed; what is written reads back exactly."""

import json
from functools import reduce
from pathlib import Path

import pytest

from natria.design import lacks
from natria.quantity import load
from natria.studies import SCHEMA, VERDICTS, study_document

SNAPSHOT = Path(__file__).with_name("study_schema.json")


@pytest.fixture(scope="module")
def document(kumar_study):
    return json.loads(json.dumps(study_document(kumar_study, "0"), allow_nan=False))


def shape(node):
    """The keys of a document, with the keys of the rows of its lists; values are left out."""
    if isinstance(node, dict):
        return {key: shape(value) for key, value in node.items()}
    if isinstance(node, list):
        rows = [shape(row) for row in node if isinstance(row, dict)]
        return [reduce(merged, rows)] if rows else []
    return type(node).__name__ if not isinstance(node, int | float) or isinstance(node, bool) else "number"


def merged(a, b):
    """Both sets of keys, at every depth: origins of different kinds have different ones."""
    if isinstance(a, dict) and isinstance(b, dict):
        return {key: merged(a[key], b[key]) if key in a and key in b else a.get(key, b.get(key)) for key in {**a, **b}}
    if isinstance(a, list) and isinstance(b, list):
        return [merged(a[0], b[0])] if a and b else a or b
    return a


def missing(old, new, path=""):
    """The keys of the snapshot that a document lacks."""
    if isinstance(old, dict):
        for key, inner in old.items():
            if not isinstance(new, dict) or key not in new:
                yield f"{path}.{key}"
            else:
                yield from missing(inner, new[key], f"{path}.{key}")
    elif isinstance(old, list) and old:
        yield from missing(old[0], new[0] if isinstance(new, list) and new else {}, f"{path}[]")


def test_no_key_of_the_snapshot_is_gone(document):
    snapshot = json.loads(SNAPSHOT.read_text())
    assert document["schema"] == SCHEMA == snapshot["schema"]
    assert list(missing(snapshot["keys"], shape(document))) == []


def test_the_snapshot_holds_the_promised_keys():
    keys = json.loads(SNAPSHOT.read_text())["keys"]
    assert {"schema", "findings", "tables", "refused", "comparisons"} <= set(keys)
    assert {"id", "name", "of", "at", "value", "unit", "std", "bound", "origin"} <= set(keys["findings"][0])
    origin = {"kind", "inputs", "record", "why", "by", "fit", "parameter", "model", "version", "settings", "valid"}
    assert origin <= set(keys["findings"][0]["origin"])
    assert {"id", "columns", "file", "sha256", "origin"} <= set(keys["tables"][0])
    assert {"name", "of", "at", "model", "why"} <= set(keys["refused"][0])
    assert {"target", "answer", "verdict", "why", "agreement", "within"} <= set(keys["comparisons"][0])


def test_the_findings_read_back_exactly(document, kumar_study):
    book = load(document)
    for finding in kumar_study.findings():
        assert book[finding.id] == finding


def test_every_reference_leads_to_a_finding(document):
    ids = {f["id"] for f in document["findings"]}
    assert len(ids) == len(document["findings"])
    for c in document["comparisons"]:
        assert c["target"] in ids
        assert c["answer"] is None or c["answer"] in ids
    for row in (*document["findings"], *document["tables"]):
        assert set(row["origin"]["inputs"]) <= ids


def test_verdicts_are_those_that_are_known(document):
    assert {c["verdict"] for c in document["comparisons"]} <= set(VERDICTS)


def test_inputs_come_before_what_rests_on_them(document):
    seen = set()
    for finding in document["findings"]:
        assert set(finding["origin"]["inputs"]) <= seen
        seen.add(finding["id"])


# --- what is not said


def test_the_base_and_what_is_compared_or_budgeted_is_looked_through(kumar_study):
    case = kumar_study.case
    subjects = {case.study.stands_for.get(t.question.system, t.question.system) for t in kumar_study.targets}
    assert {case.base.name, *case.study.budget} <= set(kumar_study.lacks) <= set(case.systems)
    assert set(kumar_study.lacks) == {case.base.name, *case.study.budget, *(subjects & set(case.systems))}
    assert kumar_study.lacks == {system: lacks(case.design(system)) for system in kumar_study.lacks}


def test_what_is_not_said_is_in_the_document(document, kumar_study):
    rows = {row["system"]: row["missing"] for row in document["lacks"]}
    assert list(rows) == list(kumar_study.lacks)
    assert "reporting.replicates" in {lack["path"] for lack in rows["kumar2020/bpi"]}
    assert all(lack["what"] and lack["why"] for missing in rows.values() for lack in missing)
