"""Use cases of hosts: entered, asked, given another link, answering by it."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import throttle
from madang.accounts.rules import normalise_email
from madang.core.db import flush_new
from madang.core.errors import Invalid, Stale
from madang.core.ids import new_id
from madang.outbox.service import post
from madang.programme.models import Edition
from madang.visits.errors import VisitCalledOff
from madang.visits.models import HostStatus, VisitHost, VisitQuestion
from madang.visits.queries.hosts import Site, count_people, find_host_who_left
from madang.visits.rules.hosts import Facts, read_facts, write_facts
from madang.visits.schemas.hosts import HostAnswer, HostWrite, QuestionAnswer

ASKED, CHANGED, ANSWERED, LINK = "visit_host_asked", "visit_host_changed", "visit_host_answered", "visit_host_link"
_FREE_ANSWERS, _FREE_REPLIES = 10, 100  # by one link in 15 minutes: each answer is mailed, replies once an hour
SETTLED = frozenset({HostStatus.NOT_ASKED, HostStatus.DECLINED})


def name_letter(kind: str, host: VisitHost, at: datetime) -> str:
    """Return what a letter is called in the outbox: there is one of a kind, host and moment."""
    return f"{kind}:{host.id}:{at.isoformat()}"


def name_link_letter(kind: str, host: VisitHost) -> str:
    """Return what the letter that brings a new link is called in the outbox."""
    return f"{kind}:{host.link_id}"


def names_of_letters(host: VisitHost) -> list[str]:
    """Return what the last letters of each kind to a host are called."""
    dated = ((ASKED, host.asked_at), (CHANGED, host.told_at), (ANSWERED, host.answered_at))
    return [
        *(name_letter(kind, host, at) for kind, at in dated if at),
        *(name_link_letter(kind, host) for kind in (ASKED, LINK)),
    ]


def write_told(facts: Facts, site: dict[str, str]) -> dict[str, object]:
    """Return what a host was told, as it is stored: the site's name too, which may leave the programme."""
    return {**write_facts(facts), "site": site}


async def facts_of(db: AsyncSession, site: Site) -> Facts:
    """Return what is true of a visit at a stop now."""
    return site.facts((await count_people(db, [site]))[site.option.id])


async def put_host(
    db: AsyncSession, edition: Edition, site: Site, host: VisitHost | None, data: HostWrite, now: datetime
) -> VisitHost:
    """Enter the host of a stop, or change them.

    Somebody else's address is a new host in this place, with a link and a row of their own: letters name the row, and
    whoever was asked before is told that nobody comes. If their address comes back before they were told, so do they,
    with what they answered. Errors: Invalid for no address; Stale when somebody else entered one meanwhile.
    """
    try:
        address = normalise_email(data.email)
    except ValueError as problem:
        raise Invalid(str(problem), errors=[("/body/email", str(problem))]) from problem
    before = host.version if host else 0
    if host is not None and host.email != address:
        await remove_host(db, host, now)
        host = None
    if host is None:
        host = await _find_untold(db, site, address) or VisitHost(
            edition_id=edition.id, name=data.name, email=address, language=data.language, created_at=now
        )
        host.stop_id, host.left_stop_id = site.stop.id, None
        db.add(host)
    host.name, host.language = data.name, data.language
    host.touch(now)
    await flush_new(db, Stale("somebody else has just entered a host here; read it again"))
    if host.version <= before:
        await _count_on(db, host, before)
    return host


async def _find_untold(db: AsyncSession, site: Site, address: str) -> VisitHost | None:
    left = await find_host_who_left(db, site.stop.id, address)
    return left if left is not None and not read_facts(left.told).called_off else None


async def _count_on(db: AsyncSession, host: VisitHost, before: int) -> None:
    """Go on counting where the host before stood: who has read that one changes nothing of this one."""
    statement = update(VisitHost).where(col(VisitHost.id) == host.id).values(version=before + 1)
    await db.exec(statement.execution_options(synchronize_session=False))
    await db.refresh(host)


async def remove_host(db: AsyncSession, host: VisitHost, now: datetime) -> None:
    """Take a host away from a stop; who was asked and did not decline is told that nobody comes."""
    if host.status in SETTLED:
        host.updated_at = now  # says when, in the audit log
        await db.delete(host)
    else:
        host.stop_id, host.left_stop_id = None, host.stop_id
        host.touch(now)
    await db.flush()


async def ask(db: AsyncSession, site: Site, host: VisitHost, now: datetime) -> None:
    """Ask a host, or ask anew: an answer that was given before is open again. Errors: VisitCalledOff."""
    await _begin(db, site, host, now)
    await post(db, ASKED, now, once=name_letter(ASKED, host, now), host_id=host.id, link_id=host.link_id)


async def _begin(db: AsyncSession, site: Site, host: VisitHost, now: datetime) -> None:
    if site.called_off:
        raise VisitCalledOff("this visit does not take place: there is nothing to ask")
    facts = await facts_of(db, site)
    host.status, host.asked_at, host.answered_at = HostStatus.ASKED, now, None
    host.told, host.told_at = write_told(facts, site.venue.name), now
    host.touch(now)
    await db.flush()


async def renew_link(db: AsyncSession, site: Site, host: VisitHost, now: datetime, *, mail: bool) -> None:
    """Make the link useless, wherever it was forwarded to, and make another. Whoever gets the first one is asked by it.

    Errors: VisitCalledOff when the host was not asked yet.
    """
    host.link_id = new_id()
    host.touch(now)
    await db.flush()
    if host.status is HostStatus.NOT_ASKED:
        await _begin(db, site, host, now)
    if mail:
        kind = ASKED if host.status is HostStatus.ASKED else LINK
        await post(db, kind, now, once=name_link_letter(kind, host), host_id=host.id, link_id=host.link_id)


def receives(host: VisitHost, site: Site) -> bool:
    """Whether the visit takes place, and at the site that the host was asked about."""
    return not site.called_off and host.told.get("venue_id") == str(site.venue.id)


async def answer(db: AsyncSession, host: VisitHost, site: Site | None, data: HostAnswer, now: datetime) -> None:
    """Write down what a host says, and confirm it to their own address: a link may be in other hands.

    The same answer again changes nothing and mails nobody.
    Errors: VisitCalledOff; Stale when place or times are not those that were answered to; TooManyAttempts.
    """
    if site is None or not receives(host, site):
        raise VisitCalledOff("this visit does not take place here any more: there is nothing to answer")
    facts = await facts_of(db, site)
    if data.seen != facts.seen:
        raise Stale("the visit has changed since this page was read; read it again")
    comment = data.comment or ""
    if (host.status, host.comment) == (data.status, comment):
        return
    await throttle.count(db, throttle.answering(host.link_id, "host", free=_FREE_ANSWERS), now)
    host.status, host.comment, host.answered_at = data.status, comment, now
    # Whoever answers has seen how things stand: that is not told once more.
    host.told, host.told_at = write_told(facts, site.venue.name), now
    host.touch(now)
    await db.flush()
    await post(db, ANSWERED, now, once=name_letter(ANSWERED, host, now), host_id=host.id, said=data.status)


async def answer_question(
    db: AsyncSession, host: VisitHost, question: VisitQuestion, data: QuestionAnswer, now: datetime
) -> None:
    """Write down what a host answers; confirmed to their address once an hour, however many they answer.

    Errors: Stale when it was answered meanwhile, by the host of another stop or in another window.
    """
    if question.answer == data.answer:
        return
    if question.answered_at != data.answered_at:
        current = {"answer": question.answer, "answered_at": _iso(question.answered_at)}
        raise Stale("this question was answered meanwhile; read it again", current=current)
    await throttle.count(db, throttle.answering(host.link_id, "questions", free=_FREE_REPLIES), now)
    question.answer, question.answered_at = data.answer, now
    await db.flush()
    hour = now.replace(minute=0, second=0, microsecond=0)
    await post(db, ANSWERED, now, once=name_letter(f"{ANSWERED}_questions", host, hour), host_id=host.id, said="reply")


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
