"""`natria`: the commands, and the one place where an error becomes a message and an exit code.

Heavy imports stand inside the commands, so that `natria --help` is quick.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from .. import __version__
from ..quantity.errors import NatriaError

BAD_INPUT, BUG, INTERRUPTED = 2, 1, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="natria")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """Sodium-metal batteries with an engineered interphase: reported, measured, computed and simulated numbers side by
    side, each with what it rests on.

    Start with:  natria study kumar2020
    """


@cli.command()
@click.argument("case")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the page, the tables and findings.json.")
@click.option("--json", "as_json", is_flag=True, help="Print the study as JSON (natria.study/1) instead of tables.")
def study(case: str, out: Path | None, as_json: bool) -> None:
    """Ask every target of CASE, compare, and write a page.

    CASE is a case of natria (see `natria cases`) or a design file. Without --out the page goes to natria-out/CASE; with
    --json and without --out nothing is written.
    """
    from .study import run

    run(case, out, as_json)


@cli.command()
def cases() -> None:
    """List the cases that come with natria."""
    from .study import list_cases

    list_cases()


@cli.command()
@click.argument("name", metavar="ID")
@click.option("--from", "source", type=click.Path(path_type=Path), help="A findings.json, or the folder of a study.")
def trace(name: str, source: Path | None) -> None:
    """Show what the finding ID rests on, down to papers, choices and assumptions.

    ID is the id of a fact (kumar2020:eta-3um) or of a finding of a study, or the beginning of one. Without --from the
    facts are searched first, then the studies under natria-out.
    """
    from .trace import run

    run(name, source)


@cli.command()
@click.argument("name", metavar="[ID]", default="")
@click.option("--quantity", default="", help="A term of the vocabulary, such as cell_overpotential.")
@click.option("--of", default="", help="A subject, or a part of its name.")
@click.option("--paper", default="", help="The key of a paper.")
@click.option("--kind", default="", help="What the number is in its paper: measured, fitted, computed, ...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def literature(**options: Any) -> None:
    """Show what papers report: all papers, one fact by its ID, or the facts that fit the options."""
    from .literature import run

    run(**options)


@cli.command()
@click.argument("name", default="")
def terms(name: str) -> None:
    """List what can be asked and under which conditions, or say what the term NAME means."""
    from .terms import run

    run(name)


@cli.group()
def design() -> None:
    """Check design files, and get their schema."""


@design.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Say everything that is wrong with FILE, or what rests on assumptions in it."""
    from .design import check as run

    run(file)


@design.command()
def schema() -> None:
    """Print the JSON Schema of design files, for editors."""
    from .design import schema as run

    run()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command. --debug may stand anywhere."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    try:
        code = cli.main([a for a in given if a != "--debug"], prog_name="natria", standalone_mode=False)
    except NatriaError as bad:
        code = _fail(bad, str(bad), BAD_INPUT, debug)
    except click.ClickException as bad:
        code = _fail(bad, _usage(bad), bad.exit_code, debug)
    except (click.Abort, KeyboardInterrupt) as bad:
        code = _fail(bad, "stopped", INTERRUPTED, debug)
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away (| head): nothing to say
        code = 0
    except Exception as bad:  # noqa: BLE001 - the last line of defence: a bug of ours becomes one message
        text = (
            f"natria failed with {type(bad).__name__}: {bad}\n    this is a bug; run again with --debug and report it"
        )
        code = _fail(bad, text, BUG, debug)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(bad: BaseException, text: str, code: int, debug: bool) -> int:
    if debug:
        raise bad
    click.echo(f"error: {text}", err=True)
    return code


def _usage(bad: click.ClickException) -> str:
    usage = f"\n{bad.ctx.get_usage()}" if isinstance(bad, click.UsageError) and bad.ctx else ""
    return bad.format_message() + usage
