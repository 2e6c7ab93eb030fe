"""Uploads arrive whole or not at all, below the cap, under a name that stays in the workspace."""

import pytest
from asgi import KEYED, app_of, call

from natria.app.settings import MIB, AppSettings
from natria.quantity import InputError

CONTENT = b"test_time_second,voltage_volt,current_ampere\n0,0,0\n"
OUTSIDE = (
    "../evil.csv",
    "../../evil.csv",
    "a/../../evil.csv",
    "..",
    "a/..",
    "..\\evil.csv",
    " ",
    "a//b",
    "/etc/passwd",
)


def files_in(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.fixture
def app(tmp_path):
    return app_of(tmp_path / "w", most_upload=1, silence=0.2)


def test_a_file_is_kept_under_its_name(app, tmp_path):
    answer = call(app, "PUT", "/api/measure/file/cell 1.csv", chunks=(CONTENT[:10], CONTENT[10:]))
    assert (answer.status, answer.json["name"]) == (201, "cell 1.csv")
    assert (tmp_path / "w" / "recordings" / "cell 1.csv").read_bytes() == CONTENT


def test_the_same_content_is_kept_once_and_another_gets_a_number(app, tmp_path):
    names = [call(app, "PUT", "/api/measure/file/s/a.csv", chunks=(part,)).json["name"] for part in (b"1", b"1", b"2")]
    assert names == ["s/a.csv", "s/a.csv", "s/a (2).csv"]
    assert files_in(tmp_path) == ["w/recordings/s/a (2).csv", "w/recordings/s/a.csv"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leads_out_is_refused(app, tmp_path, name):
    answer = call(app, "PUT", f"/api/measure/file/{name}", chunks=(CONTENT,))
    assert answer.status == 400
    assert answer.json["fix"]
    assert files_in(tmp_path) == []


def test_a_folder_that_points_elsewhere_is_not_written_to(app, tmp_path):
    (tmp_path / "else").mkdir()
    (tmp_path / "w" / "recordings" / "link").symlink_to(tmp_path / "else")
    assert call(app, "PUT", "/api/measure/file/link/a.csv", chunks=(CONTENT,)).status == 400
    assert files_in(tmp_path) == []


def test_an_upload_above_the_cap_is_refused_announced_or_not(app, tmp_path):
    announced = {**KEYED, "content-length": str(MIB + 1)}
    assert call(app, "PUT", "/api/measure/file/a.csv", headers=announced, chunks=(b"",)).status == 413
    answer = call(app, "PUT", "/api/measure/file/a.csv", chunks=[b"0" * (MIB // 2)] * 3)
    assert answer.status == 413
    assert "--upload-limit" in answer.json["fix"]
    assert files_in(tmp_path) == []


def test_an_upload_that_is_cut_off_leaves_nothing(app, tmp_path):
    assert call(app, "PUT", "/api/measure/file/a.csv", chunks=(CONTENT, None)).status == 499
    short = {**KEYED, "content-length": str(len(CONTENT) + 1)}
    assert call(app, "PUT", "/api/measure/file/a.csv", headers=short, chunks=(CONTENT,)).status == 400
    assert files_in(tmp_path) == []


def test_an_upload_that_falls_silent_ends(app, tmp_path):
    assert call(app, "PUT", "/api/measure/file/a.csv", chunks=(CONTENT, b"more"), pause=5.0).status == 408
    assert files_in(tmp_path) == []


def test_settings_out_of_range_are_refused(tmp_path):
    for wrong in ({"most_upload": 0}, {"memory": 1}, {"seconds": float("nan")}, {"jobs": 0}):
        with pytest.raises(InputError):
            AppSettings(tmp_path, **wrong)
