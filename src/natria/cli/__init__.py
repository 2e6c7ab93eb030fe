"""The command line: parse, call, show. Bad input ends with one clear message and exit code 2."""

from .main import main as main
