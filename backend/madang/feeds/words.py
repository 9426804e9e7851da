"""Interface words of public HTML and text in English, Korean, French and Spanish; dates and names from CLDR."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval
from babel.lists import format_list

_TABLE: Mapping[str, tuple[str, str, str, str]] = {
    # key: en, ko, fr, es
    "kind.orientation": ("Orientation", "오리엔테이션", "Orientation", "Orientación"),
    "kind.ceremony": ("Ceremony", "기념식", "Cérémonie", "Ceremonia"),
    "kind.keynote": ("Keynote", "기조연설", "Conférence introductive", "Conferencia magistral"),
    "kind.roundtable": ("Roundtable", "원탁회의", "Table ronde", "Mesa redonda"),
    "kind.plenary": ("Plenary", "전체회의", "Séance plénière", "Sesión plenaria"),
    "kind.thematic": ("Thematic session", "주제별 세션", "Séance thématique", "Sesión temática"),
    "kind.field_visit": ("Field visit", "현장 방문", "Visite de terrain", "Visita de campo"),
    "kind.recap": ("Recap", "되돌아보기", "Récapitulatif", "Recapitulación"),
    "kind.presentation": ("Presentation", "발표", "Présentation", "Presentación"),
    "kind.closing": ("Closing", "폐회", "Clôture", "Clausura"),
    "kind.meal": ("Meal", "식사", "Repas", "Comida"),
    "kind.coffee_break": ("Coffee break", "휴식", "Pause-café", "Pausa para el café"),
    "kind.social": ("Social event", "교류 행사", "Moment convivial", "Encuentro social"),
    "status.tentative": ("Tentative", "잠정", "Provisoire", "Provisional"),
    "status.confirmed": ("Confirmed", "확정", "Confirmé", "Confirmado"),
    "status.changed": ("Changed", "변경됨", "Modifié", "Modificado"),
    "status.cancelled": ("Cancelled", "취소됨", "Annulé", "Cancelado"),
    # What the person does rather than who they are: French and Spanish need no gender then.
    "role.keynote_speaker": ("Keynote speaker", "기조연설", "Conférence introductive", "Conferencia magistral"),
    "role.moderator": ("Moderator", "진행", "Modération", "Moderación"),
    "role.panellist": ("Panellist", "토론", "Panel", "Panel"),
    "role.presenter": ("Presenter", "발표", "Présentation", "Presentación"),
    "role.host": ("Host", "맞이", "Accueil", "Acogida"),
    "role.interpreter": ("Interpreter", "통역", "Interprétation", "Interpretación"),
    "to_be_announced": ("To be announced", "추후 공지", "À annoncer", "Por anunciar"),
    "own_schedule": ("My schedule: {title}", "내 일정: {title}", "Mon programme : {title}", "Mi programa: {title}"),
    "own_role": ("You: {roles}", "내 역할: {roles}", "Vous : {roles}", "Usted: {roles}"),
    "meets_at": (
        "Meet at {time}: {place}",
        "{time} 집합: {place}",
        "Rendez-vous à {time} : {place}",
        "Encuentro a las {time}: {place}",
    ),
    "meets": ("Meeting point: {place}", "집합 장소: {place}", "Rendez-vous : {place}", "Encuentro: {place}"),
    "meets_then": ("Meet at {time}", "{time} 집합", "Rendez-vous à {time}", "Encuentro a las {time}"),
    "visit_waiting": (
        "You are on the waiting list for a place",
        "자리를 기다리고 있습니다",
        "Vous êtes sur liste d’attente pour une place",
        "Está en la lista de espera de una plaza",
    ),
    "visit_undecided": (
        "You have no place on one of these yet",
        "아직 배정된 방문이 없습니다",
        "Aucune de ces visites ne vous est encore attribuée",
        "Aún no tiene plaza en ninguna de estas visitas",
    ),
    "spoken": ("In {languages}", "진행 언어: {languages}", "En {languages}", "En {languages}"),
    "interpretation.simultaneous": (
        "Simultaneous interpretation: {language}",
        "동시통역: {language}",
        "Interprétation simultanée : {language}",
        "Interpretación simultánea: {language}",
    ),
    "interpretation.consecutive": (
        "Consecutive interpretation: {language}",
        "순차통역: {language}",
        "Interprétation consécutive : {language}",
        "Interpretación consecutiva: {language}",
    ),
    "interpretation.sign": (
        "Sign interpretation: {language}",
        "수어통역: {language}",
        "Interprétation en langue des signes : {language}",
        "Interpretación en lengua de señas: {language}",
    ),
    "interpretation.captions": (
        "Captions: {language}",
        "자막: {language}",
        "Sous-titres : {language}",
        "Subtítulos: {language}",
    ),
    "all_day_here": (
        "All sessions in {place} unless another place is named",
        "따로 표시하지 않은 세션은 모두 {place}에서 열립니다",
        "Toutes les séances à cet endroit, sauf autre mention : {place}",
        "Todas las sesiones en este lugar, salvo otra indicación: {place}",
    ),
    "zone_offset": ("{zone} ({offset})", "{zone}({offset})", "{zone} ({offset})", "{zone} ({offset})"),
    "zone": ("{city} time", "{city} 시간", "heure de {city}", "hora de {city}"),
    "times_in": (
        "All times in {zone}",
        "모든 시각은 {zone} 기준입니다",
        "Tous les horaires : {zone}",
        "Todos los horarios: {zone}",
    ),
    "free": ("Free time, {length}", "자유 시간 {length}", "Temps libre, {length}", "Tiempo libre, {length}"),
    "hours": ("{h} h", "{h}시간", "{h} h", "{h} h"),
    "minutes": ("{m} min", "{m}분", "{m} min", "{m} min"),
    "hours_minutes": ("{h} h {m} min", "{h}시간 {m}분", "{h} h {m} min", "{h} h {m} min"),
    "parallel": ("At the same time", "동시에 진행", "En parallèle", "En paralelo"),
    "choose": (
        "{n} itineraries to choose from",
        "{n}개 일정 중 하나를 선택합니다",
        "{n} itinéraires au choix",
        "{n} itinerarios a elegir",
    ),
    "stops": ("Stops", "방문지", "Étapes", "Paradas"),
    "topics": ("Topics", "주제", "Thèmes", "Temas"),
    "day_empty": (
        "No session on this day yet",
        "이날은 아직 세션이 없습니다",
        "Aucune séance ce jour pour le moment",
        "Aún no hay sesiones este día",
    ),
    "days": ("Days", "날짜", "Jours", "Días"),
    "empty": (
        "The programme is being prepared",
        "프로그램을 준비하고 있습니다",
        "Le programme est en préparation",
        "El programa está en preparación",
    ),
    "empty_hint": (
        "Sessions appear here as soon as they are published. Subscribe to the calendar and they come to you.",
        "세션은 게시되는 대로 여기에 나타납니다. 캘린더를 구독하면 자동으로 받아 볼 수 있습니다.",
        "Les séances apparaîtront ici dès leur publication. Abonnez-vous au calendrier pour les recevoir.",
        "Las sesiones aparecerán aquí en cuanto se publiquen. Suscríbase al calendario para recibirlas.",
    ),
    "no_match": (
        "No session matches this selection",
        "선택한 조건에 맞는 세션이 없습니다",
        "Aucune séance ne correspond à cette sélection",
        "Ninguna sesión coincide con esta selección",
    ),
    "whole_agenda": ("See the whole programme", "전체 프로그램 보기", "Voir tout le programme", "Ver todo el programa"),
    "programme": ("Programme", "프로그램", "Programme", "Programa"),
    "language": ("Language", "언어", "Langue", "Idioma"),
    "timezone": ("Time zone", "시간대", "Fuseau horaire", "Zona horaria"),
    "timezone_chosen": (
        "Time zone: {city}",
        "시간대: {city}",
        "Fuseau horaire : {city}",
        "Zona horaria: {city}",
    ),
    "formats": ("Other formats", "다른 형식", "Autres formats", "Otros formatos"),
    "format.ics": ("Calendar", "캘린더", "Calendrier", "Calendario"),
    "format.html": ("Print", "인쇄용", "Imprimer", "Imprimir"),
    "format.txt": ("Plain text", "텍스트", "Texte brut", "Texto sin formato"),
    "format.json": ("Data", "데이터", "Données", "Datos"),
    "release": (
        "Version {number}, published {when}",
        "제{number}판, {when} 게시",
        "Version {number}, publiée le {when}",
        "Versión {number}, publicada el {when}",
    ),
    "pinned": (
        "This is version {number} as it was published. The programme may have changed since.",
        "게시 당시의 제{number}판입니다. 이후 프로그램이 바뀌었을 수 있습니다.",
        "Ceci est la version {number} telle que publiée. Le programme a pu changer depuis.",
        "Esta es la versión {number} tal como se publicó. El programa puede haber cambiado desde entonces.",
    ),
    "current": ("Current programme", "현재 프로그램", "Programme actuel", "Programa actual"),
    # The toolbar that <madang-agenda> shows; {} is filled in by it.
    "tool.search": ("Search", "검색", "Rechercher", "Buscar"),
    "tool.filter": ("Filter", "필터", "Filtrer", "Filtrar"),
    "tool.day": ("Day", "날짜", "Jour", "Día"),
    "tool.kind": ("Kind", "종류", "Type", "Tipo"),
    "tool.topic": ("Topic", "주제", "Thème", "Tema"),
    "tool.site": ("Place", "장소", "Lieu", "Lugar"),
    "tool.clear": ("Clear all", "모두 지우기", "Tout effacer", "Borrar todo"),
    "tool.starred": ("★ Starred", "★ 별표", "★ Favoris", "★ Favoritas"),
    "tool.star": ("Star: {}", "별표: {}", "Favori : {}", "Favorita: {}"),
    "tool.mine": ("My time", "내 시간", "Mon heure", "Mi hora"),
    "tool.calendar": ("Add to calendar", "캘린더에 추가", "Ajouter au calendrier", "Añadir al calendario"),
    "tool.add": ("Add to calendar: {}", "캘린더에 추가: {}", "Ajouter au calendrier : {}", "Añadir al calendario: {}"),
    "tool.subscribe": ("Subscribe", "구독", "S’abonner", "Suscribirse"),
    "tool.download": ("Download .ics", ".ics 내려받기", "Télécharger .ics", "Descargar .ics"),
    "tool.download_starred": (
        "Download starred .ics",
        "별표 세션 .ics 내려받기",
        "Télécharger les favoris .ics",
        "Descargar favoritas .ics",
    ),
    "tool.hint": (
        "A subscribed calendar follows every change.",
        "구독한 캘린더에는 변경 사항이 자동으로 반영됩니다.",
        "Un calendrier abonné suit chaque changement.",
        "Un calendario suscrito sigue cada cambio.",
    ),
    "tool.now": ("Now", "지금", "En cours", "Ahora"),
    "tool.next": ("Next", "다음", "Ensuite", "A continuación"),
    "tool.shown": ("Sessions shown: {}", "표시된 세션: {}", "Séances affichées : {}", "Sesiones mostradas: {}"),
    "tool.none": (
        "No session matches this selection.",
        "선택한 조건에 맞는 세션이 없습니다.",
        "Aucune séance ne correspond à cette sélection.",
        "Ninguna sesión coincide con esta selección.",
    ),
    "tool.stale": (
        "No connection. This is the programme as of {}; changes will appear by themselves.",
        "연결이 끊겼습니다. {} 기준 프로그램이며, 변경 사항은 자동으로 표시됩니다.",
        "Pas de connexion. Programme tel qu’à {} ; les changements apparaîtront d’eux-mêmes.",
        "Sin conexión. Programa a las {}; los cambios aparecerán por sí solos.",
    ),
    "tool.changed": (
        "The programme has been updated. {}",
        "프로그램이 갱신되었습니다. {}",
        "Le programme a été mis à jour. {}",
        "El programa se ha actualizado. {}",
    ),
}  # fmt: skip
# CLDR knows this zone as Toronto's; the network's seat has its own name.
_CITIES = {"America/Montreal": {"en": "Montréal", "ko": "몬트리올", "fr": "Montréal", "es": "Montreal"}}
UI_LANGUAGES = ("en", "ko", "fr", "es")
_WORDS = {lang: {key: row[i] for key, row in _TABLE.items()} for i, lang in enumerate(UI_LANGUAGES)}
# A weekday before day and month; CLDR has this skeleton for English only.
_DAY = {"en": "EEEE d MMMM", "ko": "MMMM d일 EEEE", "fr": "EEEE d MMMM", "es": "EEEE d 'de' MMMM"}
_SHORT_DAY = {"en": "EEE d MMM", "ko": "M월 d일 (EEE)", "fr": "EEE d MMM", "es": "EEE d MMM"}
_MOMENT = {
    "en": "d MMMM y",
    "ko": "y년 M월 d일",
    "fr": "d MMMM y",
    "es": "d 'de' MMMM 'de' y",
}


def interface_language(lang: str, default: str) -> str:
    """Return the interface language nearest to `lang`, else to the edition's default, else English."""
    for wanted in (lang, default):
        base = wanted.split("-")[0]
        if base in UI_LANGUAGES:
            return base
    return UI_LANGUAGES[0]


@dataclass(frozen=True)
class Interface:
    """Words, dates and names in one interface language."""

    lang: str

    def say(self, key: str, **values: object) -> str:
        """Return the sentence `key` with its values. Errors: KeyError for an unknown key or a missing value."""
        return _WORDS[self.lang][key].format(**values) if values else _WORDS[self.lang][key]

    def day(self, day: date) -> str:
        """Return a day as a heading, such as "Monday 28 October"."""
        return capital(format_date(day, _DAY[self.lang], locale=_locale(self.lang)))

    def short_day(self, day: date) -> str:
        """Return a day beside a time, such as "Mon 28 Oct"."""
        return capital(format_date(day, _SHORT_DAY[self.lang], locale=_locale(self.lang)))

    def days(self, first: date, last: date) -> str:
        """Return a span of days with its year, such as "28 Oct – 1 Nov 2019"."""
        if first == last:
            return format_date(first, _MOMENT[self.lang], locale=_locale(self.lang))
        return format_interval(first, last, "yMMMMd", locale=_locale(self.lang))

    def moment(self, moment: datetime) -> str:
        """Return a moment in its own zone, such as "20 October 2019, 09:00"."""
        return f"{format_date(moment.date(), _MOMENT[self.lang], locale=_locale(self.lang))}, {moment:%H:%M}"

    def length(self, span: timedelta) -> str:
        """Return a length in hours and minutes, such as "1 h 30 min"."""
        hours, minutes = divmod(round(span.total_seconds() / 60), 60)
        key = "hours_minutes" if hours and minutes else "hours" if hours else "minutes"
        return self.say(key, h=hours, m=minutes)

    def language(self, tag: str) -> str:
        """Return a language's name, or its tag when CLDR has none."""
        try:
            named = Locale.parse(tag, sep="-").get_display_name(_locale(self.lang))
        except (UnknownLocaleError, ValueError):
            named = None
        return named or _locale(self.lang).languages.get(tag.split("-", maxsplit=1)[0]) or tag

    def list(self, parts: Iterable[str]) -> str:
        """Return parts as a list in words, such as "English and Korean"."""
        return format_list(list(parts), locale=_locale(self.lang))

    def city(self, zone: str) -> str:
        """Return the city of an IANA zone; its own name where CLDR would merge it into a bigger neighbour."""
        if zone in ("UTC", "Etc/UTC"):
            return "UTC"
        known = _CITIES.get(zone, {}).get(self.lang) or _locale(self.lang).time_zones.get(zone, {}).get("city")
        return str(known or zone.rsplit("/", 1)[-1].replace("_", " "))

    def zone(self, zone: str) -> str:
        """Return a zone as people say it, such as "Seoul time"; "UTC" stays as it is."""
        city = self.city(zone)
        return city if city == "UTC" else self.say("zone", city=city)


@cache
def _locale(lang: str) -> Locale:
    # British order, "28 October": the weekday stands first everywhere in this interface.
    return Locale.parse("en_GB" if lang == "en" else lang)


@cache
def interface(lang: str) -> Interface:
    """Return the words of one of `UI_LANGUAGES`."""
    return Interface(lang)


def own_name(tag: str) -> str:
    """Return a language's name in itself, such as "한국어", or its tag when CLDR has none."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return capital(name) if name else tag


def capital(text: str) -> str:
    """Return text that stands alone: CLDR writes French and Spanish days and languages as within a sentence."""
    return text[:1].upper() + text[1:]
