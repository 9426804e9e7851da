"""Hosts as organisers see them, and the page that a host sees."""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.text import strike_out
from madang.outbox.models import MessageState
from madang.participants.models import Registration
from madang.participants.service import sensitive
from madang.participants.service.sensitive import Vault
from madang.people.models import Person
from madang.people.queries import find_people
from madang.programme.models import Edition
from madang.visits.models import HostStatus, VisitHost, VisitQuestion
from madang.visits.queries import hosts as queries
from madang.visits.queries.hosts import Site
from madang.visits.rules.hosts import Facts, as_told_to, called_off, count_titles, find_changes, read_facts
from madang.visits.schemas.hosts import (
    HostEdition,
    HostLeft,
    HostList,
    HostPage,
    HostQuestion,
    HostSite,
    LanguageCount,
    TitleCount,
    VisitHostPublic,
)
from madang.visits.service.hosts import names_of_letters

Letters = Mapping[str, tuple[datetime, MessageState]]
_WATCHED = (HostStatus.ASKED, HostStatus.CONFIRMED)


async def describe_hosts(db: AsyncSession, edition: Edition) -> HostList:
    """Return all stops of an edition's field visits with their hosts, and those whose stop is gone."""
    sites = await queries.list_sites(db, edition)
    hosts = await queries.list_hosts(db, edition)
    people = await queries.count_people(db, sites)
    questions = await queries.count_questions(db, {site.option.id for site in sites})
    letters = await queries.find_letters(db, [name for host in hosts for name in names_of_letters(host)])
    named = await find_people(db, (site.venue.host_person_id for site in sites if site.venue.host_person_id))
    by_stop = {host.stop_id: host for host in hosts if host.stop_id is not None}
    return HostList(
        edition=HostEdition.model_validate(edition),
        items=[
            _describe_site(
                site,
                people[site.option.id],
                questions[site.option.id],
                by_stop.get(site.stop.id),
                letters,
                named,
            )
            for site in sites
        ],
        left=[
            HostLeft(site=host.told.get("site", {}), **_describe(host, None, letters).model_dump())
            for host in hosts
            if host.stop_id is None
        ],
    )


async def describe_host(db: AsyncSession, site: Site, host: VisitHost) -> VisitHostPublic:
    """Return the host of a stop."""
    facts = site.facts((await queries.count_people(db, [site]))[site.option.id])
    return _describe(host, facts, await queries.find_letters(db, names_of_letters(host)))


def _describe_site(
    site: Site,
    people: int | None,
    questions: tuple[int, int],
    host: VisitHost | None,
    letters: Letters,
    named: Mapping[UUID, Person],
) -> HostSite:
    facts = site.facts(people)
    suggested = named.get(site.venue.host_person_id) if site.venue.host_person_id else None
    return HostSite(
        stop_id=site.stop.id,
        session_id=site.session.id,
        session_title=site.session.title,
        option_id=site.option.id,
        option_title=site.option.title,
        site=site.stop.title or site.venue.name,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        status=site.stop.status,
        called_off=facts.called_off,
        people=people,
        capacity=site.visit.capacity if site.visit else None,
        questions=questions[0],
        questions_answered=questions[1],
        suggested_name=suggested.badge_name if suggested else None,
        host=_describe(host, facts, letters) if host else None,
    )


def _describe(host: VisitHost, facts: Facts | None, letters: Letters) -> VisitHostPublic:
    told = read_facts(host.told) if host.told else None
    now = called_off(told) if told and facts is None else facts
    untold = told is not None and now is not None and bool(find_changes(told, as_told_to(told, now)))
    sent = [letters[name] for name in names_of_letters(host) if name in letters]
    return VisitHostPublic(
        id=host.id,
        version=host.version,
        name=host.name,
        email=host.email,
        language=host.language,
        status=host.status,
        comment=host.comment,
        asked_at=host.asked_at,
        answered_at=host.answered_at,
        told_at=host.told_at,
        untold=untold and host.status in _WATCHED,
        elsewhere=told is not None and facts is not None and told.venue_id != facts.venue_id,
        letter=max(sent)[1] if sent else None,
    )


async def describe_page(
    db: AsyncSession, vault: Vault, edition: Edition, host: VisitHost, site: Site | None
) -> HostPage:
    """Return what a host sees: who comes as numbers, nobody's name. Of a visit that is off, nothing of who comes."""
    told = read_facts(host.told) if host.told else None
    facts = site.facts((await queries.count_people(db, [site]))[site.option.id]) if site else None
    if told is not None:
        facts = as_told_to(told, facts) if facts else called_off(told)
    assert facts is not None  # who has no stop any more was asked, hence told, before
    shown = site if site and not facts.called_off else None
    coming = await queries.list_people(db, shown) if shown else []
    questions = await queries.list_questions(db, shown.option.id) if shown else []
    return HostPage(
        edition=HostEdition.model_validate(edition),
        name=host.name,
        language=host.language,
        status=host.status,
        comment=host.comment,
        answered_at=host.answered_at,
        site=_site_name(host, site, facts),
        address=shown.venue.address if shown else {},
        session_title=site.session.title if site else {},
        option_title=site.option.title if site else {},
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        own_times=shown is None or (shown.stop.starts_at is not None and shown.stop.ends_at is not None),
        called_off=facts.called_off,
        seen=facts.seen,
        people=facts.people if shown else None,
        capacity=shown.visit.capacity if shown and shown.visit else None,
        questions=[_describe_question(*row) for row in questions],
        **await _count(db, vault, coming),
    )


def _site_name(host: VisitHost, site: Site | None, facts: Facts) -> dict[str, str]:
    if site is None or str(site.venue.id) != facts.venue_id:
        told: dict[str, str] = host.told.get("site", {})
        return told
    return site.venue.name


async def _count(db: AsyncSession, vault: Vault, coming: Sequence[Registration]) -> dict[str, Any]:
    needs = await queries.list_access_needs_of(db, [registration.id for registration in coming])
    counted = await asyncio.to_thread(sensitive.count, vault, needs)
    languages = Counter(registration.language for registration in coming)
    return {
        "titles": [
            TitleCount(title=title, people=number)
            for title, number in count_titles((who.position, _names(who)) for who in coming)
        ],
        "languages": [LanguageCount(language=language, people=number) for language, number in languages.most_common()],
        "access_needs": counted.needs,
        "other_access_needs": counted.access_notes,
    }


def _names(registration: Registration) -> Collection[str | None]:
    return (registration.badge_name, registration.passport_name, registration.own_script_name)


def _describe_question(question: VisitQuestion, asker: Registration) -> HostQuestion:
    return HostQuestion(
        id=question.id,
        # Whoever signs a question is not named all the same: the page may be in other hands.
        text=strike_out(question.text, [name for name in _names(asker) if name]),
        asked_at=question.asked_at,
        answer=question.answer,
        answered_at=question.answered_at,
    )
