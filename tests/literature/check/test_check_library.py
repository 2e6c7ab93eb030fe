"""What the rules find in the papers that come with natria: all of it is known here, and the healthy stays healthy."""

from collections import Counter

import pytest

from natria.literature import check, library
from natria.literature.check import RULES

LOOKS = check(library())
FLAGGED = [look for look in LOOKS if look.outcome != "passed"]

# rule, outcome, the first of its facts, words of its arithmetic or of what it says
FOUND = [
    ("usual values", "contradiction", "lu2026:surface-NaF", "0.16 eV/A^2|2.56 J/m^2|0.16 J/m^2 would be usual"),
    ("usual values", "contradiction", "lu2026:surface-Na3Sb", "0.21 eV/A^2|3.36 J/m^2|0.21 J/m^2 would be usual"),
    ("indents", "caution", "chi2022:indent-depth", "1 mN|1 +/- 0.1 GPa|0.184|<= 1 um"),
    ("lattice spacings", "contradiction", "kumar2020:spacing-Na-200", "0.22 nm|0.29 nm|0.43 to 0.45|0.403 to 0.417"),
    ("Faraday's law", "contradiction", "chi2022:capacity-high-temperature", "558|0.6675|418 mAh/g|Na2S3"),
    ("retention", "contradiction", "chi2022:nas-retention-40", "1000|1280|78.1 to 78.2 %|> 80 %"),
    ("utilisation", "caution", "yuan2025:capacity-nas", "1976|1675|118 %|0.537 electrons"),
    ("utilisation", "caution", "yuan2025:capacity-125MPa", "1991|119 %"),
    ("utilisation", "caution", "yuan2025:capacity-62.5MPa", "1712|102 %"),
    ("utilisation", "caution", "yuan2025:capacity-60C", "2700|161 %|1.83 electrons"),
    ("utilisation", "caution", "yuan2025:capacity-60C-30", "1917|114 to 115 %"),
    ("charge per area", "contradiction", "yuan2025:areal-capacity-nas", "1976|3.2 to 3.5 mg|0.785|0.81|1505 to 1666"),
    ("hours and cycles", "contradiction", "zhu2024:nabr", "250 cycles|2 h|499 to 501 h|250 h"),
    ("hours and cycles", "caution", "zhu2024:pvdf-na-o2", "87 cycles|87 h"),
    ("critical currents", "caution", "zhu2024:zif-62-ccd", "printed 0.1, 1|cycled at 1 mA/cm^2|1000 h"),
    (
        "exchange currents",
        "contradiction",
        "lu2026:i0-sfc lu2026:eta-deposition",
        "33.2 uA/cm^2|279 mV|80 mV|3.5 times",
    ),
    ("exchange currents", "contradiction", "lu2026:i0-sfc lu2026:eta-05", "33.2 uA/cm^2|279 mV|40 mV|7.0 times"),
    (
        "bare faces",
        "caution",
        "kumar2020:eta-3um kumar2020:eta-35um zhu2024:napf6-hysteresis",
        "37.2 to 38.4 mV|6.65 to 19.5 mV|1.91 to 5.78 times",
    ),
    ("faces and layers", "caution", "chi2022:rct-x060", "376 to 421 ohm cm^2|10 ohm cm^2|4.3 to 5.32 %"),
    ("one question", "contradiction", "yuan2025:sigma-Na3SbS4", "> 1 mS/cm|0.9 mS/cm"),
    ("one phase", "contradiction", "lu2026:barrier-NaF zhu2024:barrier-NaF", "0.704 eV|0.2671 eV|2.6"),
    ("text and table", "contradiction", "zhu2024:naf-snf2", "600 h|700 h"),
    ("text and table", "contradiction", "zhu2024:nabr zhu2024:nabr-text-hours", "250 h|500 h"),
    ("text and table", "contradiction", "zhu2024:hcoona-rona", "2500 h|2800 h"),
    ("text and table", "contradiction", "zhu2024:pvdf", "1200 h|2000 h"),
    *(
        ("columns", "caution", f"zhu2024:{row}", f"printed {printed}|taken as current and charge|12 of 13")
        for row, printed in (
            *(("naf-snf2", "0.25, 0.125"), ("nai", "0.25, 0.75"), ("nai-na-cu", "1, 0.75"), ("hcoona", "2, 1")),
            *(("na2se-na15sn4", "0.5, 1"), ("al2o3", "3, 1"), ("naalox", "3, 1"), ("naf-pvdf", "0.25, 0.5")),
            *(("zif-62", "0.1, 1"), ("sp2c-cof-na-cu", "2, 1"), ("sp2c-cof", "20, 1"), ("al2o3-alucone", "3, 1")),
        )
    ),
    ("columns", "caution", "zhu2024:na22ga39", "printed 6, 1|taken as charge and current|1 of 13"),
    ("rows", "contradiction", "zhu2024:sp2c-cof", "ref. 103|ref. 107"),
    ("rows", "contradiction", "zhu2024:alucone", "ref. 107|ref. 109"),
    ("twin rows", "caution", "zhu2024:nabr zhu2024:nabr-na-s", "250 h|Na|S"),
]

PASSED = """
chi2022:arrhenius-x015 chi2022:E-x060 chi2022:G-x060 chi2022:nu-x060 chi2022:raman-PS4 chi2022:xps-bridging-oxygen
chi2022:sims-mass-Na3P4 chi2022:sims-mass-P2O7 chi2022:sims-suppression chi2022:ccd chi2022:hours-0.2 chi2022:foil
chi2022:theoretical-S chi2022:nas-utilisation chi2022:nas-average-voltage chi2022:nas-plateau-1
chi2022:nas-share-sulfur chi2022:sigma-x015-ratio
kumar2020:E-NaOH kumar2020:gap-NaNH2 kumar2020:barrier-NaOH kumar2020:vft-bpi kumar2020:composition-N
kumar2020:composition-O kumar2020:xps-depth-15min kumar2020:thickness-30s kumar2020:thickness-300s kumar2020:life-1
kumar2020:hours-1 kumar2020:hours-pristine kumar2020:nas-decay kumar2020:nas-retention
kumar2020:nas-initial-capacity kumar2020:nas-efficiency kumar2020:radius-OH
lu2026:adsorption-NaF lu2026:barrier-Na3Sb lu2026:gap-NaF lu2026:Ea-sei-sfc lu2026:xps-NaF lu2026:xps-Na3Sb
lu2026:gel-Mw lu2026:short-p lu2026:hours-p lu2026:ccd-p lu2026:foil lu2026:half-cycle lu2026:hours-sfc-1
lu2026:nvp-efficiency lu2026:nvp-capacity lu2026:electrolyte-DOL
yuan2025:sigma-Na3PS4 yuan2025:pugh-Na3SbS4 yuan2025:i0 yuan2025:die-diameter yuan2025:interlayer-complete
yuan2025:reduction-peak-nas-3 yuan2025:capacity-nps yuan2025:capacity-20MPa yuan2025:retention-20MPa-80
yuan2025:xanes-Na3SbS4-1 yuan2025:oxidation-Na3PS4 yuan2025:plateau-60C
zhu2024:naf-ptfe zhu2024:na3n zhu2024:sn-nacl-ppo zhu2024:sn-nacl-ppo-na-o2-text zhu2024:pvdf-text
zhu2024:Na-capacity zhu2024:barrier-Na3P zhu2024:sn-E zhu2024:pvdf-overpotential zhu2024:alucone-text-current
"""
HEALTHY = set(PASSED.split())


@pytest.mark.parametrize(("rule", "outcome", "facts", "words"), FOUND)
def test_it_is_found_with_its_arithmetic(rule, outcome, facts, words):
    wanted = tuple(facts.split())
    (found,) = [look for look in FLAGGED if look.rule == rule and look.facts[: len(wanted)] == wanted]
    assert found.outcome == outcome
    text = f"{found.arithmetic} {found.says}"
    assert not [word for word in words.split("|") if word not in text], text


def test_nothing_else_is_flagged():
    """A new flag is either a contradiction to be written above, or a false alarm to be mended in the rule."""
    expected = Counter((rule, outcome, facts.split()[0]) for rule, outcome, facts, _ in FOUND)
    assert Counter((look.rule, look.outcome, look.facts[0]) for look in FLAGGED) == expected


def test_the_healthy_was_looked_at_and_passed():
    assert len(HEALTHY) >= 40
    looked_at = {name for look in LOOKS for name in look.facts}
    flagged = {name for look in FLAGGED for name in look.facts}
    assert looked_at >= HEALTHY
    assert not HEALTHY & flagged


def test_every_look_is_at_facts_that_exist_and_shows_numbers():
    for look in LOOKS:
        assert look.facts
        assert set(look.facts) <= set(library().facts)
        assert any(sign.isdigit() for sign in look.arithmetic)
        assert bool(look.says) is (look.outcome != "passed")


def test_every_paper_is_looked_at():
    assert {name.partition(":")[0] for look in LOOKS for name in look.facts} == set(library().papers)


def test_every_rule_finds_something_to_look_at_here_but_for_those_that_wait_for_their_facts():
    idle = {rule.__name__ for rule in RULES if not list(rule(library()))}
    assert idle == {"ratios", "ohmic_drop"}
