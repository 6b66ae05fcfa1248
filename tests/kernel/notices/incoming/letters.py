"""Letters as programs here write them: Gmail, Outlook, Mail.ru, Yandex, iPhone, Thunderbird; Kazakh, Russian, English.

Made by hand after the shape of real ones; people and addresses are invented.
"""

# ruff: noqa: E501  a letter is a line

from __future__ import annotations

OUR = "##- Жауабыңызды осы жолдан жоғары жазыңыз -##\n\nСұрағыңыз тіркелді.\nНөмірі: Q26-AAAA\n"

REPLIES: dict[str, tuple[str, str]] = {
    "gmail kk": (
        "Иә, көше нөмірі 12.\n\nср, 18 мар. 2026 г. в 10:00, Jariya <r-00@example.kz>:\n\n> ##- Жауабыңызды осы жолдан жоғары жазыңыз -##\n> Сұрағыңыз тіркелді.\n",
        "Иә, көше нөмірі 12.",
    ),
    "our line alone": ("Толықтыру: шам 12 дана.\n\n" + OUR, "Толықтыру: шам 12 дана."),
    "gmail ru": (
        "Спасибо, дополняю: дом 12.\n\nср, 18 мар. 2026 г. в 10:00, Jariya <no-reply@example.kz> пишет:\n\n> Ваш вопрос зарегистрирован.\n> Номер: Q26\n",
        "Спасибо, дополняю: дом 12.",
    ),
    "gmail ru broken line": (
        "Дополняю: дом 12.\n\nср, 18 мар. 2026 г. в 10:00, Jariya\n<no-reply@example.kz>\nнаписал(а):\n> Ваш вопрос\n",
        "Дополняю: дом 12.",
    ),
    "gmail en": (
        "Thank you. The street is Abai.\n\nOn Wed, Mar 18, 2026 at 10:00 AM Jariya <no-reply@example.kz> wrote:\n> Your question\n",
        "Thank you. The street is Abai.",
    ),
    "thunderbird kk": (
        "Толықтырамын: екінші подъезд.\n\n18.03.2026 10:00, Jariya жазды:\n> Сұрағыңыз тіркелді\n",
        "Толықтырамын: екінші подъезд.",
    ),
    "outlook ru": (
        "Добрый день!\nУточняю: речь о дворе.\n\n________________________________\nОт: Jariya <no-reply@example.kz>\nОтправлено: 18 марта 2026 г. 10:00\nКому: A <a@example.kz>\nТема: Вопрос\n\nВаш вопрос зарегистрирован\n",
        "Добрый день!\nУточняю: речь о дворе.",
    ),
    "outlook kk": (
        "Нақтылаймын: мектеп ауласы.\n\nКімнен: Jariya <no-reply@example.kz>\nЖіберілді: 18 наурыз 2026 ж. 10:00\nКімге: A\nТақырып: Сұрақ\n\nСұрағыңыз тіркелді\n",
        "Нақтылаймын: мектеп ауласы.",
    ),
    "outlook en": (
        "It is about the yard.\n\n-----Original Message-----\nFrom: Jariya\nSent: Wednesday\nTo: A\nSubject: Q\n\nYour question\n",
        "It is about the yard.",
    ),
    "mail.ru": (
        "Уточняю номер дома: 5.\n\n--\nАйгүл\nОтправлено из Почты Mail.ru\n\n> Среда, 18 марта 2026, 10:00 +05:00 от Jariya <no-reply@example.kz>:\n> Ваш вопрос\n",
        "Уточняю номер дома: 5.",
    ),
    "yandex": (
        'Уточняю: вода холодная.\n \n \n18.03.2026, 10:00, "Jariya" <no-reply@example.kz>:\nВаш вопрос зарегистрирован\n',
        "Уточняю: вода холодная.",
    ),
    "iphone ru": (
        "Да, это наш двор.\n\nОтправлено с iPhone\n\n> 18 марта 2026 г., в 10:00, Jariya <no-reply@example.kz> написал(а):\n> \n> Ваш вопрос\n",
        "Да, это наш двор.",
    ),
    "iphone kk": (
        "Иә, біздің аула.\n\niPhone құрылғысынан жіберілді\n\n> 18 нау. 2026 ж., 10:00, Jariya жазды:\n> Сұрақ\n",
        "Иә, біздің аула.",
    ),
    "samsung": (
        "Да, третий этаж.\n\n\nОтправлено с моего Galaxy\n\n\n-------- Исходное сообщение --------\nОт: Jariya\nДата: 18.03.26\nКому: a\nТема: Вопрос\n",
        "Да, третий этаж.",
    ),
    "between the lines": (
        "> Қай көше?\nАбай көшесі.\n> Қай үй?\n12.\n",
        "Абай көшесі.\n12.",
    ),
    "between the lines with an introduction": (
        "ср, 18 мар. 2026 г. в 10:00, Jariya <no-reply@example.kz> пишет:\n> Какая улица?\nАбая.\n> Какой дом?\nДвенадцать.\n",
        "ср, 18 мар. 2026 г. в 10:00, Jariya <no-reply@example.kz> пишет:\nАбая.\nДвенадцать.",
    ),
    "a signature": ("Рақмет!\n-- \nАйгүл, +7 701 000 00 00\n", "Рақмет!"),
    "nothing of one's own": ("\n\n> Сұрағыңыз тіркелді\n> Нөмірі\n", ""),
    "words that look like a header stay": (
        "Отправлено письмо в акимат.\nОт: соседей жалоб не было.\n",
        "Отправлено письмо в акимат.\nОт: соседей жалоб не было.",
    ),
    "he wrote, said in prose": ("Сосед писал:\nвода ржавая, 2026 год.\n", "Сосед писал:\nвода ржавая, 2026 год."),
}
"""Name -> (the text as it came, the person's own words)."""

HTML: dict[str, tuple[str, str]] = {
    "gmail": (
        '<div dir="ltr">Иә, <b>12-үй</b>.<br>Рақмет!</div><br><div class="gmail_quote"><div class="gmail_attr">ср, 18 мар. пишет:</div><blockquote>Сұрақ</blockquote></div>',
        "Иә, 12-үй.\nРақмет!",
    ),
    "outlook": (
        '<html><head><style>p{color:red}</style></head><body><p>Уточняю: двор.</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>От:</b> Jariya</div><div>Ваш вопрос</div></body></html>',
        "Уточняю: двор.",
    ),
    "thunderbird": (
        '<p>Толықтыру</p><div class="moz-cite-prefix">18.03.2026 жазды:</div><blockquote type="cite" cite="mid:x"><p>Сұрақ</p></blockquote>',
        "Толықтыру",
    ),
    "scripts": ("<script>alert(1)</script><p onclick=x>Жақсы</p><!-- жасырын --><title>t</title>", "Жақсы"),
    "a declaration": ('<?xml version="1.0" encoding="windows-1251"?><!DOCTYPE html><p>Привет</p>', "Привет"),
    "a list": ("<ul><li>бір</li><li>екі</li></ul>", "- бір\n\n- екі"),
    "nothing": ("<p> &nbsp; </p>", ""),
}
