"""Everything that must happen in the same transaction as an event, in one list. Nothing else listens."""

from __future__ import annotations


def connect() -> None:
    """Join the listeners of the upper floors to the lifecycle engine. Called once, when the apps are loaded."""
    from django.urls import reverse
    from django.utils import translation
    from django.utils.translation import gettext_lazy as _

    from jariya.api import joined
    from jariya.kernel.correspondence import signatures, viewing
    from jariya.kernel.discussion import feed, organisations
    from jariya.kernel.discussion import steps as discussion
    from jariya.kernel.files import kinds as files
    from jariya.kernel.files import removing
    from jariya.kernel.lifecycle import engine, leaves
    from jariya.kernel.lifecycle.models import Case
    from jariya.kernel.notices import about, incoming, links, short, topics
    from jariya.kernel.notices import listener as notices
    from jariya.kernel.notices.feeds import parts
    from jariya.kernel.notices.incoming import files as mail_files
    from jariya.kernel.notices.push.devices import forget_sessions
    from jariya.kernel.people import links as account
    from jariya.kernel.people import roles, sessions, ways
    from jariya.kernel.record import sources
    from jariya.kernel.signing.sign_in import acts as sign_in
    from jariya.kernel.signing.sign_in import oidc
    from jariya.office.filing import answering as helped_answers
    from jariya.office.filing import joining as filing
    from jariya.office.filing.actions import helped
    from jariya.office.systems import access as system_access
    from jariya.office.systems import feed as system_feed
    from jariya.portals.budgets.asking import discussing as asking
    from jariya.portals.budgets.asking.lifecycle import KIND as LINE_QUESTION
    from jariya.portals.budgets.asking.topics import TOPICS
    from jariya.portals.budgets.drafts import indexing as drafts
    from jariya.portals.budgets.drafts.lifecycle import KIND as DRAFT
    from jariya.portals.dialogue import indexing, signed
    from jariya.portals.dialogue.appeals import files as appeal_files
    from jariya.portals.dialogue.appeals import signed as signed_appeals
    from jariya.portals.dialogue.appeals import telling as appeals
    from jariya.portals.dialogue.blog import indexing as blog
    from jariya.portals.dialogue.conference import indexing as conferences
    from jariya.portals.dialogue.survey import indexing as surveys
    from jariya.portals.opendata import indexing as opendata
    from jariya.portals.opendata.lifecycle import KIND as DATA_SET
    from jariya.portals.opendata.planning import hearing as plan_hearing
    from jariya.portals.opendata.planning import indexing as plans
    from jariya.portals.opendata.queries import holds as published_tables
    from jariya.portals.opendata.reading import entries as catalogue
    from jariya.portals.opendata.wanted import discussing as wanting
    from jariya.portals.opendata.wanted import indexing as wanted
    from jariya.portals.petitions import crossing
    from jariya.portals.petitions import indexing as petitions
    from jariya.portals.petitions import signed as submitted_petitions
    from jariya.portals.petitions.collecting import api as collecting
    from jariya.portals.petitions.collecting import signed as signed_petitions
    from jariya.portals.petitions.consideration import signed as signed_decisions
    from jariya.portals.requests import by_mail
    from jariya.portals.requests import indexing as requests
    from jariya.portals.requests import media as press
    from jariya.portals.requests import signed as signed_requests
    from jariya.portals.requests.commission.indexing import SESSIONS
    from jariya.portals.requests.editorial import queries as editorial
    from jariya.portals.requests.learning.indexing import GUIDES, SEMINARS
    from jariya.portals.requests.monitoring.indexing import RECOMMENDATIONS
    from jariya.portals.requests.officers.indexing import OFFICERS
    from jariya.portals.requests.report import signed as signed_reports
    from jariya.project import cosigning as together
    from jariya.project import discussing, following, own_tables, publishing, recording, recording_answers

    def desk(case: Case, lang: str) -> str:
        with translation.override(lang):
            return reverse("office:case", args=[case.public_id])

    engine.listen(recording.listener)
    engine.listen(recording_answers.listener)
    sources.register(sources.Source("events", leaves.LOG, recording.horizon, recording.rows, recording.shown))
    sources.register(
        sources.Source(
            "answers",
            recording_answers.LOG,
            recording.horizon,
            recording_answers.rows,
            recording_answers.shown,
        )
    )
    engine.listen(notices.listener)
    discussion.listen(discussing.listener)
    discussion.listen(asking.listener)
    sources.register(sources.Source("comments", leaves.LOG, discussing.horizon, discussing.rows, discussing.shown))
    parts.register("comments", _("comments"), feed.lines)
    organisations.connect()
    engine.listen(indexing.listener)
    engine.listen(drafts.listener)
    engine.listen(opendata.listener)
    removing.holder(published_tables)
    engine.listen(catalogue.listener)
    engine.listen(requests.listener)
    engine.listen(plan_hearing.listener)
    engine.listen(plans.listener)
    engine.listen(wanting.on_plan)
    engine.listen(wanted.listener)
    discussion.listen(wanting.on_comment)
    links.register("plan_item", plans.link, plans.title, desk=plans.desk, feed="plans", titles=plans.titles)
    links.register("wanted_data", wanted.link, wanted.title, desk=wanted.desk, feed="wanted", titles=wanted.titles)
    for portal in (blog, conferences, surveys):
        engine.listen(portal.listener)
    signatures.connect()
    signed.connect()
    signed_requests.connect()
    signed_reports.connect()
    signed_appeals.connect()
    signed_petitions.connect()
    signed_decisions.connect()
    submitted_petitions.connect()
    collecting.on_threshold(crossing.crossed)
    collecting.subject(petitions.subject)
    engine.listen(petitions.listener)
    links.register(
        "petition", petitions.link, petitions.title, desk=petitions.desk, feed="petitions", titles=petitions.titles
    )
    short.register("petition", petitions.SHORT)
    files.register("petition", files.Attached(home=petitions.desk))
    appeals.connect()
    filing.connect()
    together.connect()
    own_tables.connect()
    publishing.connect()
    press.join(editorial.office_of, editorial.name_of)
    viewing.bar(helped)
    engine.listen(helped_answers.listener)
    engine.listen(system_feed.listener)
    roles.program(system_access.is_system)
    joined.join("/desk", "jariya.office.systems.api")
    sessions.on_end(forget_sessions)
    links.register(DRAFT, drafts.link, drafts.title, desk=drafts.desk, feed="programmes", titles=drafts.titles)
    links.register(
        LINE_QUESTION,
        asking.home,
        asking.link_title,
        desk=asking.desk,
        feed="line-questions",
        titles=asking.titles,
    )
    links.register(DATA_SET, opendata.link, opendata.title, desk=opendata.desk, feed="data", titles=opendata.titles)
    for kind, topic in TOPICS.items():
        topics.register(kind, topic)
    topics.register(following.KIND, following.TOPIC)
    links.register("question", indexing.link, indexing.title, desk=desk, feed="questions", titles=indexing.titles)
    for kind, portal, word in (
        ("blog_post", blog, "posts"),
        ("conference", conferences, "conferences"),
        ("survey", surveys, "surveys"),
    ):
        links.register(kind, portal.link, portal.title, desk=portal.desk, feed=word, titles=portal.titles)
    files.register("question", files.Attached(home=desk, visible=indexing.file_visible))
    files.register("appeal", files.Attached(appeal_files.home, appeal_files.visible, appeal_files.publishes))
    links.register("request", requests.link, requests.title, desk=desk, feed="requests", titles=requests.titles)
    for matter, word in (
        (RECOMMENDATIONS, "recommendations"),
        (OFFICERS, "officers"),
        (SESSIONS, "commission"),
        (GUIDES, "guides"),
        (SEMINARS, "seminars"),
    ):
        engine.listen(matter.listener)
        links.register(matter.kind, matter.link, matter.title, desk=matter.desk, feed=word, titles=matter.titles)
    about.told("place_given", about.SEMINAR)
    files.register("request", files.Attached(home=desk, visible=requests.file_visible))
    short.register("request", requests.SHORT)
    by_mail.connect()
    incoming.attachments(mail_files.take)
    account.add("office:work", _("Desk"), header=True, staff=True)
    account.add("report:desk", _("Reports on access to information"), staff=True, role="supervisor")
    account.add("filing:front", _("Filing for others"), header=True, staff=True)
    account.add("cosigners:mine", _("Letters of many"))
    account.add("editorial:room", _("Newsroom"))
    account.add("seminars:mine", _("Seminars I registered for"))
    account.add("monitoring:desk", _("Recommendations"), staff=True)
    account.add("officers:desk", _("Officers for access to information"), staff=True)
    account.add("commission:desk", _("Sessions of the Commission"), staff=True, role="supervisor")
    account.add("guides:desk", _("Guides"), staff=True, role="supervisor")
    account.add("seminars:desk", _("Seminars"), staff=True, role="supervisor")
    account.add("reception:mine", _("My receptions"))
    account.add("reception:desk", _("Receptions"), staff=True)
    account.add("petitions:write", _("My petitions"))
    account.add("consideration:desk", _("Petitions to your body"), staff=True)
    account.add("data-desk:front", _("Data sets of your body"), staff=True)
    account.add("petitions:moderation", _("Petitions to be checked"), staff=True)
    account.add("petitions:supervision", _("Supervision of petitions"), staff=True, role="supervisor")
    account.add("planning:desk", _("Publishing plan"), staff=True)
    account.add("wanted:desk", _("Data that people ask for"), staff=True)
    account.add("pages:mine", _("My cases"), header=True)
    account.add("notices:inbox", _("Messages"), header=True)
    account.add("notices:preferences", _("Which messages I get and how"))
    account.add("discussion:mine", _("My comments"))
    account.add("showcase:mine", _("My applications"))
    account.add("showcase:desk", _("Applications to be looked at"), staff=True)
    account.add("identity:mine", _("My digital signature"))
    account.add("systems:front", _("Programs of bodies"), staff=True, role="registrar")
    account.add("office:evidence", _("Sealed evidence"), staff=True, role="registrar")
    sign_in.connect()
    ways.add("identity:eds", _("With a digital signature (EDS)"), note=_("eGov Mobile or NCALayer"))
    ways.add("identity:state", _("Through the state's identity service"), open=oidc.available)
