"""Calls that only POSIX has are guarded, and files of text say their encoding, as the source shows."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from natria.app import workspace
from natria.app.measure.names import clean_name
from natria.app.workspace import put_in_place, read_json, write_json

SOURCE = Path(__file__).parents[2] / "src" / "natria"
FILES = sorted(SOURCE.rglob("*.py"))

MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}  # of POSIX alone
CALLS = {  # names of modules that exist on POSIX alone, or do something else on Windows
    "os": {"chown", "chroot", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getloadavg"}
    | {"getpgid", "getuid", "killpg", "mkfifo", "nice", "pread", "pwrite", "rename", "sched_getaffinity"}
    | {"sched_setaffinity", "setpgid", "setsid", "setuid", "symlink", "sync", "sysconf", "umask", "uname", "wait"}
    | {"kill", "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "posix_fallocate", "posix_spawn"},
    "signal": {"SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGSTOP", "SIGUSR1", "SIGUSR2", "SIGXCPU", "alarm"}
    | {"pthread_kill", "setitimer", "sigwait"},
    "socket": {"AF_UNIX", "SO_REUSEPORT", "recv_fds", "send_fds"},
    "time": {"tzset"},
}
METHODS = {"add_signal_handler", "hardlink_to", "rename", "symlink_to"}  # a rename over a file fails on Windows
WORDS = {"preexec_fn", "pass_fds", "start_new_session", "process_group"}  # of subprocess
PLACES = ("/proc/", "/dev/", "/tmp", "/etc/")  # that the source may not name
STARTS = {"fork", "forkserver"}  # of multiprocessing

# What is allowed: where, what, and why it is safe.
ALLOWED = {
    ("app/worker.py", "os.sysconf"): "after /proc was read, which Windows and macOS have not",
    ("app/worker.py", "/proc/self/statm"): "an OSError means 0",
    ("app/design/files.py", ".rename"): "to a name that was looked for under a lock",
    ("models/deposit/of_design/limits.py", "os.sysconf"): "what a system does not tell is suppressed",
    ("models/deposit/of_design/course.py", "os.sched_getaffinity"): "behind hasattr",
}
OPENERS = {"archive", "calls", "Image", "opener", "os", "webbrowser"}  # whose `open` is not of a text file


def parts(words: set[str]) -> Iterator[tuple[str, ast.AST, tuple[ast.AST, ...]]]:
    """Yield file, part and the parts around it, of the files in which one of the words stands."""

    def walk(node: ast.AST, around: tuple[ast.AST, ...]) -> Iterator[tuple[ast.AST, tuple[ast.AST, ...]]]:
        yield node, around
        for child in ast.iter_child_nodes(node):
            yield from walk(child, (*around, node))

    wanted = re.compile("|".join(map(re.escape, sorted(words))))
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        if wanted.search(text):
            for node, around in walk(ast.parse(text), ()):
                yield file.relative_to(SOURCE).as_posix(), node, around


def can_fail(around: tuple[ast.AST, ...]) -> bool:
    """Return whether an import may fail: in a `try` that takes ImportError, or where it is suppressed."""
    texts = [ast.unparse(one) for part in around if isinstance(part, ast.Try) for one in part.handlers if one.type]
    texts += [ast.unparse(one) for part in around if isinstance(part, ast.With) for one in part.items]
    return any("ImportError" in text.partition("\n")[0] for text in texts)


def modules_of(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {one.name.partition(".")[0] for one in node.names} & MODULES
    return {node.module or ""} & MODULES if isinstance(node, ast.ImportFrom) and not node.level else set()


def posix_of(node: ast.AST) -> set[str]:
    """Return what a part of the source calls that only POSIX has."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return {f"{node.value.id}.{node.attr}"} if node.attr in CALLS.get(node.value.id, ()) else set()
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        found = {f".{name}"} if name in METHODS and "rename" not in ast.unparse(node.func.value) else set()
        found |= {word.arg for word in node.keywords if word.arg in WORDS}
        if name in {"get_context", "set_start_method"}:
            found |= {one.value for one in node.args if isinstance(one, ast.Constant) and one.value in STARTS}
        return found
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(PLACES):
        return {node.value}
    return set()


def is_of_a_table(node: ast.AST) -> bool:
    """Return whether a rename is that of the columns of a table, by a mapping."""
    return isinstance(node, ast.Call) and bool(node.args) and isinstance(node.args[0], ast.Dict | ast.DictComp)


def test_modules_of_posix_are_imported_where_that_may_fail() -> None:
    words = {f"{how} {name}" for how in ("import", "from") for name in MODULES}
    bare = [
        f"{file}: {', '.join(modules_of(node))}"
        for file, node, around in parts(words)
        if modules_of(node) and not can_fail(around)
    ]
    assert bare == []


def test_calls_of_posix_are_those_of_the_table() -> None:
    words = {f"{module}.{name}" for module, names in CALLS.items() for name in names}
    words |= {f".{name}(" for name in METHODS} | {f"{word}=" for word in WORDS} | set(PLACES) | STARTS
    found = {(file, what) for file, node, _ in parts(words) if not is_of_a_table(node) for what in posix_of(node)}
    assert found == set(ALLOWED)


def test_text_is_read_and_written_with_an_encoding() -> None:
    words = {"open(", "read_text(", "write_text(", "text=", "universal_newlines="}
    bare = [f"{file}:{node.lineno}" for file, node, _ in parts(words) if isinstance(node, ast.Call) and is_bare(node)]
    assert bare == []


def is_bare(node: ast.Call) -> bool:
    """Return whether a call reads or writes text and does not say in which encoding."""
    words = {one.arg for one in node.keywords}
    is_method = isinstance(node.func, ast.Attribute)
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    of = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    if "encoding" in words or None in words:
        return False
    if name in {"open", "fdopen"}:
        mode = ast.unparse(node.args[-1])[:4] if node.args else ""
        return of not in OPENERS and "b" not in mode
    is_process = name in {"Popen", "check_output", "run"} and bool(words & {"text", "universal_newlines"})
    return is_process or (is_method and name in {"read_text", "write_text"})


@pytest.mark.parametrize("given", ["con.csv", "LPT1", "a:b.csv", "what?.csv", "=run.csv", ".hidden", "end. ", 'a"b|c'])
def test_a_name_is_one_that_windows_takes(given: str) -> None:
    made = clean_name(given)
    assert made == clean_name(made)
    assert not set(made) & set('<>:"|?*\\')
    assert made.partition(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt1"}
    assert made[0] not in ".="
    assert made[-1] not in " ."


def test_a_file_that_is_read_for_a_moment_is_replaced_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a file that somebody reads is not replaced."""
    write_json(tmp_path / "view.json", {"stage": "reading"})
    refusals = [PermissionError(13, "is used by another process")] * 2
    real = Path.replace

    def refused(self: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return real(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    monkeypatch.setattr(workspace, "PAUSE", 0.0)
    (tmp_path / "part").write_text('{"stage": "complete"}', encoding="utf-8")
    if os.name != "nt":
        with pytest.raises(PermissionError):
            put_in_place(tmp_path / "part", tmp_path / "view.json")
    monkeypatch.setattr(workspace.os, "name", "nt")
    put_in_place(tmp_path / "part", tmp_path / "view.json")
    monkeypatch.undo()
    assert read_json(tmp_path / "view.json") == {"stage": "complete"}
