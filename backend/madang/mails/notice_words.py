"""What has changed for somebody, in sentences: for mails, and for texts to paste into a chat."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from madang.core.text import in_language
from madang.mails.words import WORDS, choose_language, say_list, say_moment, say_span
from madang.notices.models import Announcement, AnnouncementKind
from madang.notices.rules import What
from madang.programme.models import Edition


class NoticeWriter:
    """Writes what has changed in one language, in the time of one edition."""

    def __init__(self, edition: Edition, language: str) -> None:
        self._edition = edition
        self._language = language
        self._words: Mapping[str, Any] = WORDS[language]

    def say_all(self, items: Iterable[Mapping[str, Any]]) -> list[str]:
        """Return a paragraph for each item."""
        return [self.say(item) for item in items]

    def say(self, item: Mapping[str, Any]) -> str:
        """Return what has changed in a line, when and where it was and is in others, and why."""
        words, roles = self._words["notice"], self._words["session_roles"]
        sentence: str = words[_name(item)]
        said = sentence.format(
            **{name: self._say(item[name]) for name in ("session", "option", "old_option", "stop")},
            role=roles.get(item["role"], ""),
            old_role=roles.get(item["old_role"], ""),
        )
        return "\n".join([said, *self._say_points(item), *self._say_why(item)])

    def _say_points(self, item: Mapping[str, Any]) -> list[str]:
        """Return when and where: before and now where they differ. What is no more is always said to be before."""
        old, new = self._say_point(item["old"]), self._say_point(item["new"])
        words = self._words["notice"]
        before = [words["before"].format(point=old)] if old and old != new else []
        if new and before:
            return [*before, words["now"].format(point=new)]
        return [new] if new else before

    def _say(self, words: Mapping[str, str]) -> str:
        return in_language(words, self._language, self._edition.default_language)

    def _say_point(self, point: Mapping[str, Any] | None) -> str:
        if point is None:
            return ""
        start, end = (datetime.fromisoformat(at) if at else None for at in (point["start"], point["end"]))
        zone = self._edition.timezone
        when = ""
        if start is not None:
            when = say_span(start, end, self._language, zone) if end else say_moment(start, self._language, zone)
        where = [self._say(point["place"]), self._say(point["room"])]
        return " · ".join(part for part in (when, *where) if part)

    def _say_why(self, item: Mapping[str, Any]) -> list[str]:
        because, explanation = item["because"], item["explanation"]
        words = self._words["because"]
        if because not in words:
            return []
        why = [words[because].format(rank=item["rank"] or "")]
        if because != "pinned":
            unmet = {
                name: self._name_options(explanation.get(name, ()), item["options"]) for name in ("full", "not_running")
            }
            why += [words[name].format(options=options) for name, options in unmet.items() if options]
            if because == "lower_choice" and not any(unmet.values()):
                why.append(words["needed"])
        return why

    def _name_options(self, ids: Iterable[str], titles: Mapping[str, Mapping[str, str]]) -> str:
        """Return options as a list in words; one that no release has any more has no name."""
        return say_list([self._say(titles[own_id]) for own_id in ids if own_id in titles], self._language)


def _name(item: Mapping[str, Any]) -> str:
    if item["what"] == What.STOP_CHANGED and item["old"] is None:
        return "stop_added"
    if item["what"] == What.STOP_CHANGED and item["new"] is None:
        return "stop_removed"
    return str(item["what"])


def chat_text(announcement: Announcement, edition: Edition, lang: str | None, base_url: str) -> tuple[str, str]:
    """Return a text to paste into a chat, with its language: what concerns several people, nobody's own."""
    wanted = lang or edition.default_language
    language = choose_language(wanted, edition.default_language)
    link = f"{base_url}/e/{edition.slug}/schedule"
    if announcement.kind is AnnouncementKind.URGENT:
        title = in_language(announcement.title, wanted, edition.default_language)
        text = in_language(announcement.text, wanted, edition.default_language)
        return wanted, f"{title}\n\n{text}\n\n{link}"
    words = WORDS[language]["notice"]
    title = words["changes_title"].format(edition=in_language(edition.title, language, edition.default_language))
    shared = sorted(announcement.items.values(), key=_start)
    parts = NoticeWriter(edition, language).say_all(shared)
    return language, "\n\n".join([title, *parts, f"{words['own_schedule']}\n{link}"])


def _start(item: Mapping[str, Any]) -> str:
    point = item["new"] or item["old"]
    return (point["start"] if point else None) or ""
