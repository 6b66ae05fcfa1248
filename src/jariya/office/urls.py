"""Addresses of the desk, under /{language}/desk/."""

from django.urls import path

from jariya.office.evidence import views as evidence
from jariya.office.files import views as files
from jariya.office.law import views as law
from jariya.office.moderation import views as moderation
from jariya.office.registry import views as registry
from jariya.office.views import case, deputies, queue, supervision, templates

app_name = "office"
urlpatterns = [
    path("", queue.work, name="work"),
    # Fixed words first: a public id is any word to the router.
    path("assign/", queue.assign, name="assign"),
    path("deputies/", deputies.deputies, name="deputies"),
    path("supervision/", supervision.front, name="supervision"),
    path("templates/", templates.listed, name="templates"),
    path("templates/new/", templates.new, name="template-new"),
    path("templates/<uuid:token>/", templates.one, name="template"),
    path("law/", law.front, name="law"),
    path("law/norms/", law.norms, name="law-norms"),
    path("law/norms/<str:key>/", law.norm, name="law-norm"),
    path("law/calendar/", law.calendar, name="law-calendar"),
    path("law/calendar/<slug:what>/", law.day, name="law-day"),
    path("law/edits/<int:number>/", law.edit, name="law-edit"),
    path("bodies/", registry.front, name="registry"),
    path("bodies/edits/<int:number>/", registry.edit, name="registry-edit"),
    path("bodies/<slug:verb>/<slug:slug>/", registry.change, name="registry-change"),
    path("moderation/", moderation.queue, name="moderation"),
    path("moderation/<str:public_id>/", moderation.one, name="moderation-one"),
    path("evidence/", evidence.front, name="evidence"),
    path("evidence/<int:number>/", evidence.one, name="evidence-one"),
    path("evidence/<int:number>/decide/", evidence.decide, name="evidence-decide"),
    path("evidence/<int:number>/read/", evidence.read, name="evidence-read"),
    path("files/<str:public_id>/", files.file, name="file"),
    path("files/<str:public_id>/prepared/", files.prepared, name="file-prepared"),
    path("files/<str:public_id>/pages/<int:number>/", files.one_page, name="file-page"),
    path("files/<str:public_id>/pages/<int:number>/picture/", files.picture, name="file-picture"),
    path("<str:public_id>/", case.case, name="case"),
    path("<str:public_id>/<slug:verb>/", case.step, name="step"),
    path("<str:public_id>/<slug:verb>/draft/", case.save, name="save"),
]
