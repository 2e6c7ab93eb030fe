"""Own tests of materials in a study: the reported numbers of chi2022 that no model answers."""

import pytest

from natria.design import load_case
from natria.lab.synthetic.ordering import make_order, write_order
from natria.quantity import InputError
from natria.studies import Data, Studio, read_data, targets_of, with_options
from natria.studies.own_kinds import compared_data, measure_data

GLASS = "Na3PS3.4O0.6"


@pytest.fixture(scope="module")
def case():
    return load_case("chi2022")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("own")
    for kind in ("indents", "compaction", "calorimetry"):
        write_order(make_order(kind, seed=3), place / f"{kind}.csv")
    return place


@pytest.mark.parametrize(
    ("of", "kind", "fact"),
    [
        (GLASS, "indents", "chi2022:hardness-x060"),
        (GLASS, "compaction", "chi2022:densification-x060"),
        ("chi2022/npso", "calorimetry", "chi2022:glass-transition"),
    ],
)
def test_own_data_answer_what_no_model_does(case, folder, of, kind, fact):
    data = read_data(f"{of}={folder / f'{kind}.csv'}", case)
    studio = Studio(case)
    beside = compared_data(studio, measure_data(data, studio), targets_of(case))
    assert fact in {c.target.id for c in beside}


def test_a_sample_has_a_name_and_no_option_of_cells(case, folder):
    file = folder / "indents.csv"
    with pytest.raises(InputError, match="no sample is named"):
        measure_data(Data(file), Studio(case))
    with pytest.raises(InputError, match="thickness"):
        measure_data(Data(file, GLASS, thickness="1 mm"), Studio(case))
    with pytest.raises(InputError, match="several kinds"):
        measure_data(Data(folder, GLASS), Studio(case))
    with pytest.raises(InputError, match="--thickness"):
        with_options([Data(file, GLASS)], thickness="1 mm")
    assert with_options([Data(file, GLASS)])[0].file == file
