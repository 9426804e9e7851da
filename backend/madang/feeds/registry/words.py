"""Interface words of the registry in English, Korean, French and Spanish; a plan's own fields are in its wording."""

from collections.abc import Mapping

_TABLE: Mapping[str, tuple[str, str, str, str]] = {
    # key: en, ko, fr, es
    "title": ("Action plans", "실행계획", "Plans d’action", "Planes de acción"),
    "lead": (
        "What cities do at home with what they learned here.",
        "이곳에서 배운 것을 각 도시가 어떻게 실천하는지 보여 줍니다.",
        "Ce que les villes font chez elles de ce qu’elles ont appris ici.",
        "Lo que las ciudades hacen en casa con lo que aprendieron aquí.",
    ),
    "search": ("Search", "검색", "Rechercher", "Buscar"),
    "search_hint": (
        "City, title, organisation…",
        "도시, 제목, 기관…",
        "Ville, titre, organisation…",
        "Ciudad, título, organización…",
    ),
    "filter": ("Filter", "필터", "Filtrer", "Filtrar"),
    "filter.status": ("Where it stands", "진행 단계", "Avancement", "Situación"),
    "filter.owner": ("Whose plan", "작성 주체", "Auteur du plan", "De quién es"),
    "filter.country": ("Country", "국가", "Pays", "País"),
    "filter.pillar": ("Pillar", "분야", "Pilier", "Pilar"),
    "filter.strength": ("Field of strength", "강점 분야", "Domaine de force", "Ámbito de fortaleza"),
    "filter.sdg": (
        "Sustainable Development Goal",
        "지속가능발전목표",
        "Objectif de développement durable",
        "Objetivo de Desarrollo Sostenible",
    ),
    "apply": ("Show plans", "계획 보기", "Afficher les plans", "Mostrar los planes"),
    "clear": ("Clear all", "모두 지우기", "Tout effacer", "Borrar todo"),
    "found.one": ("One plan", "계획 1건", "Un plan", "Un plan"),
    "found.many": ("{n} plans", "계획 {n}건", "{n} plans", "{n} planes"),
    "none": (
        "No plan matches this search",
        "검색 조건에 맞는 계획이 없습니다",
        "Aucun plan ne correspond à cette recherche",
        "Ningún plan coincide con esta búsqueda",
    ),
    "empty": (
        "No plan has been published yet",
        "아직 공개된 계획이 없습니다",
        "Aucun plan n’est encore publié",
        "Aún no se ha publicado ningún plan",
    ),
    "empty_hint": (
        "Plans appear here once their city has agreed and the organisers have published them.",
        "도시가 동의하고 주최 측이 공개하면 이곳에 나타납니다.",
        "Les plans apparaissent ici une fois que la ville est d’accord et que les organisateurs les ont publiés.",
        "Los planes aparecen aquí cuando la ciudad está de acuerdo y la organización los ha publicado.",
    ),
    "actions.one": ("One action", "실행과제 1개", "Une action", "Una acción"),
    "actions.many": ("{n} actions", "실행과제 {n}개", "{n} actions", "{n} acciones"),
    "page": ("Page {n} of {of}", "{of}쪽 중 {n}쪽", "Page {n} sur {of}", "Página {n} de {of}"),
    "earlier": ("Previous page", "이전 쪽", "Page précédente", "Página anterior"),
    "later": ("Next page", "다음 쪽", "Page suivante", "Página siguiente"),
    "data": ("Open data", "공개 데이터", "Données ouvertes", "Datos abiertos"),
    "data.csv": ("Actions as CSV", "실행과제 CSV", "Actions en CSV", "Acciones en CSV"),
    "data.xlsx": ("Workbook (XLSX)", "엑셀(XLSX)", "Classeur (XLSX)", "Libro (XLSX)"),
    "data.json": ("JSON", "JSON", "JSON", "JSON"),
    "data.iati": ("JSON in IATI terms", "IATI 용어 JSON", "JSON aux termes de l’IATI", "JSON en términos de IATI"),
    "all": ("All action plans", "전체 실행계획", "Tous les plans d’action", "Todos los planes de acción"),
    "status.submitted": ("Handed in", "제출됨", "Remis", "Entregado"),
    "status.presented": ("Presented", "발표됨", "Présenté", "Presentado"),
    "status.endorsed": ("Endorsed", "승인됨", "Approuvé", "Respaldado"),
    "status.implementing": ("Being carried out", "이행 중", "En cours de réalisation", "En ejecución"),
    "status.closed": ("Completed", "종료됨", "Achevé", "Concluido"),
    "status.draft": ("Taken back to work on", "수정 중", "Repris pour être retravaillé", "Retomado para trabajarlo"),
    "owner.trainee": ("A trainee’s plan", "연수생의 계획", "Plan d’un participant", "Plan de un participante"),
    "owner.delegation": ("A city’s plan", "도시의 계획", "Plan d’une ville", "Plan de una ciudad"),
    "endorsed_by": ("Endorsed by {body}", "{body} 승인", "Approuvé par {body}", "Respaldado por {body}"),
    "reported": ("Report: {period}", "보고: {period}", "Rapport : {period}", "Informe: {period}"),
    "timeline": ("What happened so far", "지금까지의 경과", "Ce qui s’est passé", "Lo que ha ocurrido"),
    "period": ("{start} to {end}", "{start}부터 {end}까지", "Du {start} au {end}", "Del {start} al {end}"),
    "from": ("From {start}", "{start}부터", "À partir du {start}", "Desde el {start}"),
    "until": ("Until {end}", "{end}까지", "Jusqu’au {end}", "Hasta el {end}"),
    "inspired": ("Learned from", "배움의 출처", "Appris grâce à", "Aprendido en"),
    "version": (
        "Version {number}, published {when}",
        "제{number}판, {when} 공개",
        "Version {number}, publiée le {when}",
        "Versión {number}, publicada el {when}",
    ),
    "written_in": ("Written in {language}", "작성 언어: {language}", "Rédigé en {language}", "Escrito en {language}"),
    "progress": (
        "{done} of {all} milestones met",
        "이정표 {all}개 중 {done}개 달성",
        "{done} jalons atteints sur {all}",
        "{done} de {all} hitos alcanzados",
    ),
}  # fmt: skip
_ORDER = ("en", "ko", "fr", "es")
_WORDS = {lang: {key: row[at] for key, row in _TABLE.items()} for at, lang in enumerate(_ORDER)}


def say(lang: str, key: str, **values: object) -> str:
    """Return a sentence of the registry. Errors: KeyError for an unknown key or a missing value."""
    words = _WORDS[lang][key]
    return words.format(**values) if values else words


def count(lang: str, key: str, n: int) -> str:
    """Return a number of things in words, such as "3 actions"."""
    return say(lang, f"{key}.one") if n == 1 else say(lang, f"{key}.many", n=n)
