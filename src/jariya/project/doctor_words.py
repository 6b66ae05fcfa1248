"""What the doctor says, in Kazakh, Russian and English. Its own table: it must speak when catalogues are not compiled.

Each entry: what was found, then what to do about it (empty when nothing is to be done).
"""

from __future__ import annotations

Three = tuple[str, str, str]

FINDINGS: dict[str, tuple[Three, Three]] = {
    "python_good": (("Python {version}", "Python {version}", "Python {version}"), ("", "", "")),
    "packages_good": (
        (
            "Пакеттер бекітілген тізімге сай ({count})",
            "Пакеты совпадают с замком ({count})",
            "Packages match the lock ({count})",
        ),
        ("", "", ""),
    ),
    "packages_differ": (
        (
            "Пакеттер бекітілген тізімнен өзгеше: {names}",
            "Пакеты расходятся с замком: {names}",
            "Packages differ from the lock: {names}",
        ),
        ("./run setup", "./run setup", "./run setup"),
    ),
    "keys_good": (
        (
            "Мақсат кілттерінің бәрі ашылады",
            "Все ключи по назначению открываются",
            "All keys of purposes open",
        ),
        ("", "", ""),
    ),
    "keys_lost": (
        (
            "JARIYA_KEK ішінде жоқ кілтпен оралған мақсат кілттері: {count}",
            "Ключей, завёрнутых ключом, которого нет в JARIYA_KEK: {count}",
            "Keys wrapped by a key that is not in JARIYA_KEK: {count}",
        ),
        (
            "Жетіспейтін кілтті JARIYA_KEK ішіне қайтарып, jariya keys rewrap іске қосыңыз",
            "Верните недостающий ключ в JARIYA_KEK и запустите jariya keys rewrap",
            "Put the missing key back into JARIYA_KEK and run jariya keys rewrap",
        ),
    ),
    "keys_waiting": (
        (
            "Ескі кілтпен оралған мақсат кілттері: {count}",
            "Ключей, завёрнутых старым ключом: {count}",
            "Keys still wrapped by an older key: {count}",
        ),
        ("jariya keys rewrap", "jariya keys rewrap", "jariya keys rewrap"),
    ),
    "signatures_good": (
        (
            "Қолтаңбаларды тексеру дайын: {profile}, түбірлік сертификат саны {anchors}",
            "Проверка подписей готова: {profile}, корневых сертификатов {anchors}",
            "Signatures can be checked: {profile}, anchors {anchors}",
        ),
        ("", "", ""),
    ),
    "signatures_trust": (
        (
            "Қолтаңбаларды тексеру мүмкін емес: {said}",
            "Подписи нельзя проверить: {said}",
            "Signatures cannot be checked: {said}",
        ),
        (
            "EDS_TRUST_DIR бумасына орталықтардың сертификаттарын және anchors.sha256 файлын салыңыз",
            "Положите сертификаты центров и anchors.sha256 в EDS_TRUST_DIR",
            "Put the authorities' certificates and anchors.sha256 into EDS_TRUST_DIR",
        ),
    ),
    "signatures_lists": (
        (
            "Кері қайтарылған сертификаттар тізімдері: мерзімі өткені {old}, жоғы {missing}",
            "Списки отозванных сертификатов: просрочено {old}, отсутствует {missing}",
            "Lists of revoked certificates: {old} too old, {missing} missing",
        ),
        (
            "Жұмысшы іске қосылғанын және EDS_CRL_URLS мекенжайлары ашылатынын тексеріңіз",
            "Проверьте, что работник запущен и адреса EDS_CRL_URLS доступны",
            "See that the worker runs and the addresses of EDS_CRL_URLS can be reached",
        ),
    ),
    "signatures_waiting": (
        (
            "{count} қолтаңба тексеруді он минуттан көп күтіп тұр",
            "Подписей ждут проверки дольше десяти минут: {count}",
            "{count} signatures have waited for their check for more than ten minutes",
        ),
        (
            "EDS_OCSP_URL мен EDS_CRL_URLS қызметтерінің жауап беретінін тексеріңіз",
            "Проверьте, отвечают ли службы EDS_OCSP_URL и EDS_CRL_URLS",
            "See whether the services of EDS_OCSP_URL and EDS_CRL_URLS answer",
        ),
    ),
    "mode_good": (("Режим: {mode}", "Режим: {mode}", "Mode: {mode}"), ("", "", "")),
    "mode_demo_open": (
        (
            "Демо режимі жалпыға ашық мекенжайда тұр: {url}",
            "Демо-режим на открытом адресе: {url}",
            "Demo mode stands on a public address: {url}",
        ),
        (
            "JARIYA_MODE=production қойыңыз: демода кез келген адам кез келген рөлге кіре алады",
            "Задайте JARIYA_MODE=production: в демо любой может войти под любой ролью",
            "Set JARIYA_MODE=production: in a demo anybody may sign in as anybody",
        ),
    ),
    "settings_refused": (
        ("Баптаулар жарамсыз: {said}", "Настройки не годятся: {said}", "The settings are refused: {said}"),
        (
            "Айнымалыны docs/operators.md кестесі бойынша түзеңіз",
            "Исправьте переменную по таблице docs/operators.md",
            "Mend the variable by the table in docs/operators.md",
        ),
    ),
    "check_failed": (
        ("Django тексерісі: {said}", "Проверка Django: {said}", "Django's check: {said}"),
        ("{remedy}", "{remedy}", "{remedy}"),
    ),
    "check_broken": (
        ("Тексеріс бұзылды: {said}", "Проверка сломалась: {said}", "A check broke: {said}"),
        (
            "Көші-қон қолданылғанын тексеріңіз (jariya manage migrate), бағдарлама файлдарын қалпына келтіріңіз",
            "Проверьте, применены ли миграции (jariya manage migrate), и целы ли файлы программы",
            "See that migrations are applied (jariya manage migrate) and the program's files are whole",
        ),
    ),
    "checks_good": (
        ("Django тексерістері өтті", "Проверки Django пройдены", "Django's own checks pass"),
        ("", "", ""),
    ),
    "database_good": (
        ("PostgreSQL {version}, {encoding}", "PostgreSQL {version}, {encoding}", "PostgreSQL {version}, {encoding}"),
        ("", "", ""),
    ),
    "database_unreachable": (
        (
            "Дерекқорға қосылу мүмкін болмады: {said}",
            "Нет связи с базой: {said}",
            "The database cannot be reached: {said}",
        ),
        (
            "./run іске қосыңыз немесе DATABASE_URL мәнін тексеріңіз",
            "Запустите ./run или проверьте DATABASE_URL",
            "Start ./run, or check DATABASE_URL",
        ),
    ),
    "database_old": (
        (
            "PostgreSQL {version}: 15 не одан жаңасы керек",
            "PostgreSQL {version}: нужен 15 или новее",
            "PostgreSQL {version}: 15 or newer is needed",
        ),
        ("Серверді жаңартыңыз", "Обновите сервер", "Upgrade the server"),
    ),
    "database_encoding": (
        ("Дерекқор кодтамасы {encoding}", "Кодировка базы {encoding}", "The database's encoding is {encoding}"),
        (
            "ENCODING 'UTF8' деп қайта жасаңыз",
            "Создайте базу заново с ENCODING 'UTF8'",
            "Make it again with ENCODING 'UTF8'",
        ),
    ),
    "extensions_missing": (
        ("Кеңейтімдер жоқ: {names}", "Нет расширений: {names}", "Extensions are missing: {names}"),
        ("CREATE EXTENSION {names};", "CREATE EXTENSION {names};", "CREATE EXTENSION {names};"),
    ),
    "role_too_strong": (
        (
            "Бағдарлама рөлі «{role}» тым күшті: {why}",
            "Роль программы «{role}» слишком сильна: {why}",
            "The program's role “{role}” is too strong: {why}",
        ),
        (
            "Кестелер иесі емес рөл беріңіз: docs/operators.md",
            "Дайте роль, которая не владеет таблицами: docs/operators.md",
            "Give it a role that owns no table: docs/operators.md",
        ),
    ),
    "migrations_good": (
        ("Кестелер жаңартылған", "Таблицы обновлены", "The tables are up to date"),
        ("", "", ""),
    ),
    "migrations_missing": (
        (
            "Қолданылмаған көші-қон: {count} ({names})",
            "Не применены миграции: {count} ({names})",
            "Migrations not applied: {count} ({names})",
        ),
        ("jariya manage migrate", "jariya manage migrate", "jariya manage migrate"),
    ),
    "catalogues_good": (
        ("Аудармалар құрастырылған", "Переводы собраны", "Translations are compiled"),
        ("", "", ""),
    ),
    "catalogues_stale": (
        (
            "Құрастырылмаған аударма файлдары: {count}",
            "Не собраны файлы перевода: {count}",
            "Translation files not compiled: {count}",
        ),
        ("jariya messages compile", "jariya messages compile", "jariya messages compile"),
    ),
    "law_good": (
        ("Нормалар мен күнтізбе сай", "Нормы и календарь согласованы", "Norms and calendar agree with the files"),
        ("", "", ""),
    ),
    "law_problem": (("Құқық: {said}", "Право: {said}", "Law: {said}"), ("{remedy}", "{remedy}", "{remedy}")),
    "mail_good": (("Пошта: {host}:{port}", "Почта: {host}:{port}", "Mail: {host}:{port}"), ("", "", "")),
    "mail_unreachable": (
        (
            "Пошта сервері жауап бермейді: {host}:{port}",
            "Почтовый сервер не отвечает: {host}:{port}",
            "The mail server does not answer: {host}:{port}",
        ),
        (
            "./run іске қосыңыз немесе JARIYA_SMTP_HOST пен JARIYA_SMTP_PORT тексеріңіз",
            "Запустите ./run или проверьте JARIYA_SMTP_HOST и JARIYA_SMTP_PORT",
            "Start ./run, or check JARIYA_SMTP_HOST and JARIYA_SMTP_PORT",
        ),
    ),
    "mail_in_good": (
        (
            "Кіріс пошта: {domain}, соңғы хат {last}",
            "Входящая почта: {domain}, последнее письмо {last}",
            "Incoming mail: {domain}, last letter {last}",
        ),
        ("", "", ""),
    ),
    "mail_in_none": (
        (
            "Кіріс пошта жоқ: хабарламаға поштамен жауап беруге болмайды",
            "Входящей почты нет: на сообщения нельзя ответить письмом",
            "No incoming mail: nobody can reply to a notice by mail",
        ),
        (
            "JARIYA_MAIL_DOMAIN беріңіз: docs/adapters/mail.md",
            "Задайте JARIYA_MAIL_DOMAIN: docs/adapters/mail.md",
            "Set JARIYA_MAIL_DOMAIN: docs/adapters/mail.md",
        ),
    ),
    "mail_in_waiting": (
        (
            "10 минуттан бері оқылмаған кіріс хаттар: {count}",
            "Входящих писем, не прочитанных дольше 10 минут: {count}",
            "Incoming letters not read for 10 minutes: {count}",
        ),
        (
            "jariya worker іске қосылғанын және оның журналын тексеріңіз",
            "Проверьте, что работает jariya worker, и его журнал",
            "Check that jariya worker runs, and its log",
        ),
    ),
    "mail_in_border": (
        (
            "Шекаралық сервер аталмаған: кіріс хаттардың SPF, DKIM, DMARC нәтижесіне сенім жоқ",
            "Пограничный сервер не назван: итогам SPF, DKIM и DMARC входящих писем нет веры",
            "No border server is named: results of SPF, DKIM and DMARC of incoming letters are not believed",
        ),
        (
            "JARIYA_MAIL_BORDER беріңіз: docs/adapters/mail.md",
            "Задайте JARIYA_MAIL_BORDER: docs/adapters/mail.md",
            "Set JARIYA_MAIL_BORDER: docs/adapters/mail.md",
        ),
    ),
    "sms_good": (("SMS шлюзі жауап береді", "Шлюз SMS отвечает", "The SMS gateway answers"), ("", "", "")),
    "sms_none": (
        (
            "SMS шлюзі жоқ: телефонмен кіру өшірулі",
            "Нет шлюза SMS: вход по телефону выключен",
            "There is no SMS gateway: sign-in by telephone is off",
        ),
        (
            "JARIYA_SMS_URL беріңіз: docs/adapters/sms.md",
            "Задайте JARIYA_SMS_URL: docs/adapters/sms.md",
            "Set JARIYA_SMS_URL: docs/adapters/sms.md",
        ),
    ),
    "sms_unreachable": (
        (
            "SMS шлюзі жауап бермейді: {host}",
            "Шлюз SMS не отвечает: {host}",
            "The SMS gateway does not answer: {host}",
        ),
        (
            "./run іске қосыңыз немесе JARIYA_SMS_URL тексеріңіз",
            "Запустите ./run или проверьте JARIYA_SMS_URL",
            "Start ./run, or check JARIYA_SMS_URL",
        ),
    ),
    "jobs_good": (("Тапсырмалар кезексіз", "Задания не копятся", "Jobs do not pile up"), ("", "", "")),
    "jobs_waiting": (
        (
            "{count} тапсырма {minutes} минуттан бері күтіп тұр",
            "{count} заданий ждут уже {minutes} мин",
            "{count} jobs have waited for {minutes} minutes",
        ),
        (
            "Тапсырма орындаушыны қосыңыз: jariya worker",
            "Запустите исполнителя: jariya worker",
            "Start a worker: jariya worker",
        ),
    ),
    "jobs_failed": (
        (
            "Соңғы тәулікте {count} тапсырма сәтсіз аяқталды",
            "За сутки не выполнено заданий: {count}",
            "{count} jobs failed in the last day",
        ),
        (
            "Журналды қараңыз: var/log/worker.log",
            "Посмотрите журнал: var/log/worker.log",
            "Look at the log: var/log/worker.log",
        ),
    ),
    "disk_good": (
        ("Дискіде {free} ГБ бос", "На диске свободно {free} ГБ", "{free} GB are free on the disk"),
        ("", "", ""),
    ),
    "disk_low": (
        (
            "Дискіде {free} ГБ ғана бос: {folder}",
            "На диске только {free} ГБ: {folder}",
            "Only {free} GB are free: {folder}",
        ),
        ("Орын босатыңыз", "Освободите место", "Free some space"),
    ),
    "folder_closed": (
        ("{folder} ішіне жазу мүмкін емес", "Нельзя писать в {folder}", "Cannot write to {folder}"),
        (
            "Рұқсатын түзеңіз немесе JARIYA_VAR беріңіз",
            "Исправьте права или задайте JARIYA_VAR",
            "Mend its permissions or set JARIYA_VAR",
        ),
    ),
    "secrets_good": (
        ("Құпиялар жабық сақталған", "Секреты закрыты", "Secrets are closed to others"),
        ("", "", ""),
    ),
    "secrets_open": (
        (
            "Құпия файлды басқалар оқи алады: {names}",
            "Секрет могут читать другие: {names}",
            "Others can read a secret: {names}",
        ),
        ("chmod 600 {names}", "chmod 600 {names}", "chmod 600 {names}"),
    ),
    "log_good": (
        ("Жария журнал толық әрі үздіксіз", "Публичный журнал ведётся", "The public record is kept"),
        ("", "", ""),
    ),
    "log_alarm": (
        (
            "«{name}» журналы тоқтап тұр: {said} ({when})",
            "Журнал «{name}» остановлен: {said} ({when})",
            "The log “{name}” stands still: {said} ({when})",
        ),
        (
            "docs/log.md ішінен осы кодты қараңыз; түзеткен соң: jariya log clear-alarms {name}",
            "Найдите этот код в docs/log.md; исправив: jariya log clear-alarms {name}",
            "Look the code up in docs/log.md; once mended: jariya log clear-alarms {name}",
        ),
    ),
    "log_waiting": (
        (
            "Журналға енбеген жазбалар: {count}",
            "Записей не внесено в журнал: {count}",
            "Entries that wait for the log: {count}",
        ),
        (
            "Тапсырма орындаушы жұмыс істеп тұр ма? Қолмен: jariya log sequence",
            "Работает ли исполнитель заданий? Вручную: jariya log sequence",
            "Does the job worker run? By hand: jariya log sequence",
        ),
    ),
    "scanner_good": (
        (
            "Вирус іздегіш жауап береді: {version}",
            "Антивирус отвечает: {version}",
            "The virus scanner answers: {version}",
        ),
        ("", "", ""),
    ),
    "scanner_none": (
        (
            "Вирус іздегіш қосылмаған: файлдар вирусқа тексерілмейді, беттер соны айтады",
            "Антивирус не подключён: файлы не проверяются на вирусы, и страницы об этом говорят",
            "No virus scanner is set up: files are not scanned, and pages say so",
        ),
        (
            "clamav-daemon орнатып, JARIYA_CLAMD көрсетіңіз: docs/adapters/clamd.md",
            "Установите clamav-daemon и укажите JARIYA_CLAMD: docs/adapters/clamd.md",
            "Install clamav-daemon and set JARIYA_CLAMD: docs/adapters/clamd.md",
        ),
    ),
    "scanner_down": (
        (
            "Вирус іздегіш жауап бермейді: {at}. Жаңа файлдар тексеруді күтіп тұр, оларды ешкім аша алмайды",
            "Антивирус не отвечает: {at}. Новые файлы ждут проверки, открыть их никто не может",
            "The virus scanner does not answer: {at}. New files wait for it and nobody can open them",
        ),
        (
            "clamd іске қосылған ба? JARIYA_CLAMD мекенжайы дұрыс па?",
            "Работает ли clamd? Верен ли адрес в JARIYA_CLAMD?",
            "Does clamd run? Is the address in JARIYA_CLAMD right?",
        ),
    ),
    "tables_good": (
        (
            "Ашық деректер кестелеріне сұраныстар орындалады",
            "Запросы к таблицам открытых данных выполняются",
            "Questions to tables of open data are answered",
        ),
        ("", "", ""),
    ),
    "tables_down": (
        (
            "Кестелерге сұраныстарды орындайтын процестер жоқ: әр веб-процесс өзінің бір жұмысшысын қолданады, баяу",
            "Нет процессов для запросов к таблицам: каждый веб-процесс держит одного своего исполнителя, это медленно",
            "No workers for questions to tables run: each web process keeps one of its own, which is slow",
        ),
        (
            "./run оларды өзі іске қосады; басқаша орнатылса: docs/operators.md",
            "./run запускает их сам; при другой установке: docs/operators.md",
            "./run starts them itself; in another installation see docs/operators.md",
        ),
    ),
    "moderators_good": (
        (
            "Петицияларды тексеретін модераторлар бар: {body}, {count}",
            "Петиции есть кому проверять: {body}, модераторов {count}",
            "Petitions have their moderators: {body}, {count}",
        ),
        ("", "", ""),
    ),
    "moderators_few": (
        (
            "Петицияларды тексеретін органда модератор жетіспейді: {body}, {count}; бас тартуға екеу керек",
            "В органе, который проверяет петиции, не хватает модераторов: {body}, {count}; для отказа нужны двое",
            "The body that checks petitions lacks moderators: {body}, {count}; a refusal needs two",
        ),
        ("jariya role grant", "jariya role grant", "jariya role grant"),
    ),
    "moderators_unnamed": (
        (
            "Петицияларды қай орган тексеретіні көрсетілмеген: ешкім петиция бере алмайды",
            "Не указано, какой орган проверяет петиции: никто не может подать петицию",
            "No body is named that checks petitions: nobody can submit one",
        ),
        ("jariya petitions desk BODY", "jariya petitions desk BODY", "jariya petitions desk BODY"),
    ),
    "zone_good": (("Алматы уақыты: UTC+5", "Время Алматы: UTC+5", "Time of Almaty: UTC+5"), ("", "", "")),
    "zone_old": (
        (
            "Уақыт белдеулерінің дерегі ескі: Алматы UTC+5 емес",
            "Данные часовых поясов устарели: Алматы не UTC+5",
            "The time zone data are old: Almaty is not UTC+5",
        ),
        ("./run setup", "./run setup", "./run setup"),
    ),
}

VERDICT: dict[str, Three] = {
    "good": ("Бәрі жақсы.", "Всё в порядке.", "All is well."),
    "warn": ("Ескертулер: {warn}.", "Предупреждений: {warn}.", "Warnings: {warn}."),
    "bad": (
        "Түзету керек: {bad}. Ескертулер: {warn}.",
        "Нужно исправить: {bad}. Предупреждений: {warn}.",
        "To be mended: {bad}. Warnings: {warn}.",
    ),
    "mend": ("Не істеу керек", "Что сделать", "What to do"),
}
