"""Addresses of the public pages of petitions, under /{language}/petitions/."""

from django.urls import path, register_converter

from jariya.portals.petitions.public.views import front, reading, taking


class PublicId:
    """A public id of a petition, as printed: other words under /petitions/ belong to other rooms."""

    regex = "[Pp][0-9]{4}-[0-9A-Za-z-]{1,20}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PublicId, "petition_id")

app_name = "petitions-public"
urlpatterns = [
    path("", front.front, name="front"),
    path("promises/", front.promises, name="promises"),
    path("<petition_id:public_id>/", reading.petition, name="petition"),
    path("<petition_id:public_id>/decisions/<int:version>/", reading.decision, name="decision"),
    path("<petition_id:public_id>/proof/", reading.proof, name="proof"),
    path("<petition_id:public_id>/about-me/", reading.mine, name="mine"),
    path("<petition_id:public_id>/embed/", taking.embed, name="embed"),
    path("<petition_id:public_id>/on-another-site/", taking.snippet, name="snippet"),
    path("<petition_id:public_id>/poster/", taking.poster, name="poster"),
    path("<petition_id:public_id>/poster.pdf", taking.poster_pdf, name="poster-pdf"),
    path("<petition_id:public_id>/share.png", taking.share, name="share"),
]
