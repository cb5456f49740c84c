import re
from xml.etree import ElementTree

import pytest

from lederside.ui import marks
from lederside.ui.templatetags import ui


@pytest.mark.parametrize("status", marks.WORDS)
def test_every_status_has_a_word_and_a_mark(status):
    assert marks.word(status)
    assert ElementTree.fromstring(marks.mark(status)).tag == "svg"


def test_the_three_judgements_and_grey_differ_in_shape_without_colour():
    def shape(status):
        return re.sub(r'(fill|stroke)="[^"]*"', "", marks.mark(status))

    assert len({shape(status) for status in ("MET", "PARTLY_MET", "NOT_MET", "NO_DATA")}) == 4


@pytest.mark.parametrize("status", ["NOT_RELEVANT", "NO_DATA", "TOO_FEW", "STALE", "unknown"])
def test_what_is_not_judged_is_grey(status):
    assert marks.look(status) is marks.NONE


def test_a_mark_beside_a_word_is_decoration():
    assert 'aria-hidden="true"' in marks.mark("MET")
    assert "<title>" not in marks.mark("MET")


def test_a_mark_alone_is_a_picture_with_a_name():
    assert 'role="img"' in marks.mark("MET", "Opfyldt")
    assert "<title>Opfyldt</title>" in marks.mark("MET", "Opfyldt")


def test_the_name_of_a_mark_is_escaped():
    assert "<title>&lt;b&gt;</title>" in marks.mark("MET", "<b>")


def test_the_status_says_the_word_and_to_the_ear_the_colour():
    html = ui.status("PARTLY_MET")

    assert re.sub("<[^>]*>", "", html) == "Delvist opfyldt (gul)"
    assert html.startswith('<span class="status status-partly-met">')


def test_the_word_of_the_line_wins_over_the_usual_one():
    assert (
        re.sub("<[^>]*>", "", ui.status("MET", "Følger <planen>")) == "Følger &lt;planen&gt; (grøn)"
    )


def test_no_mark_carries_a_style():
    assert not any("style" in marks.mark(status) for status in marks.WORDS)
