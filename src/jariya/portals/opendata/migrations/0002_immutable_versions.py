"""Versions are never changed: the database refuses it. Licences and themes that every installation has."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

FORWARD = """
CREATE TRIGGER opendata_version_append_only BEFORE UPDATE OR DELETE ON opendata_version
  FOR EACH ROW EXECUTE FUNCTION jariya_append_only();
CREATE TRIGGER opendata_version_no_truncate BEFORE TRUNCATE ON opendata_version
  FOR EACH STATEMENT EXECUTE FUNCTION jariya_append_only();
"""
BACKWARD = """
DROP TRIGGER opendata_version_append_only ON opendata_version;
DROP TRIGGER opendata_version_no_truncate ON opendata_version;
"""
CC = "https://creativecommons.org"
LICENCES = (
    # code (SPDX), address, open by the Open Definition, kk, ru, en
    (
        "CC0-1.0",
        f"{CC}/publicdomain/zero/1.0/",
        True,
        "CC0 1.0: барлық құқықтан бас тарту",
        "CC0 1.0: отказ от всех прав",
        "CC0 1.0: no rights reserved",
    ),
    (
        "CC-BY-4.0",
        f"{CC}/licenses/by/4.0/",
        True,
        "CC BY 4.0: авторын көрсету",
        "CC BY 4.0: с указанием авторства",
        "CC BY 4.0: attribution",
    ),
    (
        "CC-BY-SA-4.0",
        f"{CC}/licenses/by-sa/4.0/",
        True,
        "CC BY-SA 4.0: авторын көрсету, сол шартпен тарату",
        "CC BY-SA 4.0: с указанием авторства, на тех же условиях",
        "CC BY-SA 4.0: attribution, share alike",
    ),
    (
        "CC-BY-NC-4.0",
        f"{CC}/licenses/by-nc/4.0/",
        False,
        "CC BY-NC 4.0: авторын көрсету, коммерциялық емес",
        "CC BY-NC 4.0: с указанием авторства, некоммерческая",
        "CC BY-NC 4.0: attribution, not for commerce",
    ),
    (
        "CC-BY-ND-4.0",
        f"{CC}/licenses/by-nd/4.0/",
        False,
        "CC BY-ND 4.0: авторын көрсету, өзгертпей тарату",
        "CC BY-ND 4.0: с указанием авторства, без изменений",
        "CC BY-ND 4.0: attribution, no derivatives",
    ),
)
THEMES = (
    (
        "AGRI",
        "Ауыл, балық, орман шаруашылығы және азық-түлік",
        "Сельское, рыбное, лесное хозяйство и продовольствие",
        "Agriculture, fisheries, forestry and food",
    ),
    ("ECON", "Экономика және қаржы", "Экономика и финансы", "Economy and finance"),
    ("EDUC", "Білім, мәдениет және спорт", "Образование, культура и спорт", "Education, culture and sport"),
    ("ENER", "Энергетика", "Энергетика", "Energy"),
    ("ENVI", "Қоршаған орта", "Окружающая среда", "Environment"),
    ("GOVE", "Мемлекет және мемлекеттік сектор", "Государство и государственный сектор", "Government and public sector"),
    ("HEAL", "Денсаулық", "Здоровье", "Health"),
    ("INTR", "Халықаралық мәселелер", "Международные вопросы", "International issues"),
    (
        "JUST",
        "Әділет, құқықтық жүйе және қоғамдық қауіпсіздік",
        "Правосудие, правовая система и общественная безопасность",
        "Justice, legal system and public safety",
    ),
    ("REGI", "Өңірлер мен қалалар", "Регионы и города", "Regions and cities"),
    ("SOCI", "Халық және қоғам", "Население и общество", "Population and society"),
    ("TECH", "Ғылым және технология", "Наука и технологии", "Science and technology"),
    ("TRAN", "Көлік", "Транспорт", "Transport"),
)


def fill(apps, schema_editor):
    licence, theme = apps.get_model("opendata", "Licence"), apps.get_model("opendata", "Theme")
    for number, (code, url, is_open, kk, ru, en) in enumerate(LICENCES):
        licence.objects.get_or_create(
            code=code,
            defaults={
                "url": url, "open": is_open, "title_kk": kk, "title_ru": ru, "title_en": en, "position": number,
            },
        )  # fmt: skip
    for number, (code, kk, ru, en) in enumerate(THEMES):
        theme.objects.get_or_create(
            code=code, defaults={"title_kk": kk, "title_ru": ru, "title_en": en, "position": number}
        )


class Migration(migrations.Migration):
    dependencies = [("opendata", "0001_initial"), ("lifecycle", "0002_append_only")]
    operations = [
        migrations.AddField("dataset", "reason_kk", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("dataset", "reason_ru", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("resource", "link_again_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "import",
            "base",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="opendata.version",
            ),
        ),
        migrations.AddIndex(
            "resource",
            models.Index(
                condition=Q(("removed_at", None), Q(("url", ""), _negated=True)),
                fields=["link_again_at"],
                name="resource_link",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
