"""A study becomes a view with one table, traces and a report; what is asked is checked; a zip is whole."""

import io
import json
import zipfile
from base64 import b64decode
from pathlib import Path

import pytest
from asgi import app_of, call

from natria.app.measure.exporting import export_plot
from natria.app.study.asked import read_study_asked, study_of
from natria.app.study.studying import study_order
from natria.app.study.zipped import zipped
from natria.app.tasks import Order
from natria.app.workspace import COMPLETE, VIEW, AppWorkspace
from natria.quantity import InputError

BEGINS = {"svg": b"<?xml", "png": b"PNG", "csv": b",", "xlsx": b"PK"}
CELL = Path(__file__).parents[2] / "small_cell.toml"


@pytest.fixture
def workspace(tmp_path):
    made = AppWorkspace(tmp_path / "w")
    made.prepare()
    (made.path / "designs" / "small.toml").write_text(CELL.read_text(encoding="utf-8"), encoding="utf-8")
    return made


@pytest.fixture
def app(workspace):
    return app_of(workspace.path)


def order_of(one, **more):
    options = {"source": one.subject.source, "data": [], "area": "", "all_curves": False, **more}
    return Order("study", one.subject.name, one.subject.path, options, one.out)


@pytest.mark.slow
def test_a_study_is_a_table_of_four_kinds_of_numbers_and_a_report(workspace, app):
    one = study_of(workspace, "small.toml")
    said = []
    study_order(order_of(one), lambda stage, done=None, left=None: said.append((stage, done, left)))
    shares = [done for _, done, _ in said if done is not None]
    assert shares == sorted(shares)
    assert 0.9 < shares[-1] < 1
    assert any(left is not None for _, _, left in said)
    view = json.loads((one.out / VIEW).read_text(encoding="utf-8"))
    assert view["stage"] == COMPLETE
    table = view["study"]
    assert set(table["numbers"]) <= set(table["columns"])
    assert sum(table["filters"]["verdict"].values()) == len(table["rows"])
    assert all(row["verdict"] in table["legend"] for row in table["rows"])
    answered = [row for row in table["rows"] if row["verdict"] not in ("refused", "not comparable")]
    assert answered == table["rows"][: len(answered)]
    (modulus,) = answered
    marks = {kind: [one["mark"] for one in some] for kind, some in modulus["numbers"].items()}
    assert marks["reported"] == [""]
    assert len(marks["computed"]) + len(marks["simulated"]) == 3
    refused = [row for row in table["rows"] if row["verdict"] == "refused"]
    assert all(row["refused"] and row["means"] for row in refused)
    assert sum(len(group["targets"]) for group in table["refusals"]) == len(table["rows"]) - len(answered)
    answer = modulus["numbers"]["simulated"][0]["id"]
    found = call(app, "GET", "/api/study/trace/small.toml", query=f"id={answer}")
    assert found.status == 200
    assert answer in found.json["trace"]
    for plot in view["plots"]:
        assert plot["panels"] or (one.out / "pictures" / plot["picture"]).is_file()
        for kind in ("svg", "png", *(("csv", "xlsx") if plot["panels"] else ())):
            asked = {"plot": plot["id"], "format": kind, "ys": []}
            assert BEGINS[kind] in b64decode(export_plot(str(one.out), str(workspace.path), asked))[:100]
    sent = call(app, "GET", "/api/study/report/small.toml")
    assert sent.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(sent.body)) as archive:
        assert archive.testzip() is None
        names = {name.removeprefix("small-study/") for name in archive.namelist()}
    assert {"index.html", "findings.json", *view["files"]} <= names
    page = call(app, "GET", "/api/study/report/small.toml", query="page=1")
    assert "attachment" in page.headers["content-disposition"]
    assert page.body == (one.out / "report" / "index.html").read_bytes()
    listed = {row["name"]: row for row in call(app, "GET", "/api/study/subjects").json["subjects"]}
    assert listed["small.toml"]["state"] == "done"
    assert listed["small.toml"]["says"] == table["score"]


def test_results_belong_to_the_state_of_the_design_and_what_was_asked(workspace):
    before = study_of(workspace, "small.toml").out
    assert study_of(workspace, "small.toml").out == before
    (workspace.recordings / "cell.csv").write_text("x", encoding="utf-8")
    asked = read_study_asked({"data": [{"system": "", "name": "cell.csv"}], "area": "1 cm^2"})
    with_data = study_of(workspace, "small.toml", asked)
    assert with_data.out != before
    assert [path.name for _, path in with_data.files] == ["cell.csv"]
    (workspace.recordings / "cell.csv").write_text("xy", encoding="utf-8")
    assert study_of(workspace, "small.toml", asked).out != with_data.out
    design = workspace.path / "designs" / "small.toml"
    design.write_text(design.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert study_of(workspace, "small.toml").out != before


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'{"nope": 1}',
        b'{"data": "x"}',
        b'{"data": ["x"]}',
        b'{"data": [{"name": "../../etc/passwd"}]}',
        b'{"data": [{"name": "gone.csv"}]}',
        b'{"area": 3}',
        b'{"data": [' + b",".join([b'{"name": "a"}'] * 51) + b"]}",
    ],
)
def test_what_is_no_order_of_a_study_is_refused(app, body):
    answer = call(app, "POST", "/api/study/run/small.toml", chunks=(body,))
    assert answer.status == 400
    assert answer.json["what"]
    assert answer.json["fix"]


@pytest.mark.parametrize("name", ["nope", "../designs/small.toml", ".hidden.toml", "=study"])
@pytest.mark.parametrize("verb", ["view", "trace", "report", "series", "picture"])
def test_a_design_that_is_not_there_is_refused(app, verb, name):
    assert call(app, "GET", f"/api/study/{verb}/{name}").status in (400, 404)


def test_a_study_that_was_not_run_has_no_report_and_no_trace(app):
    assert call(app, "GET", "/api/study/view/kumar2020").json["view"] is None
    assert call(app, "GET", "/api/study/report/kumar2020").status == 404
    assert call(app, "GET", "/api/study/trace/kumar2020", query="id=x").status == 404
    subjects = call(app, "GET", "/api/study/subjects").json["subjects"]
    assert {row["kind"] for row in subjects} == {"design", "case"}
    assert {row["state"] for row in subjects} == {"new"}


def test_a_design_that_cannot_be_read_is_listed_all_the_same(workspace, app):
    (workspace.path / "designs" / "bad.toml").write_text("[", encoding="utf-8")
    names = [row["name"] for row in call(app, "GET", "/api/study/subjects").json["subjects"]]
    assert names[:2] == ["bad.toml", "small.toml"]
    with pytest.raises(InputError):
        study_order(order_of(study_of(workspace, "bad.toml")), lambda *_: None)


def test_a_zip_is_sent_in_parts_and_holds_what_the_folder_does(tmp_path):
    folder = tmp_path / "report"
    (folder / "figures").mkdir(parents=True)
    (folder / "index.html").write_bytes(b"<p>page</p>" * 100_000)
    (folder / "figures" / "a.png").write_bytes(bytes(range(256)) * 4000)
    (folder / "link").symlink_to("/etc/passwd")
    parts = list(zipped(folder, "cell ä"))
    assert len(parts) > 2
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["cell ä/figures/a.png", "cell ä/index.html"]
        assert archive.read("cell ä/figures/a.png") == bytes(range(256)) * 4000
    assert b"".join(zipped(folder, "cell ä")) == b"".join(parts)
