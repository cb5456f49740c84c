"""Text files with a delimiter (CSV, TSV, `Unicode-tekst`) to a `Table`.

    bytes -> decode (BOM, UTF-8, Windows-1252) -> delimiter and header -> the fast or the exact reader

The fast reader is Arrow's and takes files without quirks; the exact one is Python's own csv module
and knows each row's number whatever stands in it. Both give the same table.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv
from django.utils.translation import gettext as _

from lederside.imports import tables
from lederside.imports.log import Finding, Place, Severity
from lederside.imports.tables import Header, LeftOut, RawTable, Table, Unreadable

DELIMITERS = (";", "\t", ",")
_SAMPLE = 50
_HEAD = 1 << 18
_BLOCK = 1 << 20
_SEP_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_LINE_ENDS = re.compile(r"\r\n|\r|\n")


def read_text(data: bytes) -> Table:
    """The table in a text file's bytes. Raises `Unreadable` when it is not text."""
    decoded = _decode(data)
    opened = _open(decoded)
    if opened is None:
        raise Unreadable("F100", _("Filen er tom"), _("Vælg filen igen, eller træk den ud på ny."))
    raw = _read_fast(decoded, opened) or _read_exactly(decoded, opened)
    raw.findings += decoded.findings
    return tables.finish(raw)


@dataclass(slots=True)
class _Text:
    """A decoded file: the same text as str and as UTF-8, without BOM and trailing line ends."""

    text: str
    utf8: bytes
    encoding: str
    findings: list[Finding]
    may_need_nfc: bool
    may_hold_odd_characters: bool

    @classmethod
    def of(cls, text: str, encoding: str) -> "_Text":
        text = text.rstrip("\r\n")
        utf8 = text.encode()
        octets = np.frombuffer(utf8, np.uint8)
        highest = int(octets.max()) if len(octets) else 0
        # Below U+0300 (0xCC in UTF-8) nothing composes; below U+0080 there are no hidden characters.
        return cls(text, utf8, encoding, [], highest >= 0xCC, _may_be_odd(octets))


def _may_be_odd(octets: npt.NDArray[np.uint8]) -> bool:
    """True when there may be control characters or, after 0xC2, 0xE2 and 0xEF, invisible ones."""
    below = int(np.count_nonzero(octets < 32))
    spaces = sum(int(np.count_nonzero(octets == space)) for space in (9, 10, 13))
    return below > spaces or any(bool((octets == lead).any()) for lead in (0x7F, 0xC2, 0xE2, 0xEF))


def _decode(data: bytes) -> _Text:
    """BOM, then strict UTF-8, then Windows-1252: always the same answer, never a statistical guess."""
    for bom, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(bom):
            return _with_bom(data, encoding)
    if data.count(b"\0", 0, 4096) * 5 > len(data[:4096]):
        raise _unknown_encoding()
    try:
        return _Text.of(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _windows_1252(data, error.start)


def _with_bom(data: bytes, encoding: str) -> _Text:
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
        return _Text.of(text, encoding)
    except UnicodeError as error:
        raise _unknown_encoding() from error


def _windows_1252(data: bytes, first_bad: int) -> _Text:
    octets = np.frombuffer(data, np.uint8)
    try:
        # Latin-1 is the same and decodes faster, unless the 32 places where they differ are used.
        latin = not bool(((octets ^ 0x80) < 32).any())
        decoded = _Text.of(data.decode("latin-1" if latin else "cp1252"), "windows-1252")
    except UnicodeDecodeError as error:
        raise _unknown_encoding() from error
    if not latin and _is_dos_or_mac(decoded.text):
        raise _unknown_encoding()
    if re.search("Ã[¦¸¥†˜…]", decoded.text):
        decoded.findings.append(_mixed(data, first_bad))
    return decoded


def _is_dos_or_mac(text: str) -> bool:
    """True when the letters æøå never occur, but signs that stand for them in old encodings do."""
    return not re.search("[æøåÆØÅ]", text) and bool(
        re.search(r"[a-zA-Z][‘›†¾¿Œ]|[‘›†¾¿Œ][a-zA-Z]", text)
    )


def _unknown_encoding() -> Unreadable:
    return Unreadable(
        "F001",
        _("Filens tegnsæt er ukendt, så æ, ø og å kan ikke læses sikkert"),
        _("Gem den som »CSV UTF-8 (semikolonsepareret)« i Excel, og prøv igen."),
    )


def _mixed(data: bytes, first_bad: int) -> Finding:
    row = len(_LINE_ENDS.findall(data[:first_bad].decode("latin-1"))) + 1
    why = _("Rækken er skrevet i et andet tegnsæt end resten af filen")
    how = _("Gem hele filen som »CSV UTF-8«, og prøv igen.")
    return Finding(Severity.ERROR, "F002", Place(row=row), None, why, how)


class _Lines:
    """A text's lines, ended by any of the three line ends, and how much of the text they were."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.taken += len(line)
            yield line


@dataclass(slots=True)
class _Opened:
    """How the file is laid out: its delimiter, its header, and where the data begin in the text."""

    delimiter: str
    header: Header
    first_records: list[list[str]]
    begins: int
    has_sep_line: bool
    consistency: float

    @property
    def header_row(self) -> int:
        return self.header.index + 1 + self.has_sep_line


def _open(decoded: _Text) -> _Opened | None:
    told = _SEP_LINE.fullmatch(_LINE_ENDS.split(decoded.text[:100], maxsplit=1)[0].strip())
    if told:
        return _laid_out(decoded.text, told[1], has_sep_line=True)
    layouts = [_laid_out(decoded.text, delimiter) for delimiter in DELIMITERS]
    opened = [layout for layout in layouts if layout and len(layout.header.names) > 1]
    for layout in opened:
        if layout.consistency >= 0.5:
            return layout
    return max(opened, key=lambda layout: layout.consistency) if opened else layouts[0]


def _laid_out(text: str, delimiter: str, *, has_sep_line: bool = False) -> _Opened | None:
    """The file as it looks with a delimiter: the first records, the header, and how well rows fit it."""
    lines = _Lines(text[:_HEAD])
    walk = iter(lines)
    if has_sep_line:
        next(walk, None)
    records: list[list[str]] = []
    ends: list[int] = []
    try:
        for record in csv.reader(walk, delimiter=delimiter):
            records.append(record)
            ends.append(lines.taken)
            if len(records) == _SAMPLE:
                break
    except csv.Error:
        pass
    header = tables.find_header(records)
    if header is None:
        return None
    width = len(_trimmed(header.names))
    filled = [record for record in records[header.index + 1 :] if _trimmed(record)]
    below = [len(record) > 1 and len(_trimmed(record)) <= width for record in filled]
    fits = sum(below) / len(below) if below else 1.0
    return _Opened(delimiter, header, records, ends[header.index], has_sep_line, fits)


def _trimmed(record: list[str]) -> list[str]:
    """A record without its blank fields at the end."""
    last = len(record)
    while last and not record[last - 1].strip():
        last -= 1
    return record[:last]


def _raw(
    decoded: _Text,
    opened: _Opened,
    columns: list[pa.StringArray],
    rows: pa.Int64Array,
    findings: list[Finding],
    blank_rows: list[int],
) -> RawTable:
    header = opened.header
    above = opened.first_records[: header.index]
    numbers = [number + 1 + opened.has_sep_line for number in range(header.index)]
    left_out, preamble = tables.titles_left_out(above, numbers)
    if opened.has_sep_line:
        left_out.insert(0, LeftOut(_("linjen »sep=«, som kun er til Excel"), 1, 1))
    if len(header.names) == 1 and "|" in header.names[0]:
        findings = [_unknown_delimiter()]
    elif not header.convincing:
        findings = [tables.no_header(header.names, opened.header_row), *findings]
    return RawTable(
        headers=header.names,
        columns=columns,
        rows=rows,
        findings=findings,
        left_out=left_out,
        header_row=opened.header_row,
        preamble=preamble,
        encoding=decoded.encoding,
        delimiter=opened.delimiter,
        blank_rows=blank_rows,
        may_need_nfc=decoded.may_need_nfc,
        may_hold_odd_characters=decoded.may_hold_odd_characters,
    )


def _unknown_delimiter() -> Finding:
    why = _("Felterne er adskilt af et tegn, vi ikke kender")
    how = _("Brug semikolon, tabulator eller komma mellem felterne.")
    return Finding(Severity.ERROR, "F010", Place(), None, why, how)


def _read_fast(decoded: _Text, opened: _Opened) -> RawTable | None:
    """The rows by Arrow's reader; None when the file has a quirk that only the exact reader knows."""
    begins = len(decoded.text[: opened.begins].encode())
    body = decoded.utf8[begins:]
    quoted = b'"' in decoded.utf8
    if not body or (quoted and not _plainly_quoted(decoded.utf8, begins, opened.delimiter)):
        return None
    names = [str(at) for at in range(len(opened.header.names))]
    try:
        arrow = pyarrow.csv.read_csv(
            pa.BufferReader(body),
            pyarrow.csv.ReadOptions(column_names=names, block_size=_BLOCK),
            pyarrow.csv.ParseOptions(
                delimiter=opened.delimiter,
                quote_char='"' if quoted else False,
                double_quote=False,
                ignore_empty_lines=False,
            ),
            pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns = [_one(column) for column in arrow.columns]
    first = opened.header_row + 1
    rows = pa.array(np.arange(first, first + arrow.num_rows, dtype=np.int64))
    return _raw(decoded, opened, columns, rows, [], [])


def _one(column: pa.ChunkedArray) -> pa.StringArray:
    whole = column.combine_chunks()
    return whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole


def _plainly_quoted(utf8: bytes, begins: int, delimiter: str) -> bool:
    """True when each quote opens or closes a whole field, with neither quotes nor line ends inside."""
    octets: npt.NDArray[np.uint8] = np.frombuffer(utf8, np.uint8)[begins:]
    quotes = np.flatnonzero(octets == ord('"'))
    if len(quotes) % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    edges = np.zeros(256, np.bool_)
    edges[[ord(delimiter), 10, 13]] = True
    before = octets[opening[opening > 0] - 1]
    after = octets[closing[closing < len(octets) - 1] + 1]
    if not (edges[before].all() and edges[after].all()):
        return False
    line_ends = np.flatnonzero((octets == 10) | (octets == 13))
    inside = np.searchsorted(line_ends, opening) != np.searchsorted(line_ends, closing)
    return not bool(inside.any())


def _read_exactly(decoded: _Text, opened: _Opened) -> RawTable:
    """The rows by the csv module, one by one: ragged, blank and unclosed ones are told apart."""
    width = len(opened.header.names)
    records: list[list[str]] = []
    numbers: list[int] = []
    blank: list[int] = []
    findings: list[Finding] = []
    number = opened.header_row
    for number, record in _numbered(decoded.text, opened, findings):
        if len(record) == width:
            records.append(record)
            numbers.append(number)
            continue
        cells = len(_trimmed(record))
        if not cells:
            blank.append(number)
        elif len(record) > width >= cells:
            records.append(record[:width])
            numbers.append(number)
        else:
            findings.append(tables.ragged(number, len(record) if cells < width else cells, width))
            if len(findings) >= tables.MOST_FINDINGS:
                findings.append(tables.too_many_mistakes(number))
                break
    columns = tables.string_columns(records, width)
    rows = pa.array(numbers, pa.int64())
    return _raw(decoded, opened, columns, rows, findings, blank)


def _numbered(
    text: str, opened: _Opened, findings: list[Finding]
) -> Iterator[tuple[int, list[str]]]:
    """The records below the header with their row numbers; stops at a quote that is never closed."""
    body = text[opened.begins :]
    lines = _Lines(body)
    number, began, ended = opened.header_row + 1, 0, 0
    held: list[str] | None = None
    try:
        for record in csv.reader(lines, delimiter=opened.delimiter):
            if held is not None:
                yield number, held
                number, began = number + 1, ended
            held, ended = record, lines.taken
    except csv.Error:
        if held is not None:
            yield number, held
            number += 1
        findings.append(_unclosed(number))
        return
    if held is None:
        return
    if _never_closed(body[began:], opened.delimiter):
        findings.append(_unclosed(number))
    else:
        yield number, held


def _never_closed(record: str, delimiter: str) -> bool:
    if '"' not in record:
        return False
    try:
        list(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _unclosed(row: int) -> Finding:
    why = _("Et anførselstegn begynder her og bliver aldrig afsluttet")
    how = _("Slet anførselstegnet, eller afslut teksten med ét til.")
    return Finding(Severity.ERROR, "F012", Place(row=row), None, why, how)
