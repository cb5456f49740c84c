"""A machine's look at PDF/UA-1 in what WeasyPrint makes. No replacement for veraPDF or a person."""

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "BI"}
MAY_HOLD = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "TR": {"TH", "TD"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
}


@dataclass(slots=True)
class Findings:
    """What is in a PDF: faults by rule, tags counted, fonts, pages, what is read aloud."""

    faults: list[str] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)
    alternatives: list[str] = field(default_factory=list)
    fonts: set[str] = field(default_factory=set)
    pages: int = 0
    title: str = ""
    lang: str = ""


def examine(data: bytes) -> Findings:
    """Look through a PDF. `faults` is empty when nothing is wrong."""
    with pikepdf.open(BytesIO(data)) as pdf:
        found = Findings(pages=len(pdf.pages))
        _document(pdf, found)
        _tree(pdf, found)
        for number, page in enumerate(pdf.pages, start=1):
            _page(page, number, found)
        return found


def _document(pdf: pikepdf.Pdf, found: Findings) -> None:
    root = pdf.Root
    found.lang = str(root.get("/Lang", ""))
    with pdf.open_metadata() as metadata:
        found.title = str(metadata.get("dc:title") or "")
        part = metadata.get("pdfuaid:part")
    rules = {
        "7.1 not marked": root.get("/MarkInfo", {}).get("/Marked"),
        "7.1 has suspects": not root.get("/MarkInfo", {}).get("/Suspects"),
        "7.1 title not shown": root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"),
        "7.1 no title": found.title,
        "7.2 no language": found.lang,
        "5 not declared PDF/UA-1": part == "1",
    }
    found.faults += [fault for fault, holds in rules.items() if not holds]


def _tree(pdf: pikepdf.Pdf, found: Findings) -> None:
    headings, heads, used = [0], set(), set()
    for tag, parent, element in _elements(pdf.Root.StructTreeRoot, ""):
        found.tags[tag] += 1
        attributes = element.get("/A", {})
        if tag not in MAY_HOLD.get(parent, {tag}):
            found.faults.append(f"7.2 {tag} inside {parent}")
        if tag == "Figure":
            found.alternatives.append(str(element.get("/Alt", "")))
        if tag[0] == "H" and tag[1:].isdigit():
            headings.append(int(tag[1:]))
        if tag == "TH":
            heads.add(bytes(element.get("/ID", b"")))
            found.faults += [] if "/Scope" in attributes else ["7.5 TH without Scope"]
        if tag == "TD":
            used |= {bytes(head) for head in attributes.get("/Headers", [])}
    found.faults += ["7.3 Figure without Alt" for text in found.alternatives if not text]
    found.faults += [
        f"7.4.2 from H{before} to H{after}"
        for before, after in itertools.pairwise(headings)
        if after > before + 1
    ]
    found.faults += ["7.5 Headers without a TH"] if used - heads else []


def _elements(element: pikepdf.Object, parent: str) -> Iterator[tuple[str, str, pikepdf.Object]]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            tag = str(kid.S)[1:]
            yield tag, parent, kid
            yield from _elements(kid, tag)


def _page(page: pikepdf.Page, number: int, found: Findings) -> None:
    depth = 0
    for _operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        depth += {"BMC": 1, "BDC": 1, "EMC": -1}.get(name, 0)
        if name in PAINTS and depth == 0:
            found.faults.append(f"7.1 page {number}: {name} outside marked content")
    found.faults += _annotation_faults(page, number)
    for font in page.Resources.get("/Font", {}).values():
        found.fonts.add(str(font.BaseFont).split("+")[-1])
        found.faults += _font_faults(font)


def _annotation_faults(page: pikepdf.Page, number: int) -> Iterator[str]:
    annotations = page.get("/Annots", [])
    if len(annotations) and page.get("/Tabs") != "/S":
        yield f"7.18.3 page {number}: Tabs is not S"
    for annotation in annotations:
        if annotation.Subtype == "/Link" and not str(annotation.get("/Contents", "")):
            yield f"7.18.5 page {number}: link without Contents"


def _font_faults(font: pikepdf.Object) -> Iterator[str]:
    descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = descendant.get("/FontDescriptor", {})
    if not any(file in descriptor for file in ("/FontFile", "/FontFile2", "/FontFile3")):
        yield f"7.21.4 {font.BaseFont} not embedded"
    if "/ToUnicode" not in font:
        yield f"7.21.7 {font.BaseFont} without ToUnicode"
    if descendant.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in descendant:
        yield f"7.21.3.2 {font.BaseFont} without CIDToGIDMap"
