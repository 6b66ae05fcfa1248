"""The pages of the design system: valid HTML, nothing inline, nothing from elsewhere, the same bytes for everyone."""

import gzip
import re
from pathlib import Path

import html5lib
import pytest

import jariya.kernel.web

STATIC = Path(jariya.kernel.web.__file__).parent / "static" / "web"
LANGUAGES = ["kk", "ru", "en"]
pytestmark = pytest.mark.urls("tests.kernel.web.addresses")


def parsed(response):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["style/", "view/"])
def test_a_page_is_valid_html_with_unique_ids_and_one_heading_of_the_first_level(client, page, language):
    response = client.get(f"/{language}/{page}")
    assert response.status_code == 200
    tree = parsed(response)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert sorted(ids) == sorted(set(ids))
    assert len(tree.findall(".//h1")) == 1
    assert tree.get("lang") == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_and_description_points_at_something_that_is_there(client, language):
    tree = parsed(client.get(f"/{language}/style/"))
    ids = {element.get("id") for element in tree.iter()}
    wanted = set()
    for element in tree.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby"):
            wanted.update((element.get(attribute) or "").split())
        if (element.get("href") or "").startswith("#"):
            wanted.add(element.get("href")[1:])
    assert wanted - ids == set()


@pytest.mark.parametrize("page", ["style/", "view/"])
def test_a_page_has_nothing_inline_and_nothing_from_another_site(client, page):
    response = client.get(f"/kk/{page}")
    text = response.content.decode()
    assert " style=" not in text
    assert "<style" not in text
    assert re.search(r"\son[a-z]+=", text) is None
    assert re.search(r"<script(?![^>]*\ssrc=)", text) is None
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//(?!localhost)[^"]*"', text) == []


@pytest.mark.parametrize("page", ["style/", "view/"])
def test_a_page_can_be_cached_for_everyone(client, page):
    response = client.get(f"/kk/{page}")
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert b"csrfmiddlewaretoken" not in response.content


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_switch_keeps_the_page(client, language):
    tree = parsed(client.get(f"/{language}/style/"))
    links = {a.get("hreflang"): a.get("href") for a in tree.iter("a") if a.get("hreflang")}
    assert links == {code: f"/{code}/style/" for code in LANGUAGES}


def test_kazakh_and_russian_pages_have_no_english_sentence_left(client):
    english = set(re.findall(r">([^<>{}]*[a-z]{3} [a-z]{2,}[^<>{}]*)<", client.get("/en/style/").content.decode()))
    assert len(english) > 50
    for language in ("kk", "ru"):
        text = client.get(f"/{language}/style/").content.decode()
        assert [sentence for sentence in english if f">{sentence}<" in text] == []


def test_a_demo_says_that_its_data_are_invented(client):
    assert "ОЙДАН ШЫҒАРЫЛҒАН ДЕРЕКТЕР" in client.get("/kk/view/").content.decode()
    assert "ВЫМЫШЛЕННЫЕ ДАННЫЕ" in client.get("/ru/view/").content.decode()
    assert "INVENTED DATA" in client.get("/en/view/").content.decode()


def test_text_in_another_language_is_marked_and_said(client):
    text = client.get("/kk/style/").content.decode()
    assert '<div lang="ru">Ответ дан на русском языке' in text
    assert "Бұл мәтін орыс тілінде." in text
    assert '<div lang="kk">' not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_page_says_the_code_what_happened_and_what_to_do(client, language):
    response = client.get(f"/{language}/no-such-page")
    assert response.status_code == 404
    tree = parsed(response)
    assert tree.find(".//code").text == "not_found"
    assert tree.find(".//h1").text
    assert tree.get("lang") == language


def test_styles_scripts_and_fonts_stay_within_their_budgets():
    css = sum(len(gzip.compress(path.read_bytes(), 9)) for path in STATIC.glob("*.css"))
    fonts = sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2"))
    assert css <= 20_000
    assert fonts <= 60_000
    assert len(gzip.compress((STATIC / "jariya.js").read_bytes(), 9)) <= 4_000


def test_the_fonts_have_every_letter_of_the_three_languages_and_their_licence():
    from fontTools.ttLib import TTFont

    from jariya.kernel.web import fonts

    for weight in fonts.WEIGHTS:
        letters = TTFont(STATIC / "fonts" / f"golos-{weight}.woff2").getBestCmap()
        assert {ord(c) for c in fonts.KAZAKH + fonts.RUSSIAN + fonts.LATIN + "₸№«»—"} - set(letters) == set()
    assert "SIL Open Font License" in (STATIC / "fonts" / "OFL.txt").read_text()
