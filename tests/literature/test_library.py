"""The papers that come with natria: their facts belong together and are found."""

from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest

from natria.literature import Library, Query, fact, library, query, read_library, select, select_claims
from natria.quantity import LiteratureError, VocabularyError, conditions, dump, from_si, load, parse_span, term


def as_written(finding):
    """The numbers of a fact in the unit that the paper writes."""
    ends = finding.bound if isinstance(finding.bound, tuple) else (finding.value,)
    return [from_si(end, finding.unit, term(finding.question.name).unit) for end in ends]


# --- the library as a whole


def test_every_paper_is_read_and_every_id_names_its_paper():
    assert {"kumar2020", "yuan2025"} <= set(library().papers)
    for key, paper in library().papers.items():
        assert paper.source.key == key
        assert paper.facts
        assert all(name == one.id and name.startswith(f"{key}:") for name, one in paper.facts.items())
    assert len(library().facts) == sum(len(paper.facts) for paper in library().papers.values())


def test_claims_and_systems_of_all_papers_are_together():
    assert "kumar2020:overpotential-trend" in [claim.id for claim in library().claims]
    assert "kumar2020/bpi" in library().systems


def test_what_a_fact_shares_is_a_fact():
    shared = {other for one in library().facts.values() for other in one.origin.shares}
    assert shared
    assert shared <= set(library().facts)


def test_two_facts_of_one_paper_that_ask_the_same_restate_each_other_or_do_not_exist():
    pairs = [pair for paper in library().papers.values() for pair in combinations(paper.facts.values(), 2)]
    for one, other in pairs:
        if one.question == other.question and one.bound is None and other.bound is None:
            assert other.id in one.origin.shares or one.id in other.origin.shares, (one.id, other.id)


def test_all_facts_come_back_from_json():
    facts = library().facts
    assert load(dump(facts.values())) == facts


@pytest.mark.parametrize(
    ("name", "value", "unit", "bound"),
    [
        ("kumar2020:eta-3um", 50, "mV", None),
        ("kumar2020:eta-35um", 180, "mV", None),
        ("kumar2020:life-50", 500, "cycles", "over"),
        ("kumar2020:vft-bpi", 0.06, "eV", None),
        ("kumar2020:thickness-300s", 35, "um", None),
        ("kumar2020:nas-one-C", 1675, "mAh/g of S", None),
        ("yuan2025:i0", 1.3, "mA/cm^2", None),
    ],
)
def test_a_fact_is_what_its_paper_says(name, value, unit, bound):
    one = fact(name)
    assert as_written(one) == [pytest.approx(value, rel=1e-12)]
    assert (one.unit, one.bound) == (unit, bound)


def test_energies_of_the_vft_form_are_not_called_arrhenius():
    assert {one.question.name for one in query(paper="kumar2020") if "R(T - T0)" in one.origin.method} == {"vft_energy"}


# --- looking up


def test_an_unknown_fact_is_refused_with_the_nearest():
    with pytest.raises(LiteratureError, match="there is no such fact") as refused:
        fact("kumar2020:eta-3mu")
    assert "did you mean 'kumar2020:eta-3um'" in str(refused.value)


def ids(found):
    return {one.id for one in found}


def test_a_query_without_filter_gives_all_facts():
    assert ids(query()) == set(library().facts)


def test_a_query_filters_by_quantity_subject_paper_and_kind_and_all_that_is_given_holds():
    assert ids(query("cell_overpotential", paper="kumar2020")) == {"kumar2020:eta-3um", "kumar2020:eta-35um"}
    assert ids(query("young_modulus", of="NaOH")) == {"kumar2020:E-NaOH"}
    assert ids(query(paper="yuan2025")) == set(library().papers["yuan2025"].facts)
    assert ids(query(paper="kumar2020", kind="fitted")) == {"kumar2020:vft-bpi", "kumar2020:vft-pristine"}
    assert ids(query("exchange_current_density", paper="kumar2020")) == set()
    for one in query("cycle_life", of="monophasic", paper="kumar2020", kind="measured"):
        assert one.id == "kumar2020:life-monophasic"


@pytest.mark.parametrize("kind", ["measured", "fitted", "computed", "assumed", "derived", "set"])
def test_kinds_part_the_facts(kind):
    found = query(kind=kind)
    assert {one.origin.kind for one in found} == {kind}
    assert len(found) < len(library().facts)


def test_a_query_reads_the_library_that_it_is_given():
    small = Library({"yuan2025": library().papers["yuan2025"]})
    assert ids(query(within=small)) == set(library().papers["yuan2025"].facts)
    with pytest.raises(LiteratureError, match="no such paper here"):
        query(paper="kumar2020", within=small)


def test_an_empty_library_has_no_facts():
    assert query(within=Library({})) == ()


def test_a_mistyped_quantity_or_paper_is_refused_with_the_nearest():
    with pytest.raises(VocabularyError, match="did you mean 'cell_overpotential'"):
        query("cell_overpotental")
    with pytest.raises(LiteratureError, match="did you mean 'kumar2020'"):
        query(paper="kumar202")


def test_a_mistyped_kind_is_refused():
    with pytest.raises(LiteratureError):
        query(kind="mesured")


# --- rows of the tables of a review


def review():
    return library().papers["zhu2024"]


def test_every_row_of_the_review_is_a_censored_life_of_its_own_system():
    assert len(review().layers) == 31
    assert len({layer.system for layer in review().layers}) == 31
    for layer in review().layers:
        life = fact(layer.fact)
        assert life.question.name == "cycling_time"
        assert life.question.of == layer.system == f"zhu2024/{layer.fact.partition(':')[2]}"
        assert life.bound == "at least"
        assert f"ref. {layer.ref}" in life.origin.where
        assert {review().systems[layer.system].kind} <= {"inorganic", "organic", "hybrid"}
        assert library().layers[layer.fact] == layer


def test_the_order_of_two_numbers_that_differ_has_a_ground():
    for layer in review().layers:
        assert bool(layer.order) is (len(set(layer.printed)) == 2)
    taken = {"text": 0, "assumed": 0}
    for layer in review().layers:
        if layer.order:
            taken["assumed" if layer.order.startswith("assumed") else "text"] += 1
    assert taken == {"text": 7, "assumed": 6}


def test_one_row_is_read_the_other_way_round():
    at = {layer.fact: fact(layer.fact).question.at for layer in review().layers if layer.printed}
    first = {layer.fact: layer.printed[0] for layer in review().layers if layer.printed}
    other = [name for name in at if at[name]["current"] != pytest.approx(10 * first[name])]
    assert other == ["zhu2024:na22ga39"]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("naf-snf2", "naf-snf2-text"),
        ("nabr", "nabr-text-cycles"),
        ("hcoona-rona", "hcoona-rona-text"),
        ("pvdf-na-o2", "pvdf-na-o2-text"),
    ],
)
def test_where_text_and_table_disagree_both_are_kept(row, text):
    said = fact(f"zhu2024:{text}")
    assert said.question.of == f"zhu2024/{row}"
    assert (said.question.name, said.value) != ("cycling_time", fact(f"zhu2024:{row}").value)
    assert f"zhu2024:{row}" in said.origin.shares
    assert said.origin.where.startswith("text")


# --- looking up layers


def select_ids(**wanted):
    return ids(select(Query(**wanted), library()))


def named(*names):
    return {f"zhu2024:{name}" for name in names}


def test_layers_are_found_by_class_and_cell():
    assert select_ids(quantity="cycling_time", paper="zhu2024", layer_class="organic", cell="Na|Na") == named(
        "phs2na2", "hcoona-rona", "hcoona-rona-text", "hcoona", "pvdf", "pvdf-text", "pvdf-text-efficiency-hours"
    )
    assert select_ids(paper="zhu2024", cell="Na|Cu") == named("nai-na-cu", "sp2c-cof-na-cu")


def test_a_phase_finds_the_phase_its_faces_and_the_systems_that_it_is_in():
    found = select_ids(phase="Na2Se")
    assert found >= named("barrier-Na2Se-100", "na2se-na15sn4", "na2se-na15sn4-E", "na2se-na15sn4-thickness")
    assert named("barrier-NaF") <= select_ids(phase="NaF")
    assert not named("barrier-NaF") & found
    assert select_ids(phase="NaF", of="zhu2024", layer_class="hybrid", quantity="cycling_time") == named(
        "naf-pvdf", "naf-kf-ptfe", "naf-kf-ptfe-4mA"
    )


def test_something_in_a_system_has_its_class():
    assert named("naf-pvdf-ratio") <= select_ids(layer_class="hybrid", phase="PVDF")


def test_conditions_hold_within_their_tolerance_and_a_range_takes_what_lies_in_it():
    one = conditions(current="1 mA/cm^2", areal_capacity="0.75 mAh/cm^2")
    assert select_ids(paper="zhu2024", at=one) == named("nai-na-cu")
    assert select_ids(paper="zhu2024", at=conditions(current="1.005 mA/cm^2", areal_capacity="0.75 mAh/cm^2"))
    high = {"paper": "zhu2024", "quantity": "cycling_time", "at": conditions(current="4 to 20 mA/cm^2")}
    assert select_ids(**high) == named("naf-kf-ptfe-4mA", "sn-nacl-ppo", "sp2c-cof", "sp2c-cof-text")
    assert select_ids(paper="zhu2024", at=conditions(cycle="1 to 300")) == named(
        "napf6-efficiency", "sn-pvdf-resistance-bare-1", "sn-pvdf-resistance-bare-100", "sn-pvdf-resistance-coated-1"
    ) | named("sn-pvdf-resistance-coated-100")
    assert select_ids(paper="zhu2024", at=conditions(specific_current="100 mA/g")) == named(
        "pvdf-na-o2", "pvdf-na-o2-text"
    )


def hours(low, high):
    span = parse_span(f"{low} to {high} h", "s")
    return select_ids(quantity="cycling_time", of="zhu2024/na", paper="zhu2024", between=span)


def test_a_bounded_value_is_found_where_it_can_lie():
    assert named("na-in-pristine") & hours(90, 110) == named("na-in-pristine")
    assert not named("na-in-pristine") & hours(101, 110)
    assert hours(0.1, 110) == named("na-in-pristine")  # the others lived longer
    assert named("naf-snf2") <= hours(500, 600)  # at least 600 h
    assert not named("naf-snf2") & hours(500, 599)
    assert not named("naf-snf2-text") & hours(500, 700)  # over 700 h
    assert named("naf-snf2-text") <= hours(500, 701)
    assert named("napf6-hysteresis") == select_ids(quantity="hysteresis", paper="zhu2024", between=(0.019, 0.03))
    assert select_ids(quantity="hysteresis", paper="zhu2024", between=(0.0196, 0.03)) == set()


BOUNDS = [("at least", 1, 0), ("over", 1, 0), ("at most", 0, 1), ("under", 0, 1), (None, 0, 0)]


@pytest.mark.parametrize(("bound", "above", "below"), BOUNDS)
def test_each_bound_can_lie_on_its_side(tmp_path, bound, above, below):
    write(tmp_path, "mine", value=5.0, bound=bound)
    own = read_library((tmp_path,))

    def found(low, high):
        return len(select(Query("cell_overpotential", paper="mine", between=(low / 1e3, high / 1e3)), own))

    assert (found(6, 7), found(3, 4)) == (above, below)
    assert found(4, 6) == 1
    assert found(5, 6) == (bound != "under")
    assert found(4, 5) == (bound != "over")


UNKNOWN = {
    "quantity": ("cycling_tim", "did you mean 'cycling_time'"),
    "paper": ("zhu2042", "did you mean 'zhu2024'"),
    "kind": ("mesured", "did you mean 'measured'"),
    "layer_class": ("inorganik", "did you mean 'inorganic'"),
    "cell": ("Na-Na", "did you mean 'Na|Na'"),
    "phase": ("NaFl", "did you mean 'NaF'"),
}


@pytest.mark.parametrize("field", UNKNOWN)
def test_a_mistyped_word_is_refused_with_the_nearest(field):
    word, hint = UNKNOWN[field]
    with pytest.raises((LiteratureError, VocabularyError)) as refused:
        select_ids(**{field: word})
    assert word in str(refused.value)
    assert hint in str(refused.value)


def test_a_word_that_is_near_to_nothing_is_answered_with_all():
    with pytest.raises(LiteratureError, match=r"no such class of layers here\n.*hybrid.*inorganic.*organic"):
        select_ids(layer_class="xyz")


def test_an_unknown_condition_is_refused_with_the_nearest():
    with pytest.raises(VocabularyError, match="did you mean 'current'"):
        select_ids(at={"curent": 1.0})


def test_a_range_of_values_needs_its_quantity():
    with pytest.raises(VocabularyError, match="needs the quantity"):
        select_ids(between=(0.0, 1.0))


def test_claims_are_found_by_their_subject_and_are_no_numbers():
    found = {claim.id for claim in select_claims(Query(paper="zhu2024", cell="Na|O2"), library())}
    assert found == named("pvdf-na-o2-hours")
    assert named("nabr-barrier", "nabr-hours") <= {c.id for c in select_claims(Query(phase="NaBr"), library())}
    for numbers in ({"quantity": "cycling_time"}, {"kind": "measured"}, {"at": conditions(rate="1C")}):
        assert select_claims(Query(paper="zhu2024", **numbers), library()) == ()
    assert select_claims(Query(), library()) == library().claims


# --- folders of papers of one's own

OWN = """
[source]
key = "{key}"
title = "A paper of mine"
year = 2025

[system."{key}/cell"]
says = "my cell"

[[fact]]
id = "eta"
of = "{key}/cell"
name = "cell_overpotential"
value = {value}
unit = "mV"
at = {{ current = "1 mA/cm^2" }}
kind = "measured"
where = "notebook"
{more}
"""


def write(folder, key, value=42.0, bound=None, shares=()):
    folder.mkdir(exist_ok=True)
    more = f'bound = "{bound}"\n' if bound else ""
    more += f"shares = {list(shares)}\n" if shares else ""
    file = folder / f"{key}.toml"
    file.write_text(OWN.format(key=key, value=value, more=more), encoding="utf-8")
    return file


def test_papers_of_ones_own_are_in_the_library_that_they_are_given_to_and_in_no_other(tmp_path, monkeypatch):
    monkeypatch.setenv("NATRIA_PAPERS", str(tmp_path / "a"))  # what no library reads
    write(tmp_path / "a", "mine2025")
    write(tmp_path / "b", "yours2025")
    own = library(tmp_path / "a", tmp_path / "b")
    assert {"mine2025", "yours2025", "kumar2020"} <= set(own.papers)
    assert own.own == {"mine2025", "yours2025"}
    assert fact("mine2025:eta", within=own).value == pytest.approx(0.042)
    assert ids(query(paper="yours2025", within=own)) == {"yours2025:eta"}
    assert not {"mine2025", "yours2025"} & set(library().papers)
    with pytest.raises(LiteratureError):
        fact("mine2025:eta")


def test_a_paper_can_be_given_as_its_file_and_has_the_digest_of_it(tmp_path):
    file = write(tmp_path, "mine2025")
    write(tmp_path, "yours2025")
    own = library(file)
    assert own.own == {"mine2025"}
    assert own.digests["mine2025"] == sha256(file.read_bytes()).hexdigest()
    assert set(own.digests) == set(own.papers)


def test_one_folder_counts_once(tmp_path, monkeypatch):
    write(tmp_path / "a", "mine2025")
    monkeypatch.chdir(tmp_path)
    assert "mine2025" in library(Path("a"), tmp_path / "a").papers
    assert fact("mine2025:eta", within=library(Path("a"))).id == "mine2025:eta"


def test_a_folder_by_its_short_name_is_the_one_that_is_here(tmp_path, monkeypatch):
    write(tmp_path / "a", "first2025")
    (tmp_path / "b").mkdir()
    write(tmp_path / "b" / "a", "second2025")
    monkeypatch.chdir(tmp_path)
    assert "first2025" in library(Path("a")).papers
    monkeypatch.chdir(tmp_path / "b")
    assert "second2025" in library(Path("a")).papers


def test_a_missing_folder_is_refused_with_its_name_and_where_it_may_be_named(tmp_path):
    with pytest.raises(LiteratureError, match="there is no such file or folder") as refused:
        library(tmp_path / "nowhere")
    assert refused.value.source == str(tmp_path / "nowhere")
    assert all(place in str(refused.value) for place in ("papers in a design", "--papers", "NATRIA_PAPERS"))


def test_a_file_of_another_kind_is_refused(tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"")
    with pytest.raises(LiteratureError, match="neither a folder nor a TOML file"):
        library(file)


def test_a_key_that_is_taken_is_refused_with_its_file(tmp_path):
    file = write(tmp_path, "kumar2020")
    with pytest.raises(LiteratureError, match="there is a paper 'kumar2020' already") as refused:
        library(tmp_path)
    assert refused.value.source == str(file)
    assert refused.value.problems[0].where == "source.key"


def test_a_bad_paper_of_ones_own_is_refused_with_its_file(tmp_path):
    (tmp_path / "bad.toml").write_text("[source", encoding="utf-8")
    with pytest.raises(LiteratureError, match="is not readable as TOML") as refused:
        library(tmp_path)
    assert refused.value.source == str(tmp_path / "bad.toml")


def test_facts_share_what_those_that_they_restate_share_also_in_other_papers(tmp_path):
    write(tmp_path, "second2025", shares=["first2025:eta"])
    write(tmp_path, "first2025", shares=["kumar2020:hours-1"])
    own = library(tmp_path)
    assert set(own.facts["second2025:eta"].origin.shares) == {
        "first2025:eta",
        "kumar2020:hours-1",
        "kumar2020:life-1",
        "kumar2020:cycle-time-1",
    }
    assert own.facts["kumar2020:life-1"] == fact("kumar2020:life-1")


def test_two_papers_may_restate_each_other(tmp_path):
    write(tmp_path, "second2025", shares=["first2025:eta"])
    write(tmp_path, "first2025", shares=["second2025:eta"])
    own = library(tmp_path)
    assert own.facts["second2025:eta"].origin.shares == ("first2025:eta",)
    assert own.facts["first2025:eta"].origin.shares == ("second2025:eta",)


def test_restating_an_unknown_fact_of_another_paper_is_refused_with_the_nearest(tmp_path):
    write(tmp_path, "mine2025", shares=["kumar2020:eta-3mu"])
    with pytest.raises(LiteratureError, match="there is no fact 'kumar2020:eta-3mu'") as refused:
        library(tmp_path)
    assert refused.value.problems[0].where == "mine2025:eta.shares"
    assert "did you mean 'kumar2020:eta-3um'" in str(refused.value)
