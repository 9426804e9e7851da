"""Telling hosts of changes, and forgetting those who left: chores of the worker.

What hosts were told is compared with what is true now.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import Database
from madang.core.origin import Origin, OriginKind, set_origin
from madang.outbox.models import MessageState
from madang.outbox.service import post
from madang.visits.models import HostStatus, VisitHost
from madang.visits.queries import hosts as queries
from madang.visits.queries.hosts import Site
from madang.visits.rules.hosts import (
    SETTLED_AFTER,
    Facts,
    as_told_to,
    asks_again,
    called_off,
    find_changes,
    read_facts,
    write_facts,
)
from madang.visits.service.hosts import CHANGED, SETTLED, name_letter, names_of_letters, write_told

_SEEN = "seen"
_UNDELIVERED = frozenset({MessageState.WAITING, MessageState.FAILED})


@dataclass(frozen=True)
class _News:
    """What a host was told, what is true now, and since when that has been so, as far as it was noticed."""

    host: VisitHost
    told: Facts
    now: Facts
    site: Site | None

    @property
    def differs(self) -> bool:
        return bool(find_changes(self.told, self.now))

    @property
    def since(self) -> datetime | None:
        seen: Mapping[str, Any] | None = self.host.told.get(_SEEN)
        same = seen is not None and read_facts(seen["facts"]) == self.now
        return datetime.fromisoformat(seen["since"]) if seen is not None and same else None

    def is_due(self, at: datetime) -> bool:
        return self.since is not None and at - self.since >= SETTLED_AFTER

    def needs_work(self, at: datetime) -> bool:
        if not self.differs:
            return _SEEN in self.host.told
        return self.since is None or self.is_due(at)


async def tell_hosts(database: Database, now: datetime) -> None:
    """Tell hosts what changed once it has stood for half an hour; each change once, however many workers there are.

    What was changed and changed back meanwhile is told to nobody.
    """
    async with database.read() as db:
        waiting = [news.host.id for news in await _look(db, now) if news.needs_work(now)]
    if not waiting:
        return
    async with database.write() as db:
        set_origin(db, Origin(OriginKind.WORKER))
        for news in await _look(db, now, ids=waiting, lock=True):
            if not news.differs:
                await _notice(db, news.host, None)
            elif news.is_due(now):
                await _tell(db, news, now)
            elif news.since is None:
                await _notice(db, news.host, {"facts": write_facts(news.now), "since": now.isoformat()})


async def _look(db: AsyncSession, now: datetime, *, ids: list[UUID] | None = None, lock: bool = False) -> list[_News]:
    hosts = await queries.list_hosts_to_watch(db, today=now.date(), ids=ids, lock=lock)
    sites = await queries.find_sites(db, {host.stop_id for host in hosts if host.stop_id is not None})
    people = await queries.count_people(db, sites.values())
    found = []
    for host in hosts:
        told = read_facts(host.told)
        site = sites.get(host.stop_id) if host.stop_id else None
        facts = as_told_to(told, site.facts(people[site.option.id])) if site else called_off(told)
        if max(told.ends_at, facts.ends_at) > now:  # of a visit that is over nobody needs to hear
            found.append(_News(host, told, facts, site))
    return found


async def _notice(db: AsyncSession, host: VisitHost, seen: dict[str, Any] | None) -> None:
    """Remember since when something differs. No version: an organiser who edits the host meanwhile loses nothing."""
    told = {name: value for name, value in host.told.items() if name != _SEEN}
    if seen is not None:
        told[_SEEN] = seen
    statement = update(VisitHost).where(col(VisitHost.id) == host.id, col(VisitHost.version) == host.version)
    await db.exec(statement.values(told=told).execution_options(synchronize_session=False))


async def _tell(db: AsyncSession, news: _News, now: datetime) -> None:
    host, changes = news.host, find_changes(news.told, news.now)
    if asks_again(changes) and host.status is HostStatus.CONFIRMED:
        host.status, host.answered_at = HostStatus.ASKED, None
    # The name too is as it was told: a venue that goes elsewhere has another.
    host.told, host.told_at = write_told(news.now, host.told["site"]), now
    host.touch(now)
    await db.flush()
    await post(
        db,
        CHANGED,
        now,
        once=name_letter(CHANGED, host, now),
        host_id=host.id,
        before=json.dumps(write_facts(news.told)),
        after=json.dumps(write_facts(news.now)),
    )


async def forget_hosts(database: Database, now: datetime) -> None:
    """Delete hosts who left, with their name and address, once they know it or the visit is over.

    Whoever could not be written to stays until then, for organisers to see and to try again.
    """
    async with database.read() as db:
        known = [host.id for host in await _list_who_may_go(db, now)]
    if not known:
        return
    async with database.write() as db:
        set_origin(db, Origin(OriginKind.WORKER))
        for host in await _list_who_may_go(db, now, ids=known, lock=True):
            host.updated_at = now  # says when, in the audit log
            await db.delete(host)
        await db.flush()


async def _list_who_may_go(
    db: AsyncSession, now: datetime, *, ids: list[UUID] | None = None, lock: bool = False
) -> list[VisitHost]:
    hosts = await queries.list_hosts_who_left(db, ids=ids, lock=lock)
    letters = await queries.find_letters(db, [name for host in hosts for name in names_of_letters(host)])
    gone = []
    for host in hosts:
        told = read_facts(host.told) if host.told else None
        states = {letters[name][1] for name in names_of_letters(host) if name in letters}
        knows = told is None or told.called_off or host.status in SETTLED
        if (told is not None and told.ends_at <= now) or (knows and not states & _UNDELIVERED):
            gone.append(host)
    return gone
