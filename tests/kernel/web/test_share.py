"""The picture for other sites: its size, its words, and texts that do not fit."""

import io

import pytest
from PIL import Image, ImageChops

from jariya.kernel.web.share import SIZE, share_image

pytestmark = pytest.mark.urls("tests.kernel.web.addresses")


def picture(*words, **options):
    made = share_image(*words, site="Жария", **options)
    assert len(made) < 80_000
    return Image.open(io.BytesIO(made)).convert("RGB")


@pytest.mark.parametrize("title", ["", "Жол қашан жөнделеді?", "сөз " * 400, "Ә" * 900, "🐎\u202e\n\t"])
def test_any_title_makes_a_picture_of_the_right_size(title):
    assert picture(title, "Үлгі министрлігі").size == SIZE


def test_a_long_title_stays_within_the_margins():
    edge = picture("сөз " * 400, "Үлгі министрлігі " * 30).crop((SIZE[0] - 60, 150, SIZE[0], 600))
    bare = picture("", "").crop((SIZE[0] - 60, 150, SIZE[0], 600))
    assert max(high for _low, high in ImageChops.difference(edge, bare).getextrema()) < 40


def test_the_letters_of_kazakh_are_in_the_font():
    assert picture("әғқңөұүһі", "") != picture("аааааааааа", "")
    assert picture("ә", "").tobytes() != picture("\ue000", "").tobytes()


def test_invented_data_are_said_on_the_picture():
    plain = picture("Жол", "Орган")
    said = picture("Жол", "Орган", invented="ОЙДАН ШЫҒАРЫЛҒАН ДЕРЕКТЕР")
    corner = (700, 40, 1200, 120)
    assert len(plain.crop(corner).getcolors(100_000)) < len(said.crop(corner).getcolors(100_000))


def test_the_style_page_carries_a_sample(client):
    response = client.get("/kk/style/share.png")
    assert response["Content-Type"] == "image/png"
    assert b'property="og:image" content="http://localhost:8000/kk/style/share.png"' in client.get("/kk/style/").content
