"""Questions that arithmetic answers, of the shipped cases: case, system or phase, term, part, conditions in words."""

from __future__ import annotations

from collections.abc import Iterator

from natria.design import Design, load_case, phase_design
from natria.quantity import Question, conditions

CURRENT = {"current": "1 mA/cm^2", "areal_capacity": "1 mAh/cm^2"}
OF_CELLS = (
    ("kumar2020", "kumar2020/bpi", "cycling_time", "", CURRENT),
    ("kumar2020", "kumar2020/bpi/pristine", "cycle_life", "", CURRENT),
    ("kumar2020", "kumar2020/bpi", "length", "bpi", {"time": "15 min"}),
    ("kumar2020", "kumar2020/bpi", "etch_rate", "bpi", {}),
    ("kumar2020", "kumar2020/bpi", "lattice_spacing", "110", {}),
    ("kumar2020", "kumar2020/bpi/pristine", "energy_ratio", "", {}),
    ("kumar2020", "kumar2020/bpi/monophasic", "young_modulus", "bpi", {}),
    ("kumar2020", "kumar2020/bpi/monophasic", "shear_modulus", "bpi", {}),
    ("kumar2020", "kumar2020/bpi/monophasic", "bulk_modulus", "bpi", {}),
    ("kumar2020", "kumar2020/bpi/na-s", "capacity_retention", "", {"cycle": "500"}),
    ("kumar2020", "kumar2020/bpi/na-s", "capacity_decay", "", {"cycle": "1 to 500"}),
    ("yuan2025", "yuan2025/nas", "areal_capacity", "", {}),
    ("yuan2025", "yuan2025/nas", "mass_loading", "", {}),
    ("yuan2025", "yuan2025/nas", "exafs_distance", "shell-1", {}),
    ("yuan2025", "yuan2025/nas", "exafs_distance", "shell-2", {}),
    ("yuan2025", "yuan2025/nas/symmetric", "layer_completion_time", "interlayer", {}),
    ("yuan2025", "yuan2025/nas/symmetric", "sodium_inventory", "", {}),
    ("lu2026", "lu2026/sfc-na/nvp", "utilisation", "", {"cycle": "9000"}),
    ("chi2022", "chi2022/na-s", "specific_capacity", "", {"cycle": "1"}),
    ("chi2022", "chi2022/na-s", "specific_capacity", "", {"cycle": "40"}),
    ("chi2022", "chi2022/na-s", "capacity_retention", "", {"cycle": "40"}),
    ("chi2022", "chi2022/na-s", "utilisation", "", {"cycle": "1"}),
    ("chi2022", "chi2022/na-s", "average_discharge_voltage", "", {}),
    ("chi2022", "chi2022/npso/x-0.60", "intensity_ratio", "", {}),
    ("chi2022", "chi2022/npso/x-0.60", "mass_to_charge", "Na2PS4-", {}),
    ("chi2022", "chi2022/npso/x-0.60", "capacitance", "", {}),
    ("chi2022", "chi2022/trilayer", "charge_transfer_area_resistance", "", {}),
    ("zhu2024", "zhu2024/naf-treat-hf", "bulk_modulus", "layer", {}),
    ("zhu2024", "zhu2024/naf-treat-hf", "standard_potential", "", {}),
)
OF_PHASES = (
    ("chi2022", "Na3PS3.4O0.6", "young_modulus"),
    ("chi2022", "Na3PS3.4O0.6", "shear_modulus"),
    ("chi2022", "Na3PS3.4O0.6", "bulk_modulus"),
    ("chi2022", "Na3PS4", "density"),
    ("yuan2025", "Na3PS4", "pugh_ratio"),
    ("yuan2025", "Na3PS4", "stability_window"),
    ("yuan2025", "Na3Sb", "exafs_distance"),
)


def arithmetic_questions() -> Iterator[tuple[Design, Question, bool]]:
    """Each question with its design, and whether it is of a phase."""
    for case, system, term, part, at in OF_CELLS:
        yield (
            load_case(case).design(system),
            Question(term, f"{system}#{part}" * bool(part) or system, conditions(**at)),
            False,
        )
    kumar = load_case("kumar2020")
    mixture = kumar.study.what_if["NaNH2 all through the layer"].changes  # sheets have no composition of their own
    yield kumar.design("kumar2020/bpi", mixture), Question("atomic_fraction", "kumar2020/bpi#N"), False
    for case, phase, term in OF_PHASES:
        design = phase_design(load_case(case).base, phase)
        assert design is not None
        yield design, Question(term, phase), True
