"""Addresses of people: sign-in, one's own account, the registrar's desk."""

from __future__ import annotations

from django.urls import path

from jariya.kernel.people.views import account, demo, registrar, sign_in, staff

app_name = "people"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in.code, name="sign-in-code"),
    path("sign-in/code/again/", sign_in.resend, name="sign-in-resend"),
    path("sign-in/means/", sign_in.means_page, name="means"),
    path("sign-in/demo/", demo.sign_in, name="demo"),
    path("sign-in/staff/", staff.sign_in, name="staff"),
    path("sign-in/passkey/options/", staff.passkey_options, name="passkey-options"),
    path("sign-in/passkey/", staff.passkey, name="passkey"),
    path("sign-in/enrol/<str:token>/", staff.enrol, name="enrol"),
    path("sign-in/enrol/<str:token>/options/", staff.enrol_options, name="enrol-options"),
    path("sign-in/enrol/<str:token>/passkey/", staff.enrol_passkey, name="enrol-passkey"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("my/fragment/", account.fragment, name="me-fragment"),
    path("my/account/", account.account, name="account"),
    path("my/account/address/", account.change_address, name="change-address"),
    path("my/sessions/", account.session_list, name="sessions"),
    path("my/keys/", account.keys, name="keys"),
    path("my/keys/options/", account.passkey_options, name="key-options"),
    path("my/keys/change/", account.change_keys, name="key-change"),
    path("my/staff/", registrar.staff_list, name="staff-list"),
    path("my/staff/new/", registrar.enrol_staff, name="enrol-staff"),
    path("my/staff/role/<int:role_id>/end/", registrar.end_role, name="end-role"),
    path("my/staff/<str:handle>/", registrar.official, name="official"),
    path("my/staff/<str:handle>/link/", registrar.new_link, name="new-link"),
]
