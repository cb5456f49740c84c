"""A file's bytes to a `Table`: columns of text where each cell knows its sheet, row and letter.

The door to `formats` (what is it?), `text_files` (CSV) and `spreadsheets` (XLSX). Everything is
read as text: what a cell means is for `danish`, `periods` and the rules of each import.
"""

from lederside.imports.formats import is_spreadsheet
from lederside.imports.spreadsheets import read_spreadsheet
from lederside.imports.tables import LeftOut, Table, Unreadable
from lederside.imports.text_files import read_text

__all__ = ["LeftOut", "Table", "Unreadable", "read_table"]


def read_table(data: bytes, *, name: str, sheet: str | None = None) -> Table:
    """The table in a CSV or XLSX file.

    `data`: the whole file. `name`: its name, which is not trusted: the bytes say what it is.
    `sheet`: the wanted sheet of a spreadsheet, when several have data.
    Raises `Unreadable` when it is no table: empty, protected, another format, damaged, a bomb.
    """
    if is_spreadsheet(data):
        return read_spreadsheet(data, sheet=sheet)
    return read_text(data)
