"""A study says how far it is: each question, curve and budget once, and never back."""

from pathlib import Path

from natria.studies import run_study
from natria.studies.opening.case import open_case

CELL = Path(__file__).parents[1] / "small_cell.toml"


def test_a_study_says_its_progress_to_the_end():
    heard = []
    case = open_case(CELL)
    result = run_study(case, spread=False, hear=lambda *said: heard.append(said))
    done, totals = [one[1] for one in heard], {one[2] for one in heard}
    runs = len(result.runs)
    questions = runs * (len(result.targets) + len(case.study.ask))
    assert totals == {questions + 4 + 1}
    assert done == list(range(len(done)))
    assert done[-1] == totals.pop() - 1
    assert heard[0][0] == result.targets[0].id
    assert "what if thin" in heard[questions - 1][0]
