import pytest
from django.http import Http404

from lederside.ui import views


def test_the_gallery_of_components_is_not_there_in_production(rf, settings):
    settings.DEBUG = False

    with pytest.raises(Http404):
        views.gallery(rf.get("/komponenter/"))
