"""The one address without a language: the identity service of the state compares it letter by letter."""

from __future__ import annotations

from django.urls import path

from jariya.kernel.signing.sign_in import state

urlpatterns = [path("oidc/back", state.back, name="oidc-back")]
