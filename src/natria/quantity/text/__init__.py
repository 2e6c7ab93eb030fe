"""Quantities as text: values with their spread, times, printable characters, text files."""
