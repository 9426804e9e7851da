"""The sign-in throttle: shared by all processes, survives restarts, locks nobody out for good.

An attempt counts before its password is looked at, in a transaction of its own: a hundred at once are a hundred, and
a refusal rolls nothing back. Whoever succeeds is forgiven.

Three subjects are counted, each for 15 minutes from its first failure. Of one address from one network (a pair) a few
failures are free, so that somebody else's tries make nobody wait but themselves. An address from all networks and a
network for all addresses have room for many, of which one pair fills no more than its own free ones; of IPv6 so has the
site, the /48 that whoever guesses has 65,536 networks of. And a pair without failures does not wait for its address:
whoever comes from elsewhere with the right password gets in at once, while the whole world guesses. A browser that has
signed in to the account before is counted alone, so that it need not come from elsewhere.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network
from math import ceil
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries, rules
from madang.accounts.errors import TooManyAttempts
from madang.accounts.models import SignInThrottle

_NO_NETWORK = "unknown"


@dataclass(frozen=True)
class Subjects:
    """What an attempt counts on: its own subject, a pair or a device, and what it shares with others."""

    own: str
    address: str | None = None
    network: str | None = None
    site: str | None = None
    free_own: int = rules.FREE_FAILURES

    @property
    def free(self) -> dict[str, int]:
        """The free failures of each, in the order in which every attempt locks them: no two wait for each other."""
        free = {
            self.own: self.free_own,
            self.address: rules.FREE_FAILURES_OF_ADDRESS,
            self.network: rules.FREE_FAILURES_OF_NETWORK,
            self.site: rules.FREE_FAILURES_OF_SITE,
        }
        return {subject: free[subject] for subject in sorted(filter(None, free))}


def name_network(address: str | None) -> str:
    """Return the network that is counted: the address itself (IPv4) or its /64 (IPv6)."""
    try:
        parsed = ip_address((address or "").partition("%")[0])
    except ValueError:
        return _NO_NETWORK
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ip_network((parsed, 64 if parsed.version == 6 else 32), strict=False))


def _subject(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def from_network(address: str, network: str) -> Subjects:
    """Return what an attempt on this address from this network counts on."""
    return Subjects(
        _subject("pair", address, network), _subject("address", address), _subject("network", network), _site(network)
    )


def _site(network: str) -> str | None:
    # Whoever has one IPv6 network mostly has 65,536 of them.
    if ":" not in network:
        return None
    return _subject("site", str(ip_network(network).supernet(new_prefix=48)))


def from_device(address: str, login_id: UUID) -> Subjects:
    """Return what an attempt counts on in a browser that has, or had, this login of the account."""
    return Subjects(_subject("device", address, str(login_id)))


def asking(network: str) -> Subjects:
    """Return what asking for a mail counts on: nobody is to fill other people's boxes from one network."""
    return Subjects(_subject("asking", network), free_own=rules.FREE_ASKINGS)


def answering(link_id: UUID, what: str, *, free: int) -> Subjects:
    """Return what an answer by a link counts on that works without signing in: it may be in anybody's hands."""
    return Subjects(_subject("answering", what, str(link_id)), free_own=free)


def inviting(account_id: UUID) -> Subjects:
    """Return what having letters sent to others counts on, of one account."""
    return Subjects(_subject("inviting", str(account_id)), free_own=rules.FREE_INVITINGS)


def changing_address(account_id: UUID) -> Subjects:
    """Return what asking for a change of address counts on, of one account."""
    return Subjects(_subject("changing", str(account_id)))


def from_account(account_id: UUID, network: str) -> Subjects:
    """Return what a code of the second factor counts on, of somebody who has shown the first."""
    account = str(account_id)
    return Subjects(_subject("factor", account, network), _subject("factor", account))


async def count(db: AsyncSession, subjects: Subjects, now: datetime) -> None:
    """Count an attempt as failed until it is forgiven. Errors: TooManyAttempts, which is not counted."""
    throttles = {subject: await queries.lock_throttle(db, subject, now) for subject in subjects.free}
    for throttle in throttles.values():
        if throttle.since + rules.FAILURES_REMEMBERED <= now:
            throttle.failures, throttle.since = 0, now
    before = throttles[subjects.own].failures
    waived = subjects.address if before == 0 else None
    allowed_at = max(throttle.allowed_at for subject, throttle in throttles.items() if subject != waived)
    if allowed_at > now:
        seconds = ceil((allowed_at - now).total_seconds())
        raise TooManyAttempts(f"too many attempts; try again in {seconds} s", headers={"Retry-After": str(seconds)})
    for subject, throttle in throttles.items():
        if subject == subjects.own or before < rules.FREE_FAILURES:
            throttle.failures += 1
        throttle.allowed_at = rules.wait_until(throttle.failures, now, subjects.free[subject])
    await db.flush()
    forgotten = now - rules.FAILURES_REMEMBERED - rules.LONGEST_DELAY
    old = delete(SignInThrottle).where(col(SignInThrottle.subject).in_(queries.old_throttles(forgotten)))
    await db.exec(old.execution_options(synchronize_session=False))


async def forgive(db: AsyncSession, subjects: Subjects, now: datetime) -> None:
    """Take an attempt back that succeeded.

    What it shares with others is not wiped clean: a thief with an account of their own would guess on as they please.
    """
    for subject in subjects.free:
        this = col(SignInThrottle.subject) == subject
        if subject == subjects.own:
            await db.exec(delete(SignInThrottle).where(this).execution_options(synchronize_session=False))
        else:
            relieve = update(SignInThrottle).where(this, col(SignInThrottle.failures) > 0)
            relieve = relieve.values(failures=col(SignInThrottle.failures) - 1, allowed_at=now)
            await db.exec(relieve.execution_options(synchronize_session=False))
