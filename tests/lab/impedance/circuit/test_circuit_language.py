"""The language of circuits: what it accepts, what it writes, and where it points at a mistake."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.lab.impedance.circuit import ELEMENTS, CircuitError, InParallel, InSeries, Part, parse_circuit

LABELS = st.from_regex(r"[0-9][a-z0-9_]{0,3}", fullmatch=True)
PARTS = st.builds(Part, st.sampled_from(sorted(ELEMENTS)), LABELS)


def joined(kind, members):
    """Members of the same kind are one with it, as the parser writes them."""
    flat = [n for m in members for n in (m.members if isinstance(m, kind) else (m,))]
    return kind(tuple(flat))


NODES = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda m: joined(InSeries, m)),
        st.lists(inner, min_size=2, max_size=3).map(lambda m: joined(InParallel, m)),
    ),
    max_leaves=8,
)


@given(NODES)
def test_what_is_written_is_read_back(node):
    text = str(node)
    parts = _parts(node)
    names = [part.name for part in parts]
    if len(set(names)) < len(names):
        with pytest.raises(CircuitError):
            parse_circuit(text)
        return
    circuit = parse_circuit(text)
    assert str(circuit) == text
    assert circuit.root == node
    assert circuit.parts == tuple(parts)
    assert parse_circuit(f" {text} ".replace(",", " , ").replace("-", " - ")) == circuit


def _parts(node):
    if isinstance(node, Part):
        return [node]
    return [part for member in node.members for part in _parts(member)]


def test_parameters_have_the_names_of_the_elements():
    circuit = parse_circuit("R0-p(R1,CPE1)-ZARC2-Ws1")
    assert circuit.names == ("R0", "R1", "CPE1.Q", "CPE1.n", "ZARC2.R", "ZARC2.tau", "ZARC2.n", "Ws1.R", "Ws1.tau")
    assert len(circuit.units) == len(circuit.names) == len(circuit.is_exponent) == len(circuit.owners)


def test_the_longest_kind_is_taken_and_the_rest_is_the_label():
    assert [(p.kind, p.label) for p in parse_circuit("Rct-CPEdl-Cdl-Wo1-W1-TLa").parts] == [
        ("R", "ct"),
        ("CPE", "dl"),
        ("C", "dl"),
        ("Wo", "1"),
        ("W", "1"),
        ("TL", "a"),
    ]


def test_a_label_of_letters_may_follow_an_underscore():
    assert [(p.kind, p.label) for p in parse_circuit("R_SEI-W_X2-Ws_d-Rsei").parts] == [
        ("R", "_SEI"),
        ("W", "_X2"),
        ("Ws", "_d"),
        ("R", "sei"),
    ]


def test_elements_without_a_label_are_numbered_where_there_are_several():
    assert str(parse_circuit("R-p(R,CPE)-p(R,CPE)")) == "R1-p(R2,CPE1)-p(R3,CPE2)"
    assert str(parse_circuit("R-p(R1,C)")) == "R2-p(R1,C)"


def test_brackets_and_nested_parallels_are_flattened():
    assert parse_circuit("(R0-(R1-C1))") == parse_circuit("R0-R1-C1")
    assert parse_circuit("p(R1,p(C1,L1))") == parse_circuit("p(R1,C1,L1)")


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("R0-", 4),
        ("R0--C1", 4),
        ("R0+C1", 3),
        ("R0 C1", 4),
        ("R0-X1", 4),
        ("R0-r1", 4),
        ("R0-p(R1,CPE1", 5),
        ("R0-(R1", 4),
        ("R0-p(R1)", 4),
        ("R0-p(R1,)", 9),
        ("R0-p(R1;C1)", 8),
        ("R0-p(R1,C1))", 12),
        ("R0-q(R1,C1)", 4),
        ("R0-R0", 4),
        ("R0–C1", 3),  # noqa: RUF001  # a dash of a word processor
        ("R0-CPÉ1", 4),
        ("R0-WX2", 5),
        ("R0-Wd1", 5),
        ("R0-RX2", 5),
        ("R0-CPEX", 7),
        ("R0-Cpe1", 4),
        ("R0-WS1", 4),
        ("p" + "(" * 50, 2),
    ],
)
def test_a_mistake_is_shown_at_its_character(text, position):
    with pytest.raises(CircuitError) as refused:
        parse_circuit(text)
    if text.startswith("p(("):
        assert refused.value.position > 1
        return
    assert refused.value.position == position
    lines = str(refused.value).splitlines()
    (caret,) = [line for line in lines if line.strip() == "^"]
    shown = lines[lines.index(caret) - 1]
    assert caret.index("^") - (len(shown) - len(shown.lstrip()) if text else caret.index("^")) == (
        position - 1 if text else 0
    )
    assert refused.value.mend


@given(st.text(alphabet="RCLpPEWsoGTZAQ0123(),-+ \n\x00é", max_size=30))
def test_any_text_is_a_circuit_or_a_mistake(text):
    try:
        circuit = parse_circuit(text)
    except CircuitError as mistake:
        position = mistake.position
    else:
        position = 1
        assert parse_circuit(str(circuit)) == circuit
    assert 1 <= position <= len(text) + 1


def test_too_many_elements_are_refused():
    with pytest.raises(CircuitError):
        parse_circuit("-".join(f"R{i}" for i in range(30)))


def test_a_mistake_survives_a_worker_process():
    with pytest.raises(CircuitError) as refused:
        parse_circuit("R0-X1")
    again = pickle.loads(pickle.dumps(refused.value))
    assert (str(again), again.position) == (str(refused.value), 4)
