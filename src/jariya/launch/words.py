"""Every sentence of the launcher in Kazakh, Russian and English; catalogues are not compiled yet when it speaks."""

WORDS: dict[str, tuple[str, str, str]] = {
    # steps
    "step_venv": (
        "Python {version} ортасы (.venv) жасалып жатыр",
        "Создаётся окружение Python {version} (.venv)",
        "Making the Python {version} environment (.venv)",
    ),
    "step_packages": ("Пакеттер орнатылып жатыр", "Устанавливаются пакеты", "Installing packages"),
    "step_wait_setup": (
        "Басқа терезедегі орнатудың бітуін күту",
        "Ожидание установки, начатой в другом окне",
        "Waiting for an installation in another window",
    ),
    "step_catalogues": ("Аудармалар құрастырылып жатыр", "Собираются переводы", "Compiling translations"),
    "step_postgres": (
        "PostgreSQL {version} іске қосылып жатыр",
        "Запускается PostgreSQL {version}",
        "Starting PostgreSQL {version}",
    ),
    "step_migrate": ("Дерекқор кестелері дайындалып жатыр", "Готовятся таблицы базы", "Preparing the database tables"),
    "step_gather": (
        "Беттердің файлдары жиналып, сығылып жатыр",
        "Собираются и сжимаются файлы страниц",
        "Gathering and compressing the pages' files",
    ),
    "step_nation": (
        "Тізілімдер мен шағын үлгі ел жүктеліп жатыр",
        "Загружаются реестры и малая вымышленная страна",
        "Loading the registers and a small invented nation",
    ),
    "step_testca": (
        "TEST куәландырушы орталығы мен ойдан шығарылған адамдардың кілттері жасалып жатыр",
        "Создаётся TEST-удостоверяющий центр и ключи вымышленных людей",
        "Making the TEST certification authority and keys of invented people",
    ),
    "step_web": ("Веб-сервер іске қосылып жатыр", "Запускается веб-сервер", "Starting the web server"),
    "step_browser": ("Chromium орнатылып жатыр", "Устанавливается Chromium", "Installing Chromium"),
    # parts
    "part_web": ("веб-сервер", "веб-сервер", "web server"),
    "part_transfers": ("файл алмасу сервері", "сервер передачи файлов", "transfer server"),
    "part_worker": ("тапсырма орындаушы", "исполнитель заданий", "job worker"),
    "part_sequencer": ("петиция қолдарын санаушы", "счётчик подписей петиций", "counter of petitions' signatures"),
    "part_tables": ("ашық деректер кестелеріне сұраныстар", "запросы к таблицам данных", "questions to tables of data"),
    "part_mail": ("жергілікті пошта", "локальная почта", "local mail"),
    "part_replies": ("хатқа жауаптар есігі", "приём ответов по почте", "door for replies by mail"),
    "part_appeals": (
        "жолданымдар жүйесінің тренажёры",
        "тренажёр системы обращений",
        "simulator of the system for appeals",
    ),
    "part_sms": ("SMS тренажёры", "тренажёр SMS", "SMS simulator"),
    "part_authority": (
        "TEST куәландырушы орталығы",
        "TEST-удостоверяющий центр",
        "TEST certification authority",
    ),
    "part_signer": ("TEST NCALayer мен eGov Mobile", "TEST NCALayer и eGov Mobile", "TEST NCALayer and eGov Mobile"),
    "part_identity": (
        "TEST сәйкестендіру қызметі",
        "TEST-служба идентификации",
        "TEST identity service",
    ),
    "part_witness": ("жария журналдың куәгері", "свидетель публичного журнала", "witness of the public record"),
    "part_postgres": ("PostgreSQL", "PostgreSQL", "PostgreSQL"),
    "part_died": (
        "! {name} тоқтап қалды (код {code}); {pause} секундтан кейін қайта қосылады. Журнал: {log}",
        "! Остановилось: {name} (код {code}); новый запуск через {pause} с. Журнал: {log}",
        "! The {name} stopped (code {code}); starting it again in {pause} s. Log: {log}",
    ),
    "part_again": ("✓ {name} қайта қосылды", "✓ Снова работает: {name}", "✓ The {name} runs again"),
    # good news
    "ready": (
        "Жария дайын: {url}   ({seconds} с)",
        "Жария готова: {url}   ({seconds} с)",
        "Jariya is ready: {url}   ({seconds} s)",
    ),
    "ready_mail": ("Жіберілген хаттар: {url}", "Отправленные письма: {url}", "Letters it sent: {url}"),
    "ready_appeals": (
        "Жолданымдар жүйесі (ТЕСТ): {url}",
        "Система обращений (ТЕСТ): {url}",
        "System for appeals (TEST): {url}",
    ),
    "ready_sms": ("Жіберілген SMS: {url}", "Отправленные SMS: {url}", "SMS it sent: {url}"),
    "ready_signer": (
        "Қол қоюға арналған TEST терезелері: NCALayer {url} · eGov Mobile {url}/mobile",
        "TEST-окна для подписи: NCALayer {url} · eGov Mobile {url}/mobile",
        "TEST windows to sign with: NCALayer {url} · eGov Mobile {url}/mobile",
    ),
    "ready_identity": (
        "TEST сәйкестендіру қызметі: {url}",
        "TEST-служба идентификации: {url}",
        "TEST identity service: {url}",
    ),
    "how_to_sign": (
        "  Сайтта «Қол қою» дегенді басып, терезеден адамды таңдаңыз. Кілт иелері: .venv/bin/jariya testca show",
        "  Нажмите на сайте «Подписать» и выберите человека в окне. У кого есть ключи: .venv/bin/jariya testca show",
        "  Press “Sign” on the site and choose a person in the window. Who has keys: .venv/bin/jariya testca show",
    ),
    "persons": (
        "Ойдан шығарылған адамдар (кіру беті: {url}/kk/sign-in/demo/):",
        "Вымышленные люди (вход: {url}/ru/sign-in/demo/):",
        "Invented persons (sign in at {url}/en/sign-in/demo/):",
    ),
    "how_to_stop": ("Тоқтату үшін: Ctrl-C", "Остановить: Ctrl-C", "To stop: Ctrl-C"),
    "stopping": ("Тоқтатылып жатыр …", "Останавливается …", "Stopping …"),
    "stopped": ("Бәрі тоқтатылды.", "Всё остановлено.", "Everything is stopped."),
    "set_up": ("Орнатылды. Іске қосу: ./run", "Установлено. Запуск: ./run", "Installed. Start it with ./run"),
    "already_running": (
        "Жария онсыз да жұмыс істеп тұр: {url} (процесс {pid}). Тоқтату: ./run stop",
        "Жария уже работает: {url} (процесс {pid}). Остановить: ./run stop",
        "Jariya runs already: {url} (process {pid}). Stop it with ./run stop",
    ),
    "not_running": (
        "Жария іске қосылмаған. Қосу: ./run",
        "Жария не запущена. Запуск: ./run",
        "Jariya is not running. Start it with ./run",
    ),
    "orphans": (
        "Алдыңғы іске қосудан қалған {count} процесс жабылды.",
        "Закрыто процессов, оставшихся от прошлого запуска: {count}.",
        "Ended {count} processes that the last start left behind.",
    ),
    "port_moved": (
        "{port} порты бос емес, сондықтан {free} алынды. Басқасын таңдау: ./run --port N",
        "Порт {port} занят, поэтому взят {free}. Выбрать другой: ./run --port N",
        "Port {port} is taken, so {free} is used. Choose another with ./run --port N",
    ),
    "reset_ask": (
        "{folder} ішіндегі дерекқор, хаттар және файлдар жойылады. Жалғастыру үшін «yes» деп жазыңыз: ",
        "Будут удалены база, письма и файлы в {folder}. Чтобы продолжить, напишите yes: ",
        "The database, letters and files in {folder} will be deleted. Type yes to go on: ",
    ),
    "reset_done": (
        "Жойылды. Жаңадан бастау: ./run",
        "Удалено. Начать заново: ./run",
        "Deleted. Start afresh with ./run",
    ),
    "reset_not": ("Ештеңе жойылған жоқ.", "Ничего не удалено.", "Nothing was deleted."),
    "reset_foreign": (
        "DATABASE_URL көрсеткен дерекқорға тиіскен жоқпыз: керек болса, оны өзіңіз жойыңыз.",
        "База из DATABASE_URL не тронута: если нужно, удалите её сами.",
        "The database of DATABASE_URL was left alone: drop it yourself if you wish.",
    ),
    # trouble: what happened and the way out
    "unsupported": (
        "{system} жүйесіне дайын пакеттер жоқ: glibc негізіндегі Linux (x86-64, ARM64) немесе macOS қажет.",
        "Для {system} нет готовых пакетов: нужен Linux на glibc (x86-64, ARM64) или macOS.",
        "There are no ready-made packages for {system}: use glibc Linux (x86-64, ARM64) or macOS.",
    ),
    "venv_broken": (
        "{folder} бүлінген: оны жойып, ./run командасын қайта беріңіз.",
        "Окружение {folder} повреждено: удалите его и повторите ./run.",
        "{folder} is broken: delete it and type ./run again.",
    ),
    "no_installer": (
        "uv де, pip те табылмады: біреуін орнатыңыз (Debian: apt install python3-pip) немесе PIP_INDEX_URL беріңіз.",
        "Нет ни uv, ни pip: установите один из них (Debian: apt install python3-pip) или задайте PIP_INDEX_URL.",
        "Neither uv nor pip was found: install one (Debian: apt install python3-pip) or set PIP_INDEX_URL.",
    ),
    "packages_failed": (
        "Пакеттер орнатылмады: {said} Желіні тексеріп, ./run командасын қайта беріңіз. Журнал: {log}",
        "Пакеты не установились: {said} Проверьте сеть и повторите ./run. Журнал: {log}",
        "The packages could not be installed: {said} Check the network and type ./run again. Log: {log}",
    ),
    "catalogues_broken": (
        "Аударма файлы бүлінген: {said} Журнал: {log}",
        "Файл перевода повреждён: {said} Журнал: {log}",
        "A translation file is broken: {said} Log: {log}",
    ),
    "disk_full": (
        "Дискіде орын қалмады ({folder}): орын босатып, ./run командасын қайта беріңіз.",
        "На диске не осталось места ({folder}): освободите место и повторите ./run.",
        "The disk is full ({folder}): free some space and type ./run again.",
    ),
    "disk_nearly_full": (
        "Дискіде {free} МБ бос, ал {needed} МБ керек ({folder}): орын босатып, ./run командасын қайта беріңіз.",
        "На диске свободно {free} МБ, нужно {needed} МБ ({folder}): освободите место и повторите ./run.",
        "Only {free} MB are free and {needed} MB are needed ({folder}): free some space and type ./run again.",
    ),
    "cannot_write": (
        "{folder} ішіне жазу мүмкін емес ({said}): рұқсатын түзеңіз немесе JARIYA_VAR арқылы басқа қапшық беріңіз.",
        "Нельзя писать в {folder} ({said}): исправьте права или укажите другую папку в JARIYA_VAR.",
        "Cannot write to {folder} ({said}): mend its permissions or name another folder in JARIYA_VAR.",
    ),
    "port_impossible": (
        "{port} порты жоқ: 1 мен 65534 арасындағы санды таңдаңыз.",
        "Порта {port} не бывает: выберите число от 1 до 65534.",
        "There is no port {port}: choose a number from 1 to 65534.",
    ),
    "port_taken": (
        "{port} портын басқа бағдарлама алып тұр: оны тоқтатыңыз немесе ./run --port {other} деңіз.",
        "Порт {port} занят другой программой: остановите её или возьмите ./run --port {other}.",
        "Port {port} is taken by another program: stop that one or type ./run --port {other}.",
    ),
    "no_port": (
        "{port} нөмірінен бастап бос порт табылмады: ./run --port N арқылы басқасын таңдаңыз.",
        "Начиная с {port} нет свободных портов: выберите другой через ./run --port N.",
        "No free port was found from {port} on: choose another with ./run --port N.",
    ),
    "already_starting": (
        "Басқа терезе дәл қазір іске қосып жатыр: сәл күтіңіз немесе ./run stop деңіз.",
        "Запуск уже идёт в другом окне: подождите или дайте команду ./run stop.",
        "Another window is starting it right now: wait a moment or type ./run stop.",
    ),
    "no_postgres": (
        "PostgreSQL 15+ табылмады: орнатыңыз (Debian: apt install postgresql) немесе DATABASE_URL беріңіз.",
        "PostgreSQL 15+ не найден: установите его (Debian: apt install postgresql) или задайте DATABASE_URL.",
        "No PostgreSQL 15 or newer was found: install one (Debian: apt install postgresql) or set DATABASE_URL.",
    ),
    "postgres_gone": (
        "{folder} деректері PostgreSQL {version} нұсқасынікі, ал ол жоқ: соны орнатыңыз немесе ./run reset деңіз.",
        "Данные {folder} созданы в PostgreSQL {version}, а его нет: установите эту версию или дайте ./run reset.",
        "The data in {folder} need PostgreSQL {version}, which is not here: install it or type ./run reset.",
    ),
    "postgres_failed": (
        "PostgreSQL іске қосылмады: {said} Журнал: {log}. Демо деректер керек болмаса: ./run reset",
        "PostgreSQL не запустился: {said} Журнал: {log}. Если демо-данные не нужны: ./run reset",
        "PostgreSQL did not start: {said} Log: {log}. If the demo data may go: ./run reset",
    ),
    "database_unreachable": (
        "Дерекқорға қосылу мүмкін болмады: {said} DATABASE_URL мәнін тексеріңіз немесе оны алып тастаңыз.",
        "Нет связи с базой: {said} Проверьте DATABASE_URL или уберите его.",
        "The database cannot be reached: {said} Check DATABASE_URL, or unset it to use the built-in one.",
    ),
    "database_missing": (
        "«{name}» дерекқоры жоқ, оны жасау мүмкін болмады: {said} Оны қолмен жасаңыз: createdb {name}",
        "Базы «{name}» нет, и создать её не удалось: {said} Создайте её сами: createdb {name}",
        "There is no database “{name}” and it could not be made: {said} Make it yourself: createdb {name}",
    ),
    "database_old": (
        "Дерекқор PostgreSQL {version}, ал 15 не одан жаңасы керек: серверді жаңартыңыз.",
        "База на PostgreSQL {version}, а нужен 15 или новее: обновите сервер.",
        "The database is PostgreSQL {version}; 15 or newer is needed: upgrade the server.",
    ),
    "database_encoding": (
        "Дерекқор кодтамасы {encoding}, ал UTF8 керек: дерекқорды ENCODING 'UTF8' деп қайта жасаңыз.",
        "Кодировка базы {encoding}, а нужна UTF8: создайте базу заново с ENCODING 'UTF8'.",
        "The database's encoding is {encoding} and must be UTF8: make it again with ENCODING 'UTF8'.",
    ),
    "database_trigrams": (
        "Серверде pg_trgm кеңейтімі жоқ: postgresql-contrib пакетін орнатыңыз.",
        "На сервере нет расширения pg_trgm: установите пакет postgresql-contrib.",
        "The server lacks the extension pg_trgm: install the package postgresql-contrib.",
    ),
    "migrate_failed": (
        "Дерекқор кестелерін дайындау сәтсіз болды: {said} Журнал: {log}. Демо деректер керек болмаса: ./run reset",
        "Таблицы базы не подготовлены: {said} Журнал: {log}. Если демо-данные не нужны: ./run reset",
        "The database tables could not be prepared: {said} Log: {log}. If the demo data may go: ./run reset",
    ),
    "testca_failed": (
        "TEST куәландырушы орталығы жасалмады: {said} Журнал: {log}. Жаңадан: {folder} қапшығын жойып, ./run беріңіз.",
        "TEST-удостоверяющий центр не создан: {said} Журнал: {log}. Заново: удалите {folder} и дайте ./run.",
        "The TEST certification authority was not made: {said} Log: {log}. Afresh: delete {folder} and type ./run",
    ),
    "gather_failed": (
        "Беттердің файлдары жиналмады: {said} Журнал: {log}. Орын мен рұқсаттарды тексеріп, ./run қайталаңыз.",
        "Файлы страниц не собраны: {said} Журнал: {log}. Проверьте место и права и повторите ./run.",
        "The pages' files could not be gathered: {said} Log: {log}. Check space and permissions, type ./run again.",
    ),
    "nation_failed": (
        "Тізілімдер жүктелмеді: {said} Журнал: {log}. Қайта бастау: ./run reset",
        "Реестры не загрузились: {said} Журнал: {log}. Начать заново: ./run reset",
        "The registers could not be loaded: {said} Log: {log}. Start afresh with ./run reset",
    ),
    "web_failed": (
        "Веб-сервер іске қосылмады: {said} Журнал: {log}. Тексеру: .venv/bin/jariya doctor",
        "Веб-сервер не запустился: {said} Журнал: {log}. Проверка: .venv/bin/jariya doctor",
        "The web server did not start: {said} Log: {log}. Look closer with .venv/bin/jariya doctor",
    ),
    "web_errors": (
        "! Бет {status} қатесін қайтарды. Журнал: {log}",
        "! Страница отвечает ошибкой {status}. Журнал: {log}",
        "! The page answers with error {status}. Log: {log}",
    ),
    "no_browser": (
        "Chromium табылмады. Бір рет мынаны теріңіз: {command}",
        "Chromium не найден. Наберите один раз: {command}",
        "No Chromium was found. Type once: {command}",
    ),
    "unknown_command": (
        "«{word}» деген команда жоқ: ./run help",
        "Нет команды «{word}»: ./run help",
        "There is no command “{word}”: ./run help",
    ),
    "unexpected": (
        "Күтпеген қате: {said}. Толығы мына журналда: {log}. Қайта беріп көріңіз: ./run",
        "Непредвиденная ошибка: {said}. Подробности в {log}. Повторите: ./run",
        "Something unexpected went wrong: {said}. Details are in {log}. Try ./run again",
    ),
    "help": (
        """Жария: бір команда ашық мемлекетті іске қосады.

  ./run [--port N]                 орнату және іске қосу (Ctrl-C тоқтатады)
  ./run setup                      тек орнату
  ./run status                     не жұмыс істеп тұр
  ./run stop                       тоқтату
  ./run reset [--yes]              демо деректерді жою
  ./run shell                      дерекқоры бар Python
  ./run nation --size small|full [--budgets DIR]   үлгі ел жасау; қалтадағы ресми бюджет есептері
  ./run test [--all] [--stage АТ] [pytest аргументтері]   барлық тексеріс

Қалғаны: .venv/bin/jariya --help, docs/operators.md""",
        """Жария: одна команда запускает открытое государство.

  ./run [--port N]                 установить и запустить (Ctrl-C остановит)
  ./run setup                      только установить
  ./run status                     что работает
  ./run stop                       остановить
  ./run reset [--yes]              удалить демо-данные
  ./run shell                      Python с базой
  ./run nation --size small|full [--budgets DIR]   создать вымышленную страну; официальные отчёты о бюджете из папки
  ./run test [--all] [--stage ИМЯ] [аргументы pytest]   все проверки

Остальное: .venv/bin/jariya --help, docs/operators.md""",
        """Jariya: one command starts an open state.

  ./run [--port N]                 install and start (Ctrl-C stops it)
  ./run setup                      install only
  ./run status                     what is running
  ./run stop                       stop it
  ./run reset [--yes]              delete the demo data
  ./run shell                      Python with the database
  ./run nation --size small|full [--budgets DIR]   make an invented nation; official budget reports of a folder
  ./run test [--all] [--stage NAME] [pytest arguments]   every check

The rest: .venv/bin/jariya --help, docs/operators.md""",
    ),
}
