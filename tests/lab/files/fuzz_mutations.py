"""Ways in which files go bad, as functions of the bytes and a source of chance.

`damaged` draws some of them: in every file bytes change, go missing, stand twice or come from another file; in a table
of text also cells, columns and lines; in an archive the files inside, so that its checksums are right again.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

Damage = Callable[[Random, bytes], bytes]

CELLS = (
    *("", " ", "nan", "NaN", "inf", "-inf", "null", "#VALUE!", "---", "0", "-0", "1e308", "-1e308", "1e999", "5e-324"),
    *("-1", "1,5", "1.234,5", "1,234.5", "1.2.3", "0x10", "1e", "+", "\u0663", "\u00b5", '"', '"1', "'"),
    *("1" * 400, "9" * 20, "9" * 20 + ":00:00", "99999999999d 23:59:59"),
    *("00:00:00", "-1:00:00", "0:0:1e9", "24:61:61", "2026-02-30 25:61:61", "0000-00-00 00:00:00"),
    *("99999-12-31 23:59:59", "31/12/1969 23:59", "01.02.03 04:05"),
)
UNITS = (
    *("[V]", "(mV)", "/A", "/mA", "(s)", "[h]", "(*)", "(furlong)", "()", "(mAh)", "/kg", " vs. Li", "(V**1e9)"),
    "(1/0)",
)
NUMBERS = (  # eight bytes: zeros and ones, the largest and smallest whole numbers, a nan, an infinity, one
    *(b"\0" * 8, b"\xff" * 8, b"\x7f" + b"\xff" * 7, b"\xff" * 7 + b"\x7f"),
    *(b"\x80" + b"\0" * 7, b"\0" * 6 + b"\xf0\x7f", b"\x01" + b"\0" * 7),
)
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32", "utf-7", "gbk", "cp037")
SIGNS = ("\t", ";", ",", "|", " ", "\0", "\u00a0")
PLACES = ("A1", "XFD1", "A1048576", "XFD1048576", "A0", "AAAAAAA1", "A99999999999", "1", "")
LONG = 70_000  # more than is looked at to recognise a file


def damaged(random: Random, content: bytes, other: bytes) -> bytes:
    """`other` is a good file, of any format."""
    if content.startswith(b"PK") and random.random() < 0.85:
        return _inside(random, content, other)
    kinds = IN_TEXT if _is_text(content) and random.random() < 0.75 else IN_ANY
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        content = random.choice(kinds)(random, content)
    if random.random() < 0.02 and _is_text(content):
        content = _long(random, content)
    if random.random() < 0.06:
        content = _spliced(random, content, other)
    if random.random() < 0.03:
        content = content[: random.choice((4, 8, 16, 64))] + random.randbytes(random.choice((0, 10, 500, 5000)))
    return content


def _is_text(content: bytes) -> bool:
    return b"\0" not in content[:400]


def _spliced(random: Random, content: bytes, other: bytes) -> bytes:
    return content[: random.randrange(len(content) + 1)] + other[random.randrange(len(other) + 1) :]


def _inside(random: Random, content: bytes, other: bytes) -> bytes:
    """Of the files in an archive one or some are damaged, missing, or named otherwise."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError):
        return content
    for name in random.sample(sorted(files), k=min(len(files), random.choice((1, 1, 2, 3)))):
        match random.randrange(8):
            case 0:
                del files[name]
            case 1:
                files[name + random.choice(("x", "/", "\0", ".ndc"))] = files.pop(name)
            case 2 if name.endswith(".xml"):
                files[name] = _place(random, files[name])
            case _:
                files[name] = damaged(random, files[name], other)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, inside in files.items():
            archive.writestr(name, inside)
    return made.getvalue()


def _place(random: Random, content: bytes) -> bytes:
    """A cell of a sheet that stands elsewhere, or refers to what is not there."""
    kind, with_ = random.choice(
        ((rb'r="[A-Z]+\d+"', 'r="{}"'), (rb"<v>[^<]*</v>", "<v>{}</v>"), (rb't="\w+"', 't="{}"'))
    )
    found = list(re.finditer(kind, content))
    if not found:
        return content
    one = random.choice(found)
    new = with_.format(random.choice((*PLACES, *CELLS[:20], "s", "n", "d", "e", "b")))
    return content[: one.start()] + new.encode() + content[one.end() :]


# --- bytes


def _span(random: Random, content: bytes) -> tuple[int, int]:
    begin = random.randrange(len(content) + 1)
    return begin, min(len(content), begin + random.choice((1, 4, 32, 500, 5000)))


def _flip(random: Random, content: bytes) -> bytes:
    made = bytearray(content)
    for _ in range(random.choice((1, 1, 4, 64)) if made else 0):
        made[random.randrange(len(made))] ^= 1 << random.randrange(8)
    return bytes(made)


def _number(random: Random, content: bytes) -> bytes:
    at, size = random.randrange(len(content) + 1), random.choice((1, 2, 4, 8))
    return content[:at] + random.choice(NUMBERS)[:size] + content[at + size :]


def _cut(random: Random, content: bytes) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def _headless(random: Random, content: bytes) -> bytes:
    return content[random.randrange(len(content) + 1) :]


def _without(random: Random, content: bytes) -> bytes:
    begin, end = _span(random, content)
    return content[:begin] + content[end:]


def _twice(random: Random, content: bytes) -> bytes:
    begin, end = _span(random, content)
    return content[:end] + content[begin:end] * random.choice((1, 1, 3, 50)) + content[end:]


def _zeros(random: Random, content: bytes) -> bytes:
    begin, end = _span(random, content)
    return content[:begin] + bytes(end - begin) + content[end:]


def _noise(random: Random, content: bytes) -> bytes:
    begin, end = _span(random, content)
    return content[:begin] + random.randbytes(random.choice((1, 8, 300))) + content[random.choice((begin, end)) :]


def _tail(random: Random, content: bytes) -> bytes:
    return content + random.choice((bytes(5000), b"\n" * 100, content, b"\x1a", b"\xff", random.randbytes(100)))


# --- text


def _decoded(content: bytes) -> list[str]:
    return content.decode("latin-1").split("\n")


def _encoded(lines: list[str]) -> bytes:
    return "\n".join(lines).encode("utf-8" if any(ord(sign) > 255 for line in lines for sign in line) else "latin-1")


def _sign(lines: list[str]) -> str:
    longest = max(lines, key=len, default="")
    return max("\t;,", key=longest.count)


def _line(random: Random, lines: list[str]) -> int:
    return random.randrange(max(len(lines), 1))


def _cell(random: Random, content: bytes) -> bytes:
    lines = _decoded(content)
    at, sign = _line(random, lines), _sign(lines)
    parts = lines[at].split(sign)
    parts[random.randrange(len(parts))] = random.choice(CELLS)
    lines[at] = sign.join(parts)
    return _encoded(lines)


def _column(random: Random, content: bytes) -> bytes:
    """A column of all rows below one is the same word, goes, or changes places with another."""
    lines = _decoded(content)
    sign = _sign(lines)
    width = max(line.count(sign) for line in lines) + 1
    one, two, word, what = random.randrange(width), random.randrange(width), random.choice(CELLS), random.randrange(3)
    for k in range(random.choice((0, _line(random, lines))), len(lines)):
        parts = lines[k].split(sign)
        if len(parts) <= max(one, two):
            continue
        if what == 0:
            parts[one] = word
        elif what == 1:
            del parts[one]
        else:
            parts[one], parts[two] = parts[two], parts[one]
        lines[k] = sign.join(parts)
    return _encoded(lines)


def _unit(random: Random, content: bytes) -> bytes:
    lines = _decoded(content)
    at = random.randrange(min(len(lines), 20))
    parts = re.split(r"([(\[/][^)\]/,;\t]*[)\]]?)", lines[at])
    parts[random.randrange(len(parts))] = random.choice(UNITS)
    lines[at] = "".join(parts)
    return _encoded(lines)


def _lines(random: Random, content: bytes) -> bytes:
    lines = _decoded(content)
    begin = _line(random, lines)
    end = min(len(lines), begin + random.choice((1, 2, 10, 100)))
    some = lines[begin:end]
    new = random.choice((some * 2, [], some[::-1], sorted(some), some + lines[:5], ["", *some], some * 40))
    return _encoded([*lines[:begin], *new, *lines[end:]])


def _reversed(random: Random, content: bytes) -> bytes:
    lines = _decoded(content)
    at = _line(random, lines)
    return _encoded([*lines[:at], *lines[at:][::-1]])


def _other_sign(random: Random, content: bytes) -> bytes:
    lines = _decoded(content)
    return _encoded([*"\n".join(lines).replace(_sign(lines), random.choice(SIGNS)).split("\n")])


def _digits(random: Random, content: bytes) -> bytes:
    """Decimal signs and digits of all the numbers."""
    old, new = random.choice(
        ((b".", b","), (b",", b"."), (b"0", b"9"), (b"-", b""), (b"0", b"e"), (b":", b"."), (b"1", b"\xb2"))
    )
    return content.replace(old, new, random.choice((1, 5, -1)))


def _encoding(random: Random, content: bytes) -> bytes:
    return content.decode("latin-1").encode(random.choice(ENCODINGS), "replace")


def _ends(random: Random, content: bytes) -> bytes:
    return content.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b"\x0b", b"\x0c", b"\r\r\n", b"")))


def _long(random: Random, content: bytes) -> bytes:
    """A line, a cell or a head without an end."""
    lines = _decoded(content)
    at, sign = _line(random, lines), _sign(lines)
    word = random.choice((" ", "\t", sign, "a", "0", '"', "(", "=", ":", "\u00a0", "a b", "1;", "(V"))
    place = random.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:place] + word * random.choice((50, 2000, LONG // len(word))) + lines[at][place:]
    return _encoded(lines)


IN_ANY: tuple[Damage, ...] = (_flip, _flip, _number, _number, _cut, _headless, _without, _twice, _zeros, _noise, _tail)
IN_TEXT: tuple[Damage, ...] = (
    *(_cell, _cell, _cell, _column, _column, _unit, _lines, _lines, _reversed, _other_sign, _digits, _encoding, _ends),
    *(_flip, _cut, _headless, _without, _noise, _tail),
)
