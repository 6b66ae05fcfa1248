"""How a reader wants pages to look: one cookie of at most 24 values, set by a form without JavaScript."""

import pytest

from jariya.kernel.web import modes

pytestmark = pytest.mark.urls("tests.kernel.web.addresses")
CHOICE = {"size": "150", "scheme": "dark", "calm": "1", "next": "/kk/style/"}


def test_the_cookie_has_at_most_24_values():
    assert len(modes.MODES) <= 24
    assert all(modes.parse(value).value == value for value in modes.MODES)


@pytest.mark.parametrize("value", ["", "900-auto-plain", "150-dark", "<script>", "150-dark-calm ", "é" * 500])
def test_an_unknown_value_is_the_usual_look(client, value):
    assert modes.parse(value) == modes.DEFAULT
    client.cookies["view"] = value.encode("ascii", "ignore").decode()
    assert b'<html lang="kk">' in client.get("/kk/style/").content


def test_the_choice_is_kept_and_the_reader_returns_to_the_page(client):
    response = client.post("/kk/view/", CHOICE)
    assert (response.status_code, response["Location"]) == (303, "/kk/style/")
    assert response.cookies["view"].value == "150-dark-calm"
    page = client.get("/kk/style/").content.decode()
    assert '<html lang="kk" class="size-150 scheme-dark calm">' in page
    assert "view.css" in page


def test_the_form_shows_the_present_choice(client):
    client.post("/kk/view/", CHOICE)
    page = client.get("/kk/view/").content.decode()
    assert 'value="150" checked' in page
    assert 'value="dark" checked' in page
    assert 'name="calm" value="1" checked' in page


def test_the_usual_look_needs_no_cookie_and_no_further_style_sheet(client):
    client.post("/kk/view/", CHOICE)
    response = client.post("/kk/view/", CHOICE | {"reset": "1"})
    assert response.cookies["view"].value == ""
    assert b"view.css" not in client.get("/kk/style/").content


@pytest.mark.parametrize(
    "target", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/\\example.org", ""]
)
def test_the_reader_never_leaves_the_site(client, target):
    assert client.post("/ru/view/", CHOICE | {"next": target})["Location"] == "/ru/"


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://example.org"},
    ],
)
def test_a_form_of_another_site_changes_nothing(client, headers):
    response = client.post("/kk/view/", CHOICE, **headers)
    assert "view" not in response.cookies


def test_bad_choices_are_the_usual_look_and_never_an_error(client):
    response = client.post("/kk/view/", {"size": "abc", "scheme": "x" * 10_000, "next": "/kk/style/"})
    assert response.status_code == 303


def test_reading_the_form_writes_nothing(client):
    assert not client.get("/kk/view/?size=200").cookies
    assert client.put("/kk/view/").status_code == 405
