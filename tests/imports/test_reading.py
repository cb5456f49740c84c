import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lederside.imports import tables, text_files
from lederside.imports.log import Severity
from lederside.imports.reading import LeftOut, Table, Unreadable, read_table
from lederside.imports.spreadsheets import number_text

TEXT = "Nummer;Navn;Værdi\r\n4711;Ærøskøbing;7,5\r\n4712;Åby;8,25\r\n"
CELLS = [["4711", "Ærøskøbing", "7,5"], ["4712", "Åby", "8,25"]]


def read(content: str | bytes, sheet: str | None = None) -> Table:
    data = content.encode() if isinstance(content, str) else content
    return read_table(data, name="tal.csv", sheet=sheet)


def cells(table: Table) -> list[list[str]]:
    columns = [column.to_pylist() for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def said(table: Table) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.place.row) for finding in table.findings]


def refusal(content: str | bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(content)
    return caught.value.finding.code


def is_table_or_refused(data: bytes) -> bool:
    try:
        return isinstance(read(data), Table)
    except Unreadable as refused:
        return bool(refused.finding.sentence())


def workbook(fill: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_of(*rows: Sequence[object]) -> bytes:
    def fill(book: Any) -> None:
        for row in rows:
            book.active.append(row)

    return workbook(fill)


def rezipped(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("cp1252"), "windows-1252"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
    ],
)
def test_each_encoding_gives_the_same_letters(data: bytes, encoding: str) -> None:
    table = read(data)

    assert (table.headers, cells(table)) == (("Nummer", "Navn", "Værdi"), CELLS)
    assert (table.encoding, table.findings) == (encoding, ())


def test_the_signs_that_only_windows_1252_has_are_read() -> None:
    assert cells(read("Navn;Værdi\nÆblet – €;1\n".encode("cp1252"))) == [["Æblet – €", "1"]]


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_each_delimiter_and_line_end_gives_the_same_cells(delimiter: str, end: str) -> None:
    table = read(f"Nummer;Navn;Værdi{end}4711;Åby;7.5{end}".replace(";", delimiter))

    assert (table.delimiter, cells(table)) == (delimiter, [["4711", "Åby", "7.5"]])


def test_a_decimal_comma_does_not_make_the_comma_a_delimiter() -> None:
    assert read("Nummer;Værdi, pct.\n1;7,5\n2;8,5\n").delimiter == ";"


def test_a_row_is_numbered_as_excel_does() -> None:
    table = read('Nummer;Navn\n\n1;a\n2;"to\nlinjer"\n;\n3;c\n')

    assert table.rows.to_pylist() == [3, 4, 6]
    assert table.left_out == (LeftOut("tomme rækker", 2, 2),)
    assert cells(table)[1] == ["2", "to\nlinjer"]


def test_a_cell_knows_its_place() -> None:
    table = read("Rapport over sygefravær\n\nNummer;Navn\n1;a\n")

    assert table.place(0, "navn").words() == "Række 4, kolonne B »Navn«"
    assert table.place(None, 0).words() == "Række 3, kolonne A »Nummer«"
    assert table.left_out[0] == LeftOut("linjer over overskriften", 1, 1)
    assert table.preamble == ("Rapport over sygefravær",)


def test_excels_own_sep_line_is_obeyed_and_left_out() -> None:
    table = read("sep=,\nNummer,Navn\n1,a\n")

    assert (table.header_row, table.rows.to_pylist(), table.delimiter) == (2, [3], ",")
    assert table.left_out == (LeftOut("linjen »sep=«, som kun er til Excel", 1, 1),)


def test_cells_are_trimmed_and_composed() -> None:
    table = read("Nummer ; Navn\n 0471\u00a0;A\u030aby \n")

    assert (table.headers, cells(table)) == (("Nummer", "Navn"), [["0471", "Åby"]])


def test_everything_is_text_and_nothing_is_guessed_to_be_missing() -> None:
    assert cells(read("Nummer;Navn\n007;NA\nnull;NaN\n")) == [["007", "NA"], ["null", "NaN"]]


def test_quotes_may_hold_delimiters_quotes_and_line_ends() -> None:
    table = read('"Nummer";"Navn"\n"1";"a;b"\n"2";"han sagde ""hej"""\n')

    assert cells(table) == [["1", "a;b"], ["2", 'han sagde "hej"']]


def test_a_ragged_row_is_an_error_with_its_row() -> None:
    table = read("Nummer,Navn,Værdi\n1,a,7,5\n2,b\n3,c,8\n")

    assert said(table) == [("F011", 2), ("F011", 3)]
    assert cells(table) == [["3", "c", "8"]]


def test_empty_fields_at_the_end_are_fine() -> None:
    table = read("Nummer;Navn;;\n1;a;;\n2;b;;;;\n")

    assert (table.headers, cells(table)) == (("Nummer", "Navn"), [["1", "a"], ["2", "b"]])
    assert [finding.severity for finding in table.findings] == [Severity.NOTE]


def test_cells_without_a_header_are_kept_under_their_letter() -> None:
    assert read("Nummer;;Navn\n1;x;a\n").headers == ("Nummer", "Kolonne B", "Navn")


def test_an_unclosed_quote_is_found_where_it_opens() -> None:
    table = read('Nummer;Navn\n1;a\n2;"b\n3;c\n')

    assert said(table) == [("F012", 3)]
    assert cells(table) == [["1", "a"]]


def test_the_same_header_twice_is_an_error() -> None:
    (finding,) = read("Nummer;Navn;navn \n1;a;b\n").findings

    assert (finding.code, finding.why) == ("F014", "er overskrift på flere kolonner (B, C)")


@pytest.mark.parametrize("cell", ["a\0b", "a\x07", "a\x7f", "a\u0085b", "a\u2028b"])
def test_control_characters_are_errors_with_their_place(cell: str) -> None:
    table = read(f"Nummer;Navn\n1;x\n2;{cell}\n")

    assert [(f.code, f.place.row, f.place.letter) for f in table.findings] == [("F003", 3, "B")]


def test_invisible_characters_are_warned_about() -> None:
    (finding,) = read("Nummer;Navn\n1;B\u202eørn\n").findings

    assert (finding.code, finding.severity) == ("A015", Severity.WARNING)


def test_one_line_in_another_encoding_is_found() -> None:
    table = read("Nummer;Navn\n1;Børn\n2;".encode() + "Åby\n".encode("cp1252"))

    assert ("F002", 3) in said(table)


@pytest.mark.parametrize(
    "text",
    [
        "4711;HR5;2026K3;7,5\n4712;HR5;2026K3;8,5\n",
        "4711;Åby;HR5;2026K3;7.5\n4712;Ry;HR5;2026K3;8.5\n",
        "4711;12\n4712;13\n",
    ],
)
def test_a_file_without_headers_is_an_error(text: str) -> None:
    assert said(read(text)) == [("F013", 1)]


@pytest.mark.parametrize(
    "header", ["Enhed;2024;2025", "Nummer;OEK1;HR5", "Nummer;2026K2;2026K3", "Enhedsnr.;1;Navn"]
)
def test_years_codes_and_periods_may_be_headers(header: str) -> None:
    assert read(f"{header}\n4711;1;2\n").findings == ()


def test_only_a_header_is_an_error() -> None:
    assert said(read("Nummer;Navn\n")) == [("F101", 1)]


def test_a_delimiter_that_is_not_known_is_said() -> None:
    assert said(read("Nummer|Navn\n1|a\n")) == [("F010", None)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "F100"),
        (b" \r\n\r\n", "F100"),
        (b"\xef\xbb\xbf", "F100"),
        (b";;;\n;;;\n", "F100"),
        (TEXT.encode("utf-16-le"), "F001"),
        (TEXT.encode("cp850"), "F001"),
        (b"%PDF-1.7 ...", "F108"),
        (b"\x89PNG\r\n\x1a\n", "F108"),
        (b"<html><table><tr><td>1</td></tr></table>", "F108"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>", "F108"),
        (b'<?xml version="1.0"?><Workbook/>', "F108"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "F108"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "F109",
        ),
        (b"PK\x03\x04 half a file", "F102"),
        (b"\x1f\x8b\x08\0\0", "F108"),
        (b"\0" * 5000, "F001"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code


def fast_and_exact(text: str) -> tuple[Table | None, Table]:
    decoded = text_files._decode(text.encode())
    opened = text_files._open(decoded)
    assume(opened is not None)
    assert opened is not None
    fast = text_files._read_fast(decoded, opened)
    exact = text_files._read_exactly(decoded, opened)
    return tables.finish(fast) if fast else None, tables.finish(exact)


def same(one: Table, other: Table) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in one.__dataclass_fields__)


field = st.one_of(
    st.sampled_from(
        ["", " ", "7,5", "Åby", "e\u0301", " x ", "a\u00a0", "1.234", '"q"', "–", "\t"]
    ),
    st.text(st.sampled_from('ab æ"\n;,1\u202e\x1f'), max_size=4),
)
records = st.lists(st.lists(field, min_size=3, max_size=3), min_size=1, max_size=6)


@settings(max_examples=200)
@given(records, st.booleans(), st.sampled_from(["\r\n", "\n", "\r"]), st.booleans())
def test_the_fast_and_the_exact_reader_give_the_same_table(
    rows: list[list[str]], quoted: bool, end: str, last: bool
) -> None:
    lines = [";".join(f'"{cell}"' if quoted else cell for cell in row) for row in rows]
    text = end.join(["Nummer;Navn;Værdi", *lines]) + (end if last else "")

    fast, exact = fast_and_exact(text)

    assert fast is None or same(fast, exact)


@settings(max_examples=200)
@given(st.lists(st.lists(st.text("abæøå 0123456789,.-", max_size=6), min_size=2, max_size=2)))
def test_a_plain_file_takes_the_fast_reader(rows: list[list[str]]) -> None:
    fast, exact = fast_and_exact("\n".join(["Nummer;Navn", "1;a", *(";".join(r) for r in rows)]))

    assert fast is not None
    assert same(fast, exact)


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    assert is_table_or_refused(data)


@settings(max_examples=200)
@given(st.text('Nummer;Na\r\n\t,"æ1| \0', max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    try:
        table = read(text)
    except Unreadable:
        return
    assert all(len(column) == len(table.rows) for column in table.columns)


def test_a_spreadsheet_gives_the_same_cells_as_a_text_file() -> None:
    data = sheet_of(["Nummer", "Navn", "Værdi"], ["4711", "Ærøskøbing", 7.5], [4712, "Åby", 8.25])
    table = read(data)

    assert (table.headers, cells(table)) == (("Nummer", "Navn", "Værdi"), CELLS)
    assert (table.sheet, table.rows.to_pylist(), table.findings) == ("Sheet", [2, 3], ())
    assert table.place(1, 2).words() == "Ark »Sheet«, række 3, kolonne C »Værdi«"


def test_typed_cells_become_text_that_can_only_be_read_in_one_way() -> None:
    def fill(book: Any) -> None:
        values = [0.075, 1.234, 1234567.5, 5798009381804, date(2026, 9, 30), True, "#DIV/0!"]
        book.active.append(["a", "b", "c", "d", "e", "f", "g", "h", "i"])
        book.active.append([*values, datetime.fromisoformat("2026-09-30T07:30"), date(2026, 9, 1)])
        book.active["A2"].number_format = "0.0%"
        book.active["I2"].number_format = "mmm-yy"

    assert cells(read(workbook(fill))) == [
        ["7,5", "1,2340", "1234567,5", "5798009381804", "2026-09-30", "SAND", "#DIV/0!",
         "2026-09-30 07:30:00", "2026-09"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0,3"),
        (1 / 3, "0,33333333"),
        (-1.234, "-1,2340"),
        (0.123, "0,123"),
        (-0.0, "0"),
        (1e20, "100000000000000000000"),
        (5.0, "5"),
        (7, "7"),
    ],
)
def test_a_typed_number_has_the_digits_that_excel_shows(value: float, text: str) -> None:
    assert number_text(value) == text


def test_a_literal_percent_sign_in_a_format_does_not_multiply() -> None:
    def fill(book: Any) -> None:
        book.active.append(["Nummer", "Værdi"])
        book.active.append(["1", 7.5])
        book.active["B2"].number_format = '0.0" %"'

    assert cells(read(workbook(fill))) == [["1", "7,5"]]


def test_rows_are_read_although_the_file_states_a_smaller_size() -> None:
    data = sheet_of(["Nummer", "Navn"], ["1", "a"], ["2", "b"], ["3", "c"])
    wrong = rezipped(data, lambda name, part: part.replace(b'ref="A1:B4"', b'ref="A1:B2"'))

    assert wrong != data
    assert len(read(wrong)) == 3


def test_blank_rows_and_titles_in_a_sheet_are_counted() -> None:
    table = read(sheet_of(["Rapport"], [], ["Nummer", "Navn"], ["1", "a"], [], ["2", "b"]))

    assert table.rows.to_pylist() == [4, 6]
    assert table.left_out == (
        LeftOut("linjer over overskriften", 1, 1),
        LeftOut("tomme rækker", 1, 5),
    )


def test_a_cell_beyond_the_headers_is_an_error() -> None:
    assert said(read(sheet_of(["Nummer", "Navn"], ["1", "a", None, "x"], ["2", "b"]))) == [
        ("F011", 2)
    ]


def test_a_formula_that_was_never_calculated_is_an_error_and_never_missing() -> None:
    table = read(sheet_of(["Nummer", "Værdi"], ["1", "=1+1"], ["2", 7]))

    assert [(f.code, f.place.row, f.place.letter) for f in table.findings] == [
        ("F024", 2, "B"),
        ("A014", None, None),
    ]


def test_a_formula_with_a_result_is_read_and_noted() -> None:
    data = sheet_of(["Nummer", "Værdi"], ["1", "=1+1"])
    saved = rezipped(
        data,
        lambda name, part: part.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>"),
    )
    table = read(saved)

    assert (cells(table), said(table)) == ([["1", "2"]], [("A014", None)])


def test_our_own_guidance_sheet_is_passed_over_and_hidden_sheets_are_told() -> None:
    def fill(book: Any) -> None:
        book.active.append(["Nummer", "Navn"])
        book.active.append(["1", "a"])
        book.create_sheet("Vejledning", 0).append(["Sådan gør du"])
        hidden = book.create_sheet("Gemt")
        hidden.append(["Nummer", "Navn"])
        hidden.sheet_state = "hidden"
        book.create_sheet("Tomt")

    table = read(workbook(fill))

    assert (table.sheet, said(table)) == ("Sheet", [("A090", None)])


def two_sheets(book: Any) -> None:
    book.active.title = "Skoler"
    for sheet in (book.active, book.create_sheet("Daginstitutioner")):
        sheet.append(["Nummer", "Navn"])
        sheet.append(["1", sheet.title])


def test_with_several_sheets_one_must_be_named() -> None:
    data = workbook(two_sheets)

    with pytest.raises(Unreadable) as caught:
        read(data)

    assert caught.value.finding.sentence() == (
        "Regnearket har flere ark med indhold: »Skoler«, »Daginstitutioner«. "
        "Vælg, hvilket ark der skal læses."
    )
    assert cells(read(data, sheet=" daginstitutioner")) == [["1", "Daginstitutioner"]]


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(Unreadable) as caught:
        read(workbook(two_sheets), sheet="Ark1")

    assert caught.value.finding.how == "Vælg et af disse: »Skoler«, »Daginstitutioner«."


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", 8) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), part)
    return stream.getvalue()


def test_a_far_cell_neither_kills_nor_is_lost() -> None:
    def fill(book: Any) -> None:
        book.active.append(["Nummer", "Navn"])
        book.active.append(["1", "a"])
        book.active["XFD20000"] = "langt væk"

    assert said(read(workbook(fill))) == [("F011", 20000)]


def test_a_cell_far_to_the_right_of_the_headers_is_refused() -> None:
    def fill(book: Any) -> None:
        book.active.append(["Nummer", "Navn"])
        book.active["XFD1"] = "langt væk"

    assert refusal(workbook(fill)) == "F107"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "F108"),
        (zipped(xl__workbook_dot_bin=b""), "F108"),
        (zipped(word__document_dot_xml=b""), "F108"),
        (zipped(noget_dot_txt=b"hej"), "F108"),
        (zipped(xl__vbaProject_dot_bin=b""), "F106"),
        (zipped(xl__worksheets__sheet1_dot_xml=b"0" * 60_000_000), "F104"),
        (zipped(**{".._dot___x": b"hej", "..__x": b"hej"}), "F104"),
    ],
)
def test_other_zip_files_and_bombs_are_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_a_directory_that_lies_about_its_sizes_is_refused() -> None:
    data = bytearray(sheet_of(["Nummer", "Navn"], *[[str(n), "a"] for n in range(500)]))
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")

    assert refusal(bytes(data)) == "F102"


def test_entities_are_refused_before_any_parser_sees_them() -> None:
    bad = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet/>'
    data = rezipped(sheet_of(["Nummer"]), lambda name, part: bad if "worksheets/" in name else part)

    assert refusal(data) == "F105"


def test_half_a_spreadsheet_is_refused() -> None:
    data = sheet_of(["Nummer", "Navn"], ["1", "a"])

    assert refusal(data[: len(data) // 2]) == "F102"


WHOLE = sheet_of(["Nummer", "Navn"], ["1", "a"])
damage = st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255))


@settings(max_examples=200, deadline=None)
@given(st.lists(damage, min_size=1, max_size=5))
def test_no_damage_to_a_spreadsheet_breaks_the_reading(hits: list[tuple[float, int]]) -> None:
    data = bytearray(WHOLE)
    for where, octet in hits:
        data[int(where * len(data))] = octet

    assert is_table_or_refused(bytes(data))


def test_many_far_cells_do_not_fill_the_memory() -> None:
    def fill(book: Any) -> None:
        book.active.append(["Nummer", "Navn"])
        for row in range(2, 200):
            book.active[f"ZZZ{row}"] = "langt væk"

    assert refusal(workbook(fill)) == "F107"


def _with_rows(rows: bytes) -> bytes:
    """A workbook of ours whose only sheet has these rows, written by hand."""
    whole = zipfile.ZipFile(
        io.BytesIO(workbook(lambda book: book.active.append(["Nummer", "Navn"])))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in whole.namelist():
            content = whole.read(name)
            if name.startswith("xl/worksheets/"):
                content = content.replace(b"</sheetData>", rows + b"</sheetData>")
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>', "F107"),
        (b'<row r="2">' + b"<c/>" * 1_000_000 + b"</row>", "F104"),
    ],
)
def test_a_sheet_larger_than_excel_has_is_refused_at_once(rows: bytes, code: str) -> None:
    assert refusal(_with_rows(rows)) == code


def test_a_file_that_fits_nowhere_is_not_read_to_the_end() -> None:
    data = b"nummer;navn\n" + b"1;2;3\n" * 50_000

    assert len(read(data).findings) == tables.MOST_FINDINGS + 1
