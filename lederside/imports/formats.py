"""What kind of file the bytes are, whatever the name says; and what to do about the wrong kinds."""

import io
import re
import zipfile
from zipfile import ZipFile, ZipInfo

from django.utils.translation import gettext as _

from lederside.imports.tables import Unreadable

MOST_ENTRIES = 2_000
MOST_INFLATED = 200 * 1024 * 1024
SUSPECT_FROM = 20 * 1024 * 1024
MOST_RATIO = 250
MOST_CELLS_IN_A_ROW = 16_384
_CHUNK = 1 << 20
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_UTF16 = ("utf-16-le", "utf-16-be")
_DTD = [b"<!DOCTYPE", b"<!ENTITY", *("<!DOCTYPE".encode(name) for name in _UTF16)]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "GZIP",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "RAR",
    b"{\\rtf": "RTF",
    b"PAR1": "Parquet",
    b"SQLite format 3": "SQLite",
}
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")


def is_spreadsheet(data: bytes) -> bool:
    """True for a zip archive, which an XLSX is; False for what may be text. Raises for all else."""
    if not data.strip():
        raise Unreadable("F100", _("Filen er tom"), _("Vælg filen igen, eller træk den ud på ny."))
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"}:
        return True
    _refuse_old_office(data)
    for magic, kind in _OTHERS.items():
        if data.startswith(magic):
            raise wrong_format(kind)
    _refuse_markup(data)
    return False


def wrong_format(kind: str) -> Unreadable:
    """The refusal of a format that we do not read."""
    why = _("Filen er i formatet %s, som vi ikke kan læse") % kind
    return Unreadable("F108", why, _("Åbn den i Excel, gem den som .xlsx eller CSV, og prøv igen."))


def _refuse_old_office(data: bytes) -> None:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise locked()
        raise wrong_format(_("gammelt Excel (.xls)"))
    if data.startswith(_OLD_BIFF) and b"\0" in data[:64]:
        raise wrong_format(_("gammelt Excel (.xls)"))


def _refuse_markup(data: bytes) -> None:
    start = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(
        (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<style")
    ):
        raise Unreadable(
            "F108",
            _("Filen er en webside med et regnearks navn"),
            _("Åbn den i Excel, vælg Gem som, vælg Excel-projektmappe (.xlsx), og prøv igen."),
        )
    if start.startswith((b"<?xml", b"<workbook")):
        raise wrong_format("XML")


def locked() -> Unreadable:
    """The refusal of a file with a password."""
    return Unreadable(
        "F109",
        _("Filen er beskyttet med adgangskode"),
        _("Åbn den i Excel, fjern adgangskoden under Filer > Oplysninger, gem, og prøv igen."),
    )


def broken() -> Unreadable:
    """The refusal of a file that is damaged."""
    return Unreadable(
        "F102",
        _("Filen er beskadiget eller kun hentet halvt"),
        _("Hent den igen, eller åbn den i Excel og gem den som .xlsx."),
    )


def _bomb() -> Unreadable:
    return Unreadable(
        "F104",
        _("Filen fylder alt for meget, når den pakkes ud, eller er pakket på en usædvanlig måde"),
        _("Åbn den i Excel, slet tomme rækker og ark, og gem den som ny .xlsx eller som CSV."),
    )


def has_formulas(data: bytes) -> bool:
    """Looks an XLSX through before anybody opens it; True when a sheet holds formulas.

    Reads the zip directory, then inflates each part and counts, since a directory may lie.
    Raises `Unreadable` for other zips, passwords, macros, bombs, DTDs and damage.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive, len(data))
            return _check_parts(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError) as error:
        raise broken() from error
    except (NotImplementedError, RuntimeError) as error:
        raise _bomb() from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise broken() from error
        raise


def _check_directory(archive: ZipFile, size: int) -> None:
    parts = archive.infolist()
    inflated = sum(part.file_size for part in parts)
    if len(parts) > MOST_ENTRIES or inflated > MOST_INFLATED:
        raise _bomb()
    if inflated > SUSPECT_FROM and inflated > size * MOST_RATIO:
        raise _bomb()
    if _overlapping(parts) or any(_climbs(part.filename) for part in parts):
        raise _bomb()
    if any(part.flag_bits & 1 for part in parts):
        raise locked()
    _refuse_other_zips({part.filename for part in parts}, archive)


def _overlapping(parts: list[ZipInfo]) -> bool:
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            return True
        end = part.header_offset + part.compress_size
    return len({part.filename for part in parts}) < len(parts)


def _climbs(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")


def _refuse_other_zips(names: set[str], archive: ZipFile) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(
            "F106",
            _("Filen indeholder makroer, og dem tager vi ikke imod"),
            _("Åbn den i Excel, gem den som Excel-projektmappe (.xlsx), og prøv igen."),
        )
    if "xl/workbook.bin" in names:
        raise wrong_format(".xlsb")
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        raise wrong_format(".ods")
    if any(name.startswith("word/") for name in names):
        raise wrong_format(".docx")
    if any(name.endswith(".iwa") for name in names):
        raise wrong_format(".numbers")
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise wrong_format("ZIP")


def _check_parts(archive: ZipFile) -> bool:
    counted = 0
    formulas = False
    for part in archive.infolist():
        tail, cells = b"", 0
        is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
        is_sheet = part.filename.startswith("xl/worksheets/")
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                counted += len(chunk)
                if counted > MOST_INFLATED:
                    raise _bomb()
                seen = tail + chunk
                if is_xml and any(mark in seen for mark in _DTD):
                    raise _declares()
                if is_sheet:
                    cells = _cells_of_last_row(chunk, cells)
                formulas = formulas or (is_sheet and (b"<f" in seen or b":f" in seen))
                tail = chunk[-32:]
    return formulas


def _cells_of_last_row(chunk: bytes, before: int) -> int:
    """How many cells the row that the chunk ends in has until now; openpyxl makes them all at once."""
    begins = max(chunk.rfind(b"<row"), chunk.rfind(b":row"))
    count = len(_CELL.findall(chunk, max(begins, 0)))
    count += before if begins < 0 else 0
    if count > MOST_CELLS_IN_A_ROW:
        raise _bomb()
    return count


def _declares() -> Unreadable:
    return Unreadable(
        "F105",
        _("Filen indeholder en dokumenttype (DTD), som et regneark aldrig har"),
        _("Åbn den i Excel, gem den som ny .xlsx, og prøv igen."),
    )
