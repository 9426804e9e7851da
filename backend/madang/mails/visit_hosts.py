"""Letters to the hosts of study visits: asked, told of changes, their answer confirmed to their own address."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.keys import Keyring
from madang.core.text import in_language
from madang.mails.words import choose_language, make_mail, say_as_line, say_span
from madang.outbox.worker import Mail, Renderer
from madang.programme.models import Edition
from madang.programme.queries import find_edition_by_id
from madang.visits import host_links
from madang.visits.models import HostStatus, VisitHost
from madang.visits.queries.hosts import find_host_by_id
from madang.visits.rules.hosts import Change, Facts, asks_again, find_changes, read_facts


@dataclass(frozen=True)
class VisitHostLetters:
    """What these renderers need besides the database."""

    keyring: Keyring
    base_url: str

    def by_kind(self) -> dict[str, Renderer]:
        """Return the renderer of every kind of message to hosts."""
        return {
            "visit_host_asked": self.asked,
            "visit_host_link": self.link,
            "visit_host_changed": self.changed,
            "visit_host_answered": self.answered,
        }

    async def asked(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Ask whether they receive the visitors."""
        found = await self._find(db, ids)
        if found is None:
            return None
        host, edition = found
        # Whoever has answered or left meanwhile, or whose link was replaced, is not asked by this letter any more.
        if host.status is not HostStatus.ASKED or host.stop_id is None or str(host.link_id) != ids["link_id"]:
            return None
        told, language = read_facts(host.told), _language_of(host, edition)
        people = str(told.people) if told.people else ""
        lines = {
            "when_line": say_as_line("host_when", language, when=_say_times(told, edition, language)),
            "people_line": say_as_line("host_people", language, people=people),
        }
        return self._write("visit_host_asked", host, edition, lines)

    async def link(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Bring the link that replaces the one before."""
        found = await self._find(db, ids)
        if found is None or str(found[0].link_id) != ids["link_id"]:
            return None
        return self._write("visit_host_link", *found, {})

    async def changed(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Tell what is different from what they were told before, with both."""
        found = await self._find(db, ids)
        if found is None:
            return None
        host, edition = found
        before, after = read_facts(json.loads(ids["before"])), read_facts(json.loads(ids["after"]))
        changes, language = find_changes(before, after), _language_of(host, edition)
        lines = dict.fromkeys(("off_line", "on_line", "time_line", "people_line", "again_line"), "")
        if Change.CALLED_OFF in changes:
            when = _say_times(before, edition, language)
            lines["off_line"] = say_as_line("host_off", language, when=when)
        if Change.ON_AGAIN in changes:
            lines["on_line"] = say_as_line("host_on", language, when=_say_times(after, edition, language))
        elif Change.TIMES in changes:
            new, old = (_say_times(facts, edition, language) for facts in (after, before))
            lines["time_line"] = say_as_line("host_time", language, new=new, old=old)
        if Change.PEOPLE in changes and before.people is not None:
            words = "host_number" if after.people else "host_nobody"
            new, old = str(after.people), str(before.people)
            lines["people_line"] = say_as_line(words, language, new=new, old=old)
        elif Change.PEOPLE in changes:
            lines["people_line"] = say_as_line("host_people", language, people=str(after.people))
        if asks_again(changes):
            lines["again_line"] = say_as_line("host_again", language)
        return self._write("visit_host_changed", host, edition, lines)

    async def answered(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Say to the host's own address what was answered by their link, which may be in other hands."""
        found = await self._find(db, ids)
        if found is None:
            return None
        host, edition = found
        language = _language_of(host, edition)
        said = {"edition": _name(edition, language), "site": _site(host, edition, language)}
        replied = ids["said"] == "reply"
        comment = "" if replied else host.comment
        lines = {
            "said_line": say_as_line(f"host_said_{ids['said']}", language, **said),
            "when_line": say_as_line("host_when", language, when=_say_times(read_facts(host.told), edition, language)),
            "comment_line": say_as_line("host_comment", language, comment=comment),
        }
        return self._write("visit_host_answered", host, edition, lines)

    @staticmethod
    async def _find(db: AsyncSession, ids: Mapping[str, str]) -> tuple[VisitHost, Edition] | None:
        host = await find_host_by_id(db, UUID(ids["host_id"]))
        edition = await find_edition_by_id(db, host.edition_id) if host else None
        return (host, edition) if host and edition else None

    def _write(self, kind: str, host: VisitHost, edition: Edition, lines: Mapping[str, str]) -> Mail:
        language = _language_of(host, edition)
        return make_mail(
            kind,
            recipient=host.email,
            language=language,
            base_url=self.base_url,
            values={
                "name": host.name,
                "edition": _name(edition, language),
                "site": _site(host, edition, language),
                **lines,
            },
            # Whoever left is forgotten once they know it, and their page with them.
            address=host_links.make_address(self.keyring, self.base_url, host.link_id, language)
            if host.stop_id
            else None,
        )


def _language_of(host: VisitHost, edition: Edition) -> str:
    return choose_language(host.language, edition.default_language)


def _name(edition: Edition, language: str) -> str:
    return in_language(edition.title, language, edition.default_language)


def _site(host: VisitHost, edition: Edition, language: str) -> str:
    words: dict[str, str] = host.told.get("site", {})
    return in_language(words, language, edition.default_language)


def _say_times(facts: Facts, edition: Edition, language: str) -> str:
    return say_span(facts.starts_at, facts.ends_at, language, edition.timezone)
