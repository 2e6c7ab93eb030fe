"""What differs between two designs."""

from natria.design import load_case
from natria.design.differences import differing_inputs


def test_a_changed_number_and_a_changed_choice_are_the_only_differences():
    base = load_case("kumar2020").design("kumar2020/bpi/pristine")
    other = base.with_({"temperature": "330 K", "protocol.current": "2 mA/cm^2"})
    rows = {row.path: row.shown for row in differing_inputs([base, other])}
    assert set(rows) == {"temperature", "protocol.current"}
    assert rows["protocol.current"] == ("1 mA/cm^2", "2 mA/cm^2")


def test_a_layer_that_one_design_lacks_has_empty_cells():
    case = load_case("kumar2020")
    rows = differing_inputs([case.design("kumar2020/bpi"), case.design("kumar2020/bpi/pristine")])
    layer = {row.path: row.shown for row in rows if row.path.startswith("interphase.bpi.")}
    assert layer["interphase.bpi.thickness"] == ("3 um", "")
    assert layer["interphase.bpi.arrangement"] == ("sheets", "")
    assert not any("why" in path for path in layer)


def test_equal_designs_do_not_differ():
    base = load_case("yuan2025").base
    assert differing_inputs([base, base, base]) == ()
