"""Addresses of sign-in by signature and by the state's identity service."""

from __future__ import annotations

from django.urls import path

from jariya.kernel.signing.sign_in import eds, mine, state

app_name = "identity"
urlpatterns = [
    path("sign-in/eds/", eds.start, name="eds"),
    path("sign-in/eds/enter/", eds.enter, name="enter"),
    path("sign-in/state/", state.start, name="state"),
    path("sign-in/state/out/", state.out, name="state-out"),
    path("my/eds/", mine.mine, name="mine"),
    path("my/claims/", mine.claims, name="claims"),
    path("my/claims/<int:number>/", mine.decide, name="decide"),
]
