"""Texts of VAMAS and JCAMP-DX files, written apart from the readers."""

from __future__ import annotations

FIRST = "VAMAS Surface Chemical Analysis Standard Data Transfer Format 1988 May 4"
SQZ = "@ABCDEFGHI", "@abcdefghi"
DIF = "%JKLMNOPQR", "%jklmnopqr"
DUP = " STUVWXYZs"


def vamas_block(name, species, transition, axis, columns, *, technique="XPS", depth=False, later=0, regular=True):
    """Return the lines of a block; `axis` is (label, start, step), `columns` are (label, unit, values)."""
    label, start, step = axis
    count = len(columns[0][2])
    if not regular:
        columns = [(label, "eV", [start + step * k for k in range(count)]), *columns]
    return [
        *(name, "sample", "2026", "1", "2", "3", "4", "5", "0", "1", "a comment of the block", technique, "0", "Al"),
        *(("18", "1", "1") if depth else ()),
        *("1486.6", "300", "1000", "1000", "45", "0", "FAT", "20", "1", "4.5", "0", "400", "400", "0", "0"),
        *(species, transition, "-1"),
        *((label, "eV", str(start), str(step)) if regular else ()),
        str(len(columns)),
        *(word for name, unit, _ in columns for word in (name, unit)),
        *("pulse counting", "0.1", "3", "1"),
        *(("0",) * 7 if depth else ()),
        *("0", "0", "0", "1", "a parameter", "d", "3.5"),
        *(("later",) * later),
        str(count * len(columns)),
        *(f"{limit:g}" for _, _, values in columns for limit in (min(values), max(values))),
        *(f"{values[k]:.8g}" for k in range(count) for _, _, values in columns),
    ]


def vamas_text(blocks, *, mode="NORM", scan="REGULAR", later=0):
    """Return a file of blocks."""
    head = [FIRST, "institution", "model", "operator", "experiment", "2", "a comment", "another", mode, scan]
    head += [str(len(blocks))] if mode in ("NORM", "SDP") else []
    head += ["1", "Exp Variable", "d", "0", "0", "0", str(later), str(len(blocks))]
    return "\n".join([*head, *(line for block in blocks for line in block), "end of experiment"]) + "\n"


def squeezed(value):
    digits = str(abs(value))
    return SQZ[value < 0][int(digits[0])] + digits[1:]


def difference(value):
    digits = str(abs(value))
    return DIF[value < 0][int(digits[0])] + digits[1:]


def repeated(count):
    digits = str(count)
    return DUP[int(digits[0])] + digits[1:]


def difdup_lines(values, first, step, per_line):
    """Return the lines of (X++(Y..Y)) in DIF with DUP, each with a check behind the one before."""
    lines, at, check = [], 0, None
    while at < len(values):
        start = at if check is None else at - 1
        words = [f"{first + step * start:g}", squeezed(values[start])]
        end = min(at + per_line, len(values))
        steps = [values[k] - values[k - 1] for k in range(start + 1, end)]
        k = 0
        while k < len(steps):
            run = next((n for n in range(k, len(steps)) if steps[n] != steps[k]), len(steps)) - k
            words.append(difference(steps[k]) + (repeated(run) if run > 1 else ""))
            k += run
        lines.append("".join(words))
        check, at = (values[end - 1] if steps else None), end
    if check is not None:
        lines.append(f"{first + step * (len(values) - 1):g}{squeezed(values[-1])}")
    return lines


def jcamp_text(data, points, ends, *, kind="RAMAN SPECTRUM", form="XYDATA=(X++(Y..Y))", units="1/CM", more=()):
    """Return a file with one spectrum."""
    head = ["##TITLE=a spectrum", "##JCAMP-DX=4.24 $$ by hand", f"##DATA TYPE={kind}", f"##XUNITS={units}"]
    head += ["##YUNITS=ARBITRARY UNITS", f"##FIRSTX={ends[0]}", f"##LASTX={ends[1]}", f"##NPOINTS={points}", *more]
    return "\n".join([*head, f"##{form}", *data, "##END="]) + "\n"
