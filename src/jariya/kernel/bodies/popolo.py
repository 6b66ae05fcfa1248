"""The registry as Popolo JSON (popoloproject.com): areas, organizations, posts, memberships and public persons.

Texts in several languages are objects `{"kk": …, "ru": …, "en": …}`; what is not known is left out. Made-up rows carry
`"demo": true`, and so does the whole document when it holds any.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from jariya.kernel.bodies.models import Body, FormerName, Holding, Post, Region, RegionLevel, Succession

Json = dict[str, Any]
LEVELS = (RegionLevel.COUNTRY, RegionLevel.REGION, RegionLevel.DISTRICT)


def popolo(*, day: date, levels: tuple[str, ...] = LEVELS) -> Json:
    """All bodies ever in the registry with their posts and holders, and areas of `levels`. `day` stamps the export.

    Seven queries. Persons have no ids of their own here: one is the holder of a post since a day.
    """
    codes = {row.pk: row.code for row in Region.objects.only("code")}
    slugs = dict(Body.objects.values_list("id", "slug"))
    former: dict[int, list[Json]] = {}
    for old in FormerName.objects.all():
        names = {"name": old.name("kk").text, "end_date": old.until.isoformat(), "note": old.act}
        former.setdefault(old.body_id, []).append(_clean(names))
    origins: dict[int, list[str]] = {}
    for row in Succession.objects.order_by("id"):
        origins.setdefault(row.successor_id, []).append(slugs[row.predecessor_id])
    bodies = [_organization(body, codes, slugs, former, origins) for body in Body.objects.order_by("slug")]
    posts, persons, memberships = [], [], []
    for post in Post.objects.select_related("body").order_by("body__slug", "order"):
        posts.append(_post(post))
    for holding in Holding.objects.select_related("post__body").order_by(
        "post__body__slug", "post__order", "since", "id"
    ):
        person, membership = _holding(holding)
        persons.append(person)
        memberships.append(membership)
    areas = [_area(row, codes) for row in Region.objects.filter(level__in=levels).order_by("code")]
    document: Json = {
        "generated": day.isoformat(),
        "areas": areas,
        "organizations": bodies,
        "posts": posts,
        "persons": persons,
        "memberships": memberships,
    }
    if any(body.get("demo") for body in bodies):
        document["demo"] = True
    return document


def _area(row: Region, codes: dict[int, str]) -> Json:
    return _clean(
        {
            "id": row.code,
            "name": row.name("kk").text,
            "names": _clean(dict(row.names())),
            "classification": row.kind,
            "parent_id": codes.get(row.parent_id) if row.parent_id else None,
            "demo": row.invented or None,
        }
    )


def _organization(
    body: Body,
    codes: dict[int, str],
    slugs: dict[int, str],
    former: dict[int, list[Json]],
    origins: dict[int, list[str]],
) -> Json:
    contacts = [
        {"type": kind, "value": value}
        for kind, value in (("voice", body.phone), ("email", body.email), ("address", body.address("kk").text))
        if value
    ]
    return _clean(
        {
            "id": body.slug,
            "name": body.name("kk").text,
            "names": _clean(dict(body.names())),
            "short_names": _clean({lang: getattr(body, f"short_{lang}") for lang in ("kk", "ru", "en")}),
            "classification": body.kind,
            "level": body.level,
            "parent_id": slugs.get(body.parent_id) if body.parent_id else None,
            "area_id": codes.get(body.region_id) if body.region_id else None,
            "founding_date": body.valid_from and body.valid_from.isoformat(),
            "dissolution_date": body.valid_to and body.valid_to.isoformat(),
            "identifiers": [{"scheme": "BIN", "identifier": body.bin}] if body.bin else None,
            "contact_details": contacts,
            "links": [{"url": body.site}] if body.site else None,
            "other_names": former.get(body.pk),
            "predecessor_ids": origins.get(body.pk),
            "sources": [{"note": body.source}],
            "source_needed": body.source_needed,
            "demo": body.invented or None,
        }
    )


def _post(post: Post) -> Json:
    return _clean(
        {
            "id": f"{post.body.slug}/{post.order}",
            "label": post.name("kk").text,
            "labels": _clean(dict(post.names())),
            "role": post.kind,
            "organization_id": post.body.slug,
            "demo": post.body.invented or None,
        }
    )


def _holding(holding: Holding) -> tuple[Json, Json]:
    body = holding.post.body
    post = f"{body.slug}/{holding.post.order}"
    key = f"{post}/{holding.since.isoformat() if holding.since else 'unknown'}"
    demo = body.invented or None
    names = {"kk": holding.holder_kk, "ru": holding.holder_ru, "en": holding.holder_en}
    person = {"id": key, "name": holding.holder("kk").text, "names": _clean(names), "demo": demo}
    membership = {
        "id": key,
        "person_id": key,
        "post_id": post,
        "organization_id": body.slug,
        "role": holding.post.kind,
        "start_date": holding.since and holding.since.isoformat(),
        "end_date": holding.until and holding.until.isoformat(),
        "demo": demo,
    }
    return _clean(person), _clean(membership)


def _clean(values: Json) -> Json:
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}
