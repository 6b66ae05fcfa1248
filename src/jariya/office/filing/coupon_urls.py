"""Where the QR code of a paper coupon leads, under /{language}/coupon/."""

from django.urls import path

from jariya.office.filing.views import coupon

app_name = "coupon"
urlpatterns = [path("", coupon.opened, name="front")]
