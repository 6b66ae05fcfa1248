"""What the TEST windows say, in Kazakh, Russian and English: they work without the program's catalogues."""

from __future__ import annotations

LANGUAGES = ("kk", "ru", "en")

WORDS: dict[str, tuple[str, str, str]] = {
    "nca_title": ("TEST: NCALayer терезесі", "TEST: окно NCALayer", "TEST: NCALayer window"),
    "phone_title": ("TEST: eGov Mobile", "TEST: eGov Mobile", "TEST: eGov Mobile"),
    "authority_title": ("TEST: куәландырушы орталық", "TEST: удостоверяющий центр", "TEST: certification authority"),
    "nca_note": (
        "СЫНАҚ (TEST). Бұл нағыз NCALayer емес: кілттер осы компьютерде жасалған, адамдар ойдан шығарылған, "
        "қолтаңбаның заңды күші жоқ.",
        "ПРОБА (TEST). Это не настоящий NCALayer: ключи созданы на этом компьютере, люди вымышлены, у подписи нет "
        "юридической силы.",
        "TEST. This is not the real NCALayer: the keys were made on this computer, the people are invented, and a "
        "signature has no legal force.",
    ),
    "phone_note": (
        "СЫНАҚ (TEST). Бұл нағыз eGov Mobile емес: кілттер осы компьютерде жасалған, адамдар ойдан шығарылған, "
        "қолтаңбаның заңды күші жоқ.",
        "ПРОБА (TEST). Это не настоящий eGov Mobile: ключи созданы на этом компьютере, люди вымышлены, у подписи нет "
        "юридической силы.",
        "TEST. This is not the real eGov Mobile: the keys were made on this computer, the people are invented, and a "
        "signature has no legal force.",
    ),
    "authority_note": (
        "СЫНАҚ (TEST). Бұл орталықтың сертификаттарының заңды күші жоқ, оларға тек осы компьютер сенеді.",
        "ПРОБА (TEST). Сертификаты этого центра не имеют юридической силы, им верит только этот компьютер.",
        "TEST. Certificates of this authority have no legal force; only this computer trusts them.",
    ),
    "languages": ("Тіл", "Язык", "Language"),
    "nothing": (
        "Қазір қолтаңба сұрап тұрған бет жоқ. Сайтта «NCALayer арқылы қол қою» батырмасын басып, осында оралыңыз.",
        "Сейчас ни одна страница не просит подписи. Нажмите на сайте «Подписать через NCALayer» и вернитесь сюда.",
        "No page asks for a signature now. Press “Sign with NCALayer” on the site and come back here.",
    ),
    "look_again": ("Қайта қарау", "Проверить снова", "Look again"),
    "asked_sign": ("Бет қолтаңба сұрап тұр", "Страница просит подпись", "A page asks for a signature"),
    "asked_key": (
        "Бет кілтіңіз туралы мәлімет сұрап тұр",
        "Страница просит сведения о вашем ключе",
        "A page asks about your key",
    ),
    "asked_by": ("Сұраған сайт", "Просит сайт", "The site that asks"),
    "document": ("Қол қойылатын құжат", "Что вы подписываете", "What you sign"),
    "binary": (
        "Мәтін емес: {size} байт, SHA-256 {digest}",
        "Не текст: {size} байт, SHA-256 {digest}",
        "Not a text: {size} bytes, SHA-256 {digest}",
    ),
    "who": ("Кім қол қояды", "Кто подписывает", "Who signs"),
    "algorithm": ("Кілт түрі", "Вид ключа", "Kind of key"),
    "sign": ("Қол қою", "Подписать", "Sign"),
    "show_key": ("Мәлімет беру", "Передать сведения", "Give the details"),
    "cancel": ("Бас тарту", "Отмена", "Cancel"),
    "refuse": ("Қол қоймау", "Не подписывать", "Do not sign"),
    "anyway": (
        "Нағыз бағдарлама рұқсат бермесе де қол қою (сайттың не деп жауап беретінін көру үшін)",
        "Подписать, даже если настоящая программа не разрешит (чтобы увидеть, что ответит сайт)",
        "Sign even where the real program would not (to see what the site answers)",
    ),
    "done_signed": (
        "Қол қойылды. Сайттағы бетке оралыңыз.",
        "Подписано. Вернитесь на страницу сайта.",
        "Signed. Go back to the page of the site.",
    ),
    "done_cancelled": (
        "Қол қоюдан бас тарттыңыз. Сайттағы бетке оралыңыз.",
        "Вы отменили подписание. Вернитесь на страницу сайта.",
        "You cancelled. Go back to the page of the site.",
    ),
    "gone": (
        "Бұл сұрау енді жоқ: бет жабылған немесе оған жауап берілген. Сайтта қайта бастаңыз.",
        "Этого запроса больше нет: страница закрыта или ответ уже дан. Начните на сайте снова.",
        "This request is gone: its page was closed, or it is answered already. Start again on the site.",
    ),
    "automatic": (
        "Қазір сұрауларға автоматты түрде жауап беріледі (сынақ басқарып тұр).",
        "Сейчас на запросы отвечает автомат (управляет тест).",
        "Requests are answered automatically now (a test is in control).",
    ),
    "by_hand": ("Өзім таңдаймын", "Выбирать самому", "Let me choose"),
    # why a certificate does not suit
    "unsuited_purpose": (
        "Бұл кілт осы әрекетке жарамайды: басқа түрдегі сертификат сұралды.",
        "Этот ключ не подходит для действия: запрошен сертификат другого вида.",
        "This key does not fit the act: another kind of certificate is asked for.",
    ),
    "unsuited_other": (
        "Бет басқа адамның немесе басқа ұйымның сертификатын сұрады.",
        "Страница просит сертификат другого человека или другой организации.",
        "The page asks for another person's or organisation's certificate.",
    ),
    "unsuited_expired": (
        "Сертификаттың мерзімі өткен.",
        "Срок действия сертификата истёк.",
        "The certificate has expired.",
    ),
    "unsuited_early": (
        "Сертификат әлі күшіне енген жоқ.",
        "Сертификат ещё не начал действовать.",
        "The certificate is not yet valid.",
    ),
    "unsuited_issuer": (
        "Сертификатты бөтен орталық берген.",
        "Сертификат выдан чужим центром.",
        "The certificate was issued by a strange authority.",
    ),
    "unsuited_revoked": (
        "Сертификат кері қайтарылған немесе тоқтатылған.",
        "Сертификат отозван или приостановлен.",
        "The certificate is revoked or suspended.",
    ),
    "unsuited_nobody": (
        "Мұндай кілт жоқ: басқа кілт түрін таңдаңыз.",
        "Такого ключа нет: выберите другой вид ключа.",
        "There is no such key: choose another kind.",
    ),
    "unsuited_way_out": (
        "Басқа адамды таңдаңыз немесе төмендегі белгіні қойыңыз.",
        "Выберите другого человека или поставьте отметку ниже.",
        "Choose another person, or tick the box below.",
    ),
    "not_fitting": ("жарамайды", "не подойдёт", "does not fit"),
    "role_individual": ("жеке тұлға", "физическое лицо", "individual"),
    "role_head": ("бірінші басшы", "первый руководитель", "head"),
    "role_right_to_sign": ("қол қою құқығы бар", "с правом подписи", "with the right to sign"),
    "role_employee": ("қызметкер", "сотрудник", "employee"),
    "purpose_auth": ("тек кіруге арналған кілт", "ключ только для входа", "key for sign-in alone"),
    "state_expired": ("мерзімі өткен", "истёк", "expired"),
    "state_not_yet_valid": ("әлі күшіне енбеген", "ещё не действует", "not yet valid"),
    "state_revoked": ("кері қайтарылған", "отозван", "revoked"),
    "state_suspended": ("тоқтатылған", "приостановлен", "suspended"),
    "issuer_foreign": ("бөтен орталық", "чужой центр", "strange authority"),
    "issuer_impostor": ("жалған орталық", "поддельный центр", "false authority"),
    "weak_key": ("әлсіз кілт", "слабый ключ", "weak key"),
    # telephone
    "phone_paste": (
        "QR-код ішіндегі мәтінді немесе сілтемені қойыңыз",
        "Вставьте текст QR-кода или ссылку",
        "Paste the text of the QR code or the link",
    ),
    "phone_hint": (
        "Ол mobileSign: деп басталады немесе ішінде link= бар.",
        "Он начинается с mobileSign: или содержит link=.",
        "It begins with mobileSign: or has link= inside.",
    ),
    "phone_open": ("Ашу", "Открыть", "Open"),
    "phone_from": ("Кім сұрап тұр", "Кто просит", "Who asks"),
    "phone_for": ("Мақсаты", "Для чего", "What for"),
    "phone_until": ("Жарамды мерзімі", "Действует до", "Good until"),
    "phone_another": ("Басқа сілтемені ашу", "Открыть другую ссылку", "Open another link"),
    "phone_sent": (
        "Қол қойылды, сайт қабылдады. Сайттағы бетке оралыңыз.",
        "Подписано, сайт принял подпись. Вернитесь на страницу сайта.",
        "Signed, and the site took it. Go back to the page of the site.",
    ),
    "phone_declined": (
        "Қол қойған жоқсыз, сайтқа ештеңе жіберілмеді.",
        "Вы не подписали, на сайт ничего не отправлено.",
        "You did not sign; nothing was sent to the site.",
    ),
    "phone_bad_link": (
        "Бұл қол қою сілтемесі емес. Сайттағы QR-код мәтінін толық көшіріңіз.",
        "Это не ссылка для подписи. Скопируйте текст QR-кода с сайта целиком.",
        "This is no link for signing. Copy the whole text of the QR code from the site.",
    ),
    "phone_not_allowed": (
        "Бұл сайт рұқсат етілгендер тізімінде жоқ: TEST бағдарламасы тек осы компьютердегі сайтты ашады.",
        "Сайта нет в списке разрешённых: программа TEST открывает только сайт на этом компьютере.",
        "The site is not on the list: the TEST program opens the site of this computer alone.",
    ),
    "phone_unreachable": (
        "Сайт жауап бермеді. Оның жұмыс істеп тұрғанын тексеріп, қайталаңыз.",
        "Сайт не отвечает. Проверьте, что он работает, и повторите.",
        "The site does not answer. See that it runs and try again.",
    ),
    "phone_over": (
        "Сілтеменің мерзімі өтті немесе ол бұрын қолданылған. Сайтта қайта бастаңыз.",
        "Срок ссылки истёк или она уже использована. Начните на сайте снова.",
        "The link has ended or was used before. Start again on the site.",
    ),
    "phone_strange": (
        "Сайт хаттамаға сай емес жауап берді.",
        "Ответ сайта не соответствует протоколу.",
        "The site's answer does not follow the protocol.",
    ),
    "phone_unsupported": (
        "TEST бағдарламасы мұндай қол қою тәсілін білмейді (тек CMS).",
        "Программа TEST не знает такого способа подписи (только CMS).",
        "The TEST program does not know this way of signing (CMS only).",
    ),
    "phone_refused": (
        "Сайт қолтаңбаны қабылдамады. Себебі сайттағы бетте жазылған.",
        "Сайт не принял подпись. Причина указана на странице сайта.",
        "The site did not take the signature. Its page says why.",
    ),
    # authority
    "services": ("Қызметтер", "Службы", "Services"),
    "people": ("Кілті бар адамдар", "Люди с ключами", "People with keys"),
    "not_found": ("Мұндай мекенжай жоқ.", "Такого адреса нет.", "There is no such address."),
    "bad_form": (
        "Форма толық емес келді. Бетті қайта ашып, қайталаңыз.",
        "Форма пришла неполной. Откройте страницу заново и повторите.",
        "The form came incomplete. Open the page again and repeat.",
    ),
    "back": ("Басына", "В начало", "Back to the start"),
}

ALGORITHMS = {"gost512": "ГОСТ 34.10-2015, 512", "gost256": "ГОСТ 34.10-2015, 256", "rsa": "RSA"}


def word(key: str, language: str) -> str:
    """One sentence; another language than ours reads English, an empty one Kazakh."""
    return WORDS[key][LANGUAGES.index(language) if language in LANGUAGES else 2 if language else 0]
