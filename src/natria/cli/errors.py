"""Errors of commands become one message and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import click

from ..quantity.errors import NatriaError
from ..quantity.text.printable import printable

BAD_INPUT, BUG, INTERRUPTED = 2, 1, 130


def exit_code_of(command: click.Command, name: str, arguments: Sequence[str]) -> int:
    """Run a command and return its exit code. --debug may stand anywhere among the arguments."""
    given = list(arguments)
    debug = "--debug" in given
    try:
        code = _invoke(command, name, [a for a in given if a != "--debug"])
        sys.stdout.flush()
    except NatriaError as bad:
        code = _fail(bad, str(bad), BAD_INPUT, debug)
    except click.ClickException as bad:
        code = _fail(bad, _usage(bad), bad.exit_code, debug)
    except (click.Abort, KeyboardInterrupt) as bad:
        code = _fail(bad, "stopped", INTERRUPTED, debug)
    except (BrokenPipeError, SystemExit) as bad:
        if not any(isinstance(one, BrokenPipeError) for one in (bad, bad.__context__)):
            raise
        code = _hang_up()  # rich turns a broken pipe into an exit of its own
    except OSError as bad:
        if bad.filename is None:
            _hang_up()  # the standard output cannot be written, and would fail again at exit
        code = _fail(bad, f"{bad.strerror or bad}{_of_file(bad)}", BAD_INPUT, debug)
    except Exception as bad:  # noqa: BLE001 - the last line of defence: a bug of ours becomes one message
        report = "this is a bug: run again with --debug and report the traceback"
        text = f"internal error: {type(bad).__name__}: {bad}\n    {report}"
        code = _fail(bad, text, BUG, debug)
    return code if isinstance(code, int) else 0


def _of_file(bad: OSError) -> str:
    """Return the file of an operating-system error and how to mend it, for the message.

    An error without a file comes from the standard output.
    """
    if bad.filename is not None:
        return f": {bad.filename}\n    free space, check the permissions, or give another place with --out"
    return " while writing the output\n    free space, or send the output to another place"


def _invoke(command: click.Command, name: str, arguments: list[str]) -> Any:
    """Run click's own main, which would turn a broken pipe into exit code 1."""
    complete = f"_{name.upper()}_COMPLETE"
    if complete in os.environ:
        return command.main(prog_name=name, complete_var=complete)
    try:
        with command.make_context(name, arguments) as context:
            return command.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code


def _hang_up() -> int:
    """Return the exit code after the reader went away (| head), with nothing left to write at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _fail(bad: BaseException, text: str, code: int, debug: bool) -> int:
    if debug:
        raise bad
    click.echo(printable(f"error: {text}"), err=True)
    return code


def _usage(bad: click.ClickException) -> str:
    usage = f"\n{bad.ctx.get_usage()}" if isinstance(bad, click.UsageError) and bad.ctx else ""
    return bad.format_message() + usage
