"""Pages of signing, under /{language}/sign/."""

from __future__ import annotations

from django.urls import path

from jariya.kernel.signing.views import sign

app_name = "signing"
urlpatterns = [
    path("<str:public_id>/", sign.sign, name="sign"),
    path("<str:public_id>/status/", sign.status, name="status"),
    path("<str:public_id>/manifest/", sign.manifest, name="manifest"),
    path("<str:public_id>/ncalayer/", sign.by_ncalayer, name="ncalayer"),
    path("<str:public_id>/file/", sign.by_file, name="file"),
    path("<str:public_id>/cancel/", sign.cancel, name="cancel"),
    path("<str:public_id>/again/", sign.again, name="again"),
]
