"""Who may do what: the table of access.txt against the running application, with rows of a foreign edition there."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pyotp
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from factories.accounts import client_of, make_account, signed_in
from factories.case_studies import WHOLE
from factories.delegations import CITY, NOMINEE
from factories.follow_up import PERIOD, make_period
from factories.participants import DRAFT as REGISTRATION
from factories.participants import FORM
from factories.plans import FUND, add_contributor, call_for_plans, kampala, make_plan
from factories.programme import EDITION, SESSION, VENUE
from factories.registrations import make_registration
from factories.visits import make_visit, plan_round
from madang.accounts import links
from madang.accounts.models import Account, ApiToken, LinkPurpose, MailedLink, Role, RoleGrant
from madang.accounts.passwords import Passwords
from madang.accounts.service import create_administrator
from madang.action_plans.models import EndorsementKind, PlanComment, PlanEndorsement, PlanStatus, PlanVersion
from madang.case_studies.models import CaseStudy, CaseStudyCall, CaseStudyStatus
from madang.core.db import Database
from madang.files.models import StoredFile
from madang.follow_up.models import PlanReport, ReportEntry, ReportEvidence
from madang.main import create_app
from madang.notices.models import Announcement, AnnouncementKind, AnnouncementStage, Notice
from madang.notices.service.own import make_notice_token
from madang.outbox.models import MessageState, OutboxMessage
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.models import Edition, Stop
from madang.visits import host_links
from madang.visits.models import VisitHost, VisitQuestion
from support.callers import ORGANISER, PASSWORD
from support.databases import Databases, Lasting, RolledBack
from support.moments import StoppedClock

V1 = "/api/v1"
TABLE = Path(__file__).with_name("access.txt")
CALLERS = ("nobody", "admin", "organiser", "elsewhere", "door", "focal", "participant", "partner", "token")
ROLES = {
    "organiser": Role.ORGANISER,
    "elsewhere": Role.ORGANISER,
    "door": Role.DOOR_STAFF,
    "focal": Role.FOCAL_POINT,
    "participant": Role.PARTICIPANT,
    "partner": Role.PARTNER,
}
OWN, DRAFT, FOREIGN = "own", "draft", "foreign"
PERIODS = ("open", "rated", "unopened")
WEB = "https://city.example.org"
HOST = {"name": "Park guide", "email": "guide@park.example.org", "language": "en"}
DELEGATION: dict[str, Any] = CITY | {"seats": {"official": 2}}


def read_table() -> dict[str, dict[str, int]]:
    rows = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return {f"{method} {V1}{path}": dict(zip(CALLERS, map(int, cells), strict=True)) for method, path, *cells in rows}


ROWS = read_table()


def test_every_operation_has_a_row_and_every_row_an_operation() -> None:
    document = json.loads((Path(__file__).parents[2] / "openapi.json").read_text())
    operations = {
        f"{method.upper()} {path}"
        for path, item in document["paths"].items()
        for method in item
        if path.startswith(f"{V1}/") and not path.startswith(f"{V1}/auth/")
    }
    assert operations == set(ROWS)


@dataclass
class World:
    """Three editions with everything in them, and what requests need to know of it."""

    app: FastAPI
    connection: AsyncConnection
    clients: dict[str, httpx.AsyncClient] = field(default_factory=dict)
    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    clock: StoppedClock = field(default_factory=StoppedClock)

    @property
    def admin(self) -> httpx.AsyncClient:
        return self.clients["admin"]

    async def made(self, path: str, **request: Any) -> str:
        answer = await self.admin.post(f"{V1}{path}", **request)
        assert answer.status_code == 201, answer.text
        return str(answer.json().get("id") or answer.json().get("number"))

    async def version(self, path: str) -> str:
        """Return the ETag of a resource as it stands, or of the item of a list."""
        answer = await self.admin.get(f"{V1}{path}")
        if answer.status_code == 200:
            return answer.headers["etag"]
        parent, _, own_id = path.rpartition("/")
        if parent.endswith("/members"):
            delegation = parent.removesuffix("/members")
            items = (await self.admin.get(f"{V1}{delegation}/overview")).json()["members"]
        elif parent.endswith("/visits/hosts"):
            stops = (await self.admin.get(f"{V1}{parent}")).json()["items"]
            items = [stop["host"] | {"id": stop["stop_id"]} for stop in stops if stop["host"]]
        else:
            items = (await self.admin.get(f"{V1}{parent}")).json()["items"]
        return f'"{next(item["version"] for item in items if item["id"] == own_id)}"'


async def fill(world: World, slug: str) -> dict[str, str]:
    base = f"/editions/{slug}"
    await world.made("/editions", json=EDITION | {"slug": slug})
    edition = (await world.admin.get(f"{V1}{base}")).json()["id"]
    found = {
        "edition_id": edition,
        "venue_id": await world.made(f"{base}/programme/venues", json=VENUE),
        "topic_id": await world.made(
            f"{base}/programme/topics", json={"key": "one", "name": {"en": "One"}, "vocabulary": "pillar"}
        ),
        "session_id": await world.made(f"{base}/programme/sessions", json=SESSION),
        "invitation_id": await world.made(f"{base}/invitations", json={"email": "x@example.org", "role": "partner"}),
        "requirement_id": await world.made(f"{base}/requirements", json=REQUIREMENT),
        "key": "network",
    }
    timer = f"{V1}{base}/sessions/{found['session_id']}/timer"
    set_one = await world.admin.put(timer, json={"seconds": 300}, headers={"If-Match": '"0"'})
    assert set_one.status_code == 200, set_one.text
    form = await world.admin.put(f"{V1}{base}/registration-form", json=FORM, headers={"If-Match": '"0"'})
    assert form.status_code == 200, form.text
    if slug != DRAFT:
        await world.made(f"{base}/releases", json={"comment": "One", "accept_warnings": True})
        await world.made(f"{base}/programme/sessions", json=SESSION | {"key": "second"})
        await world.made(f"{base}/releases", json={"comment": "Two", "accept_warnings": True})
    if slug != DRAFT:
        found |= await fill_delegation(
            world, base, "focal@city.example.org" if slug == OWN else "focal@far.example.org"
        )
    return found


async def fill_delegation(world: World, base: str, focal: str) -> dict[str, str]:
    delegation = await world.made(f"{base}/city-delegations", json=DELEGATION | {"focal_point": {"email": focal}})
    member = await world.made(f"{base}/city-delegations/{delegation}/members", json=NOMINEE)
    return {"delegation_id": delegation, "member_id": member}


@pytest.fixture(scope="module")
def worlds() -> dict[str, World]:
    return {}


@pytest_asyncio.fixture
async def world(databases: Databases, lasting: Lasting, worlds: dict[str, World], passwords: Passwords) -> World:
    """Return the world of this kind of database, made once: whoever changes it takes that back by a savepoint."""
    settings, connection = await lasting(databases)
    name = connection.dialect.name
    if name not in worlds:
        clock = StoppedClock()
        app = create_app(settings, clock=clock, database=RolledBack(connection), passwords=passwords)
        worlds[name] = await make_world(app, connection, passwords, clock)
    return worlds[name]


async def make_world(app: FastAPI, connection: AsyncConnection, passwords: Passwords, clock: StoppedClock) -> World:
    database = app.state.database
    async with database.write() as db:
        first = await create_administrator(db, passwords, email=ORGANISER, password=PASSWORD)
    made = World(app, connection, {"nobody": client_of(app), "admin": await signed_in(app, first[0])}, clock=clock)
    for slug in (OWN, DRAFT, FOREIGN):
        made.ids[slug] = await fill(made, slug)
    password_hash = await passwords.hash(PASSWORD)
    for name, role in ROLES.items():
        slugs = [FOREIGN] if name == "elsewhere" else [OWN, DRAFT]
        async with database.write() as db:
            account = await make_account(db, f"{name}@city.example.org", password_hash=password_hash)
            made.shared[f"token of {name}"] = await an_old_token(db, account, clock)
            for slug in slugs:
                db.add(RoleGrant(account_id=account.id, role=role, edition_id=UUID(made.ids[slug]["edition_id"])))
        made.clients[name] = await signed_in(app, account)
    own = made.clients["participant"]
    begun = await own.put(f"{V1}/me/registrations/{OWN}", json=REGISTRATION, headers={"If-Match": '"0"'})
    assert begun.status_code == 200, begun.text
    link = await own.post(f"{V1}/me/registrations/{OWN}/calendar-link")
    made.shared["calendar"] = link.json()["address"].rpartition("/")[2].removesuffix(".ics")
    token = await make_token(made, made.clients["organiser"])
    made.clients["token"] = client_of(app)
    made.clients["token"].headers["Authorization"] = f"Bearer {token.json()['token']}"
    made.shared |= {
        "person_id": await made.made("/people", json={"badge_name": "Harbour guide"}),
        "duplicate_id": await made.made("/people", json={"badge_name": "Harbor guide"}),
        "organisation_id": await made.made("/organisations", json={"name": {"en": "Harbour Institute"}}),
        "series_id": await made.made("/series", json={"key": "harbour", "title": {"en": "Harbour trainings"}}),
        "invitation_id": await made.made("/installation/invitations", json={"email": "y@example.org"}),
    }
    async with database.write() as db:
        second = await make_account(db, "second@example.org", role=Role.ADMINISTRATOR)
        grant = (await db.exec(select(RoleGrant).where(RoleGrant.account_id == second.id))).one()
        first = (await db.exec(select(Account).where(Account.email == ORGANISER))).one()
        token_of_admin = await an_old_token(db, first, clock)
        own = UUID(made.ids[OWN]["edition_id"])
        partner = select(RoleGrant).where(RoleGrant.role == Role.PARTNER, RoleGrant.edition_id == own)
        mail = (await db.exec(select(OutboxMessage).order_by(col(OutboxMessage.id)).limit(1))).one()
        mail.state = MessageState.FAILED
        made.shared |= {
            "token of admin": token_of_admin,
            "administrator": str(grant.id),
            "second": str(second.id),
            "mail_id": str(mail.id),
        }
        made.ids[OWN]["role_id"] = str((await db.exec(partner)).one().id)
        foreign = select(RoleGrant).where(RoleGrant.edition_id == UUID(made.ids[FOREIGN]["edition_id"]))
        made.ids[FOREIGN]["role_id"] = str((await db.exec(foreign)).one().id)
    await add_care(made, database, clock)
    await add_visits(made, database)
    await add_notices(made, database)
    await add_plans(made, database)
    await add_case_studies(made, database)
    await add_reports(made, database)
    return made


async def add_plans(made: World, database: Database) -> None:
    """Give the participant, and the organiser elsewhere, a plan that can be handed in, with something said about it."""
    for slug in (OWN, FOREIGN):
        async with database.write() as db:
            own_id = UUID(made.ids[slug]["registration_id"])
            owner = (await db.exec(select(Registration).where(Registration.id == own_id))).one()
            # Without topics, for the edition has none of Kampala's: what is gone cannot be handed in.
            topics = ("pillars", "strengths")
            plan = await make_plan(db, owner, {at: said for at, said in kampala().items() if not at.endswith(topics)})
            contributor = await add_contributor(db, plan)
            await call_for_plans(db, (await db.exec(select(Edition).where(Edition.slug == slug))).one())
            comment = PlanComment(plan_id=plan.id, from_office=True, text="Who pays?", suggestion=None)
            endorsement = PlanEndorsement(
                plan_id=plan.id, kind=EndorsementKind.GOVERNMENT, body="Council", endorsed_on=date(2019, 9, 20)
            )
            version = PlanVersion(
                plan_id=plan.id, number=2, status=PlanStatus.DRAFT, revision=1, fields={}, at=made.clock()
            )
            db.add_all([comment, endorsement, version])
            await db.flush()
        made.ids[slug] |= {
            "plan_id": str(plan.id),
            "contributor_id": str(contributor.id),
            "comment_id": str(comment.id),
            "endorsement_id": str(endorsement.id),
        }


async def add_reports(made: World, database: Database) -> None:
    """Give the participant, and the organiser elsewhere, a plan to look after that is carried out and reported on."""
    action_id = FUND.rpartition("/")[2]
    for slug, name in ((OWN, "participant"), (FOREIGN, "elsewhere")):
        async with database.write() as db:
            keeper = (await db.exec(select(Account).where(Account.email == f"{name}@city.example.org"))).one()
            edition = (await db.exec(select(Edition).where(Edition.slug == slug))).one()
            member_id = UUID(made.ids[slug]["member_id"])
            member = (await db.exec(select(Registration).where(Registration.id == member_id))).one()
            fields = {path: value for path, value in kampala().items() if path.startswith(FUND)}
            plan = await make_plan(
                db, member, fields, status=PlanStatus.IMPLEMENTING, keeper_account_id=keeper.id, revision=1
            )
            periods = [
                await make_period(db, edition, opens_on=date(2019, 9, day), due_on=date(2019, 10, day))
                for day in (1, 2, 3)
            ]
            for period in periods[:2]:
                report = PlanReport(plan_id=plan.id, period_id=period.id, opened_at=made.clock())
                db.add(report)
                await db.flush()
                entry = ReportEntry(report_id=report.id, action_id=action_id, values={"phase": "not_started"})
                evidence = ReportEvidence(
                    report_id=report.id, action_id=action_id, title="By-law", url=WEB, added_at=made.clock()
                )
                db.add_all([entry, evidence])
                await db.flush()
                if period is periods[0]:
                    made.ids[slug] |= {"evidence_id": str(evidence.id)}
                else:
                    report.completed_at, report.version_number = made.clock(), 1
                    db.add(
                        PlanVersion(
                            plan_id=plan.id,
                            number=1,
                            status=PlanStatus.IMPLEMENTING,
                            revision=1,
                            fields=fields,
                            at=made.clock(),
                        )
                    )
        made.ids[slug] |= {
            "reported_plan_id": str(plan.id),
            "action_id": action_id,
            **{f"{name}_period_id": str(period.id) for name, period in zip(PERIODS, periods, strict=True)},
        }


async def add_visits(made: World, database: Database) -> None:
    """Give the editions that have a release a visit that is being ranked."""
    for slug in (OWN, FOREIGN):
        async with database.write() as db:
            edition = (await db.exec(select(Edition).where(Edition.slug == slug))).one()
            begins = datetime.combine(date.fromisoformat(edition.days[0]), time(4, 30), UTC)
            visit = await make_visit(db, edition, starts_at=begins, ends_at=begins + timedelta(hours=4))
            await plan_round(db, visit)
            stop = (await db.exec(select(Stop).where(Stop.option_id == visit.options[0].id))).one()
            member = UUID(made.ids[slug]["member_id"])
            question = VisitQuestion(
                option_id=stop.option_id, registration_id=member, text="Who pays?", asked_at=made.clock()
            )
            db.add(question)
        made.ids[slug] |= {
            "visit_id": str(visit.id),
            "option_id": str(visit.options[0].id),
            "stop_id": str(stop.id),
            "question_id": str(question.id),
        }
        host = f"{V1}/editions/{slug}/visits/hosts/{stop.id}"
        given = await made.admin.put(host, json=HOST, headers={"If-Match": '"0"'})
        asked = await made.admin.post(f"{host}/ask", headers={"If-Match": given.headers["etag"]})
        assert asked.status_code == 200, asked.text


async def add_case_studies(made: World, database: Database) -> None:
    """Call for case studies in the editions that have a release, and have the one participant of each hand one in."""
    for slug in (OWN, FOREIGN):
        ids = made.ids[slug]
        call = f"{V1}/editions/{slug}/case-studies/calls/{ids['session_id']}"
        called = await made.admin.put(call, json={}, headers={"If-Match": '"0"'})
        assert called.status_code == 200, called.text
        async with database.write() as db:
            session_id = UUID(ids["session_id"])
            found = (await db.exec(select(CaseStudyCall).where(CaseStudyCall.session_id == session_id))).one()
            study = CaseStudy(
                edition_id=found.edition_id,
                call_id=found.id,
                delegation_id=UUID(ids["delegation_id"]),
                registration_id=UUID(ids["registration_id"]),
                language="en",
                status=CaseStudyStatus.SUBMITTED,
                **WHOLE,
            )
            db.add(study)
        ids["case_study_id"] = str(study.id)


async def add_notices(made: World, database: Database) -> None:
    """Have the one participant of each edition told something that is sent, and something that is about to be."""
    for slug in (OWN, FOREIGN):
        told = {}
        async with database.write() as db:
            for stage in (AnnouncementStage.SENT, AnnouncementStage.HELD):
                announcement = Announcement(
                    edition_id=UUID(made.ids[slug]["edition_id"]),
                    kind=AnnouncementKind.CHANGES,
                    stage=stage,
                    release_number=2,
                )
                db.add(announcement)
                await db.flush()
                notice = Notice(
                    announcement_id=announcement.id,
                    registration_id=UUID(made.ids[slug]["registration_id"]),
                    sent_at=made.clock() if stage is AnnouncementStage.SENT else None,
                )
                db.add(notice)
                await db.flush()
                told[stage] = (announcement, notice)
        announcement, notice = told[AnnouncementStage.HELD]
        sent = told[AnnouncementStage.SENT][1]
        made.ids[slug] |= {
            "announcement_id": str(announcement.id),
            "notice_id": str(notice.id),
            "sent_notice_id": str(sent.id),
        }


async def add_care(made: World, database: Database, clock: StoppedClock) -> None:
    """Give everybody a file, and the participant and the organiser elsewhere a registration with an access need."""
    for name in ("admin", *ROLES):
        slug = FOREIGN if name == "elsewhere" else OWN
        email = ORGANISER if name == "admin" else f"{name}@city.example.org"
        async with database.write() as db:
            account = (await db.exec(select(Account).where(Account.email == email))).one()
            edition = (await db.exec(select(Edition).where(Edition.slug == slug))).one()
            if name == "elsewhere":
                values = {"email": account.email, "email_as_typed": account.email, "account_id": account.id}
                await make_registration(db, edition, **values)
            file = StoredFile(
                edition_id=edition.id,
                account_id=account.id,
                name="plan.pdf",
                media_type="application/pdf",
                size=9,
                created_at=clock(),
            )
            db.add(file)
        made.shared[f"file of {name}"] = str(file.id)
    for slug, client in ((OWN, made.clients["participant"]), (FOREIGN, made.clients["elsewhere"])):
        own = f"{V1}/me/registrations/{slug}"
        need = {"content": {"kind": "access_need", "note": "a ramp"}, "consent": True}
        given = await client.put(f"{own}/sensitive/access_need", json=need, headers={"If-Match": '"0"'})
        assert given.status_code == 200, given.text
        person = "participant" if slug == OWN else "elsewhere"
        listed = (await made.admin.get(f"{V1}/editions/{slug}/access-needs")).json()["items"][0]
        made.ids[slug] |= {
            "detail_id": listed["id"],
            "registration_id": listed["registration_id"],
            "participant_id": listed["registration_id"],
            "file_id": made.shared[f"file of {person}"],
        }


async def an_old_token(db: AsyncSession, account: Account, clock: StoppedClock) -> str:
    """Give an account an API token from when it could do more."""
    token = ApiToken(
        account_id=account.id,
        name="old",
        beginning="madang_pat_0000",
        token_hash=account.email,
        scopes=[],
        expires_at=clock() + timedelta(days=9),
        created_at=clock(),
    )
    db.add(token)
    await db.flush()
    return str(token.id)


async def make_token(world: World, client: httpx.AsyncClient) -> httpx.Response:
    expires_at = (world.clock() + timedelta(days=30)).isoformat()
    body = {"name": "script", "scopes": ["programme:read"], "expires_at": expires_at}
    return await client.post(f"{V1}/me/api-tokens", json=body)


async def begin_email_change(world: World, client: httpx.AsyncClient) -> str:
    """Ask for another address and return the token of the link that is mailed to it."""
    await client.put(f"{V1}/me/email", json={"email": "new@example.org"})
    async with world.app.state.database.read() as db:
        asked = select(MailedLink).where(MailedLink.purpose == LinkPurpose.EMAIL_CHANGE)
        link = (await db.exec(asked)).first()
    return links.make_token(world.app.state.keyring, link.id if link else UUID(int=7))


async def enrol(world: World, client: httpx.AsyncClient, *, confirmed: bool) -> str:
    """Give a caller a second factor and return a code of it that was not used yet; none for whoever cannot."""
    begun = await client.put(f"{V1}/me/second-factor")
    if begun.status_code != 200:
        return "000000"
    phone = pyotp.TOTP(begun.json()["secret"])
    if confirmed:
        await client.put(f"{V1}/me/second-factor/confirmation", json={"code": phone.at(world.clock())})
        return phone.at(world.clock() + timedelta(seconds=30))
    return phone.at(world.clock())


CITIES = "/editions/{edition}/city-delegations"
MESSAGE: dict[str, Any] = {"subject": {"en": "News"}, "text": {"en": "Dear {name}"}, "to": {}}
REQUIREMENT: dict[str, Any] = {"key": "slides", "title": {"en": "Slides"}, "form": "text", "due_on": "2030-04-01"}
URGENT: dict[str, Any] = {"title": {"en": "Now"}, "text": {"en": "Come"}, "audience": {"everybody": True}}
PLAN = "/action-plans/{plan_id}"
REPORT = f"{PLAN}/reports/{{period_id}}"
ENTRY = f"{REPORT}/actions/{{action_id}}"
ENDORSEMENT = {"kind": "government", "body": "Council", "endorsed_on": "2019-09-20"}
MARKS = ("relevance", "clarity", "transferability")
BODIES: dict[str, Any] = {
    f"PUT /me{ENTRY}": {"values": {"phase": "planning"}},
    f"POST /me{ENTRY}/evidence": {"url": "https://example.org", "title": "Minutes"},
    f"PUT /editions/{{edition}}{REPORT}/ratings/{{action_id}}": {"rating": "limited"},
    "POST /editions/{edition}/report-periods": PERIOD | {"due_on": "2020-06-30"},
    "PATCH /editions/{edition}/report-periods/{period_id}": {"name": {"en": "Renamed"}},
    "POST /editions/{edition}/report-periods/{period_id}/remind": {},
    "PUT /editions/{edition}/action-plan-call": {"owner_kinds": ["trainee"]},
    "POST /me/action-plans": {"edition": OWN, "owner_kind": "delegation", "language": "en"},
    f"PATCH /me{PLAN}": {"language": "fr"},
    f"PATCH /me{PLAN}/fields": {"base_revision": 1, "changes": {"title": "Another"}},
    f"POST /me{PLAN}/contributors": {"email": "two@city.example.org", "name": "Colleague", "language": "en"},
    f"POST /me{PLAN}/transitions": {"to": "submitted"},
    f"POST /editions/{{edition}}{PLAN}/transitions": {"to": "presented"},
    f"POST /me{PLAN}/versions": {"name": "Before the council"},
    f"POST /me{PLAN}/comments": {"text": "Help?"},
    f"POST /editions/{{edition}}{PLAN}/comments": {"text": "Who pays?"},
    f"POST /me{PLAN}/comments/{{comment_id}}/settle": {"outcome": "resolved"},
    f"POST /editions/{{edition}}{PLAN}/comments/{{comment_id}}/settle": {"outcome": "resolved"},
    f"POST /me{PLAN}/endorsements": ENDORSEMENT,
    f"PUT /me{PLAN}/endorsements/{{endorsement_id}}": ENDORSEMENT,
    f"POST /me{PLAN}/hand-over": {"registration_id": str(UUID(int=7))},
    f"PUT /me{PLAN}/publication": {"agreed": True},
    f"PUT /editions/{{edition}}{PLAN}/publication": {},
    f"POST /me{PLAN}/merge": {"plan_id": str(UUID(int=7)), "actions": ["0" * 12]},
    f"POST {CITIES}": DELEGATION,
    f"PATCH {CITIES}/{{delegation_id}}": {"listed": True},
    f"POST {CITIES}/{{delegation_id}}/transitions": {"to": "confirmed"},
    f"POST {CITIES}/{{delegation_id}}/letter": {"language": "ko"},
    f"POST {CITIES}/{{delegation_id}}/focal-point": {"email": "next@city.example.org"},
    f"POST {CITIES}/{{delegation_id}}/members": NOMINEE | {"email": "two@city.example.org"},
    f"PATCH {CITIES}/{{delegation_id}}/members/{{member_id}}": {"role": "head"},
    f"POST {CITIES}/{{delegation_id}}/members/{{member_id}}/withdraw": {"comment": "Ill"},
    f"POST {CITIES}/{{delegation_id}}/members/{{member_id}}/swap": {"name": "Two", "email": "two@city.example.org"},
    "PATCH /me": {"language": "ko"},
    "PUT /me/password": {"current_password": PASSWORD, "new_password": "three quiet courtyards at dawn"},
    "PUT /me/email": {"email": "new@example.org"},
    "POST /editions/{slug}/invitations": {"email": "z@example.org", "role": "participant"},
    "POST /installation/invitations": {"email": "z@example.org"},
    "PATCH /installation/accounts/{account_id}": {"disabled": True},
    "POST /people": {"badge_name": "Somebody"},
    "PATCH /people/{person_id}": {"badge_name": "Somebody else"},
    "POST /organisations": {"name": {"en": "Another institute"}},
    "PATCH /organisations/{organisation_id}": {"name": {"en": "Renamed institute"}},
    "POST /series": {"key": "another", "title": {"en": "Another"}},
    "PATCH /series/{series_id}": {"title": {"en": "Renamed"}},
    "PUT /me/registrations/{edition}": REGISTRATION,
    "POST /me/registrations/{edition}/cancel": {},
    "POST /me/registrations/{edition}/decline-place": {},
    "PUT /editions/{edition}/registration-form": FORM,
    "PUT /editions/{edition}/quotas": {"places": {"all": 9}},
    "POST /editions/{edition}/participants": {"email": "q@example.org"},
    "POST /editions/{edition}/participants/{participant_id}/decision": {"decision": "accepted"},
    "POST /editions": EDITION | {"slug": "another"},
    "PATCH /editions/{edition}": {"title": {"en": "Renamed"}},
    "POST /editions/{edition}/programme/venues": VENUE | {"key": "another"},
    "PUT /editions/{edition}/sessions/{session_id}/timer": {"label": "Kampala trainee 1", "seconds": 300},
    "POST /editions/{edition}/sessions/{session_id}/timer/add": {"seconds": 60},
    "PATCH /editions/{edition}/programme/venues/{venue_id}": {"name": {"en": "Renamed"}},
    "POST /editions/{edition}/programme/topics": {"key": "two", "name": {"en": "Two"}, "vocabulary": "pillar"},
    "PATCH /editions/{edition}/programme/topics/{topic_id}": {"name": {"en": "Renamed"}},
    "POST /editions/{edition}/programme/sessions": SESSION | {"key": "another"},
    "PATCH /editions/{edition}/programme/sessions/{session_id}": {"title": {"en": "Renamed"}},
    "POST /editions/{edition}/releases": {"comment": "First", "accept_warnings": True},
    "POST /me/files": {"edition": OWN, "name": "a.pdf", "media_type": "application/pdf", "size": 9},
    "PUT /me/registrations/{edition}/sensitive/{kind}": {"content": {"kind": "dietary"}, "consent": True},
    "PUT /me/registrations/{edition}/visa": {"status": "not_needed"},
    "POST /me/registrations/{edition}/erase": {"confirm": True},
    "PATCH /editions/{edition}/access-needs/{detail_id}": {"arrangement": "arranged"},
    "PUT /editions/{edition}/participants/{registration_id}/visa": {"status": "requested"},
    "POST /editions/{edition}/participants/{registration_id}/sensitive/reveal": {"reason": "seats on the bus"},
    "POST /editions/{edition}/participants/{registration_id}/erase": {"reason": "asked by mail"},
    "PATCH /editions/{edition}/participants/{participant_id}": {"position": "Clerk"},
    "POST /editions/{edition}/participants/messages": MESSAGE,
    "POST /editions/{edition}/participants/messages/preview": MESSAGE,
    "POST /editions/{edition}/requirements": REQUIREMENT | {"key": "another"},
    "PATCH /editions/{edition}/requirements/{requirement_id}": {"position": 3},
    "POST /editions/{edition}/requirements/remind": {},
    "PUT /editions/{edition}/participants/{participant_id}/requirements/{requirement_id}": {"state": "waived"},
    "PUT /me/registrations/{edition}/requirements/{key}": {"text": "given"},
    "PUT /editions/{edition}/visits/{session_id}": {"options": []},
    "POST /editions/{edition}/visits/{session_id}/stage": {"stage": "preparing"},
    "POST /editions/{edition}/visits/{session_id}/plan": {"keep": True},
    "POST /editions/{edition}/visits/{session_id}/assignment": {"keep": True, "fingerprint": "0" * 64},
    "PUT /editions/{edition}/visits/{session_id}/people/{registration_id}/place": {"option_id": None, "pinned": False},
    "PUT /me/registrations/{edition}/visits/{session_id}/preference": {"ranks": []},
    "PUT /editions/{edition}/case-studies/calls/{session_id}": {"room_for": 4},
    "POST /editions/{edition}/case-studies/calls/{session_id}/remind": {},
    "PUT /editions/{edition}/case-studies/calls/{session_id}/selection": {},
    "PUT /editions/{edition}/case-studies/calls/{session_id}/publication": {"ids": []},
    "POST /editions/{edition}/case-studies/{case_study_id}/transitions": {"to": "draft", "comment": "Once more"},
    "PUT /editions/{edition}/case-studies/{case_study_id}/review": dict.fromkeys(MARKS, 4),
    "PATCH /me/registrations/{edition}/case-studies/{case_study_id}": {"title": "Together"},
    "POST /me/registrations/{edition}/case-studies/{case_study_id}/transitions": {"to": "withdrawn"},
    "POST /editions/{edition}/announcements": URGENT,
    "POST /editions/{edition}/announcements/preview": URGENT,
    "PATCH /editions/{edition}/announcements/{announcement_id}/notices/{notice_id}": {"withheld": True},
    "PUT /editions/{edition}/plan-presentations/{session_id}": {"items": []},
    "PUT /editions/{edition}/helpline": {"numbers": [{"label": {"en": "Organisers"}, "phone": "112"}]},
    "PUT /editions/{edition}/visits/hosts/{stop_id}": HOST,
    "POST /editions/{edition}/visits/hosts/{stop_id}/new-link": {"mail": False},
}
QUERIES = {
    f"GET /me{PLAN}/comparison": {"from": "2"},
    f"GET /editions/{{edition}}{PLAN}/comparison": {"from": "2"},
    "GET /editions/{slug}/audit/export": {"reason": "yearly review"},
    "GET /installation/audit/export": {"reason": "yearly review"},
    "GET /editions/{edition}/releases/{number}/changes": {"since": "1"},
    "PUT /me/files/{file_id}/content": {"offset": "0"},
    "GET /editions/{edition}/participants.{form}": {"reason": "yearly review"},
}
ON_DRAFT = {"DELETE /editions/{edition}", "POST /editions/{edition}/releases"}
UNVERSIONED = (
    "PUT /me/password",
    "PUT /me/email",
    "PUT /me/second-factor",
    "PUT /me/files",
    "PUT /editions/{edition}/visits/{session_id}/people/",
    "DELETE /me/logins",
    "DELETE /me/registrations/{edition}/calendar-link",
    "DELETE /editions/{slug}/roles/",
    "DELETE /installation/roles/",
)
DECIDED = ("/{announcement_id}/hold", "/{announcement_id}/release", "/{announcement_id}/discard")
URGENTLY = ("POST /editions/{edition}/announcements", "POST /editions/{edition}/announcements/preview")
# Nothing was given yet.
FIRST_TIME = (
    "PUT /me/registrations/{edition}/visits/",
    f"PUT /editions/{{edition}}{REPORT}/ratings/",
    "PUT /me/registrations/{edition}/requirements/",
    "PUT /editions/{edition}/case-studies/{case_study_id}/review",
    "PUT /editions/{edition}/participants/{participant_id}/requirements/",
)


async def accept(world: World) -> None:
    """Have somebody take part whom something urgent concerns."""
    async with world.app.state.database.write() as db:
        own_id = UUID(world.ids[OWN]["registration_id"])
        registration = (await db.exec(select(Registration).where(Registration.id == own_id))).one()
        registration.status = RegistrationStatus.ACCEPTED


async def by_link(world: World) -> dict[str, str]:
    """Return what a host sends: the token of the link, and what the page says of the visit."""
    async with world.app.state.database.read() as db:
        stop_id = UUID(world.ids[OWN]["stop_id"])
        host = (await db.exec(select(VisitHost).where(VisitHost.stop_id == stop_id))).one()
    token = host_links.make_address(world.app.state.keyring, "", host.link_id, "en").partition("#")[2]
    page = await world.clients["nobody"].post(f"{V1}/visit-hosts/page", json={"token": token})
    return {"token": token, "seen": page.json()["seen"]}


async def call(world: World, operation: str, name: str) -> httpx.Response:
    """Make a valid request of this caller's."""
    client = world.clients[name]
    method, _, template = operation.partition(f" {V1}")
    short = f"{method} {template}"
    slug = DRAFT if short in ON_DRAFT else OWN
    values = {**world.ids[slug], **world.shared, "slug": slug, "edition": slug, "number": "2"}
    values |= {"form": "csv"}
    body, headers, content = BODIES.get(short), {}, None
    if template.startswith("/editions/{slug}/invitations/"):
        values["invitation_id"] = world.ids[slug]["invitation_id"]
    if template.startswith("/installation/"):
        values |= {"role_id": world.shared["administrator"], "account_id": world.shared["second"]}
    values["token_id"] = world.shared.get(f"token of {name}", world.shared["token of organiser"])
    if "{login_id}" in template:
        logins = await client.get(f"{V1}/me/logins")
        values["login_id"] = (
            logins.json()["items"][0]["id"] if logins.status_code == 200 else world.ids[OWN]["venue_id"]
        )
    if template == "/me/email/confirmation":
        body = {"token": await begin_email_change(world, client)}
    if template == "/me/api-tokens" and method == "POST":
        return await make_token(world, client)
    if template.endswith("/rotate"):
        body = {"overlap_hours": 1}
    if template.startswith("/people/") and template.endswith("/merge"):
        body = {"duplicate_id": world.shared["duplicate_id"]}
    if template.startswith("/me/second-factor/"):
        body = {"code": await enrol(world, client, confirmed=not template.endswith("/confirmation"))}
    if short == "PUT /editions/{edition}/programme-file":
        content = (await world.admin.get(f"{V1}/editions/{OWN}/programme-file")).content
        headers["Content-Type"] = "application/yaml"
    if template.startswith("/me/files/"):
        values["file_id"] = world.shared.get(f"file of {name}", world.shared["file of organiser"])
        content = b"%PDF-1.7" if method == "PUT" else None
    if template.startswith("/calendars/"):
        values["token"] = world.shared["calendar"]
    if "{kind}" in template:
        values["kind"] = "dietary"
    if short == "DELETE /me/registrations/{edition}/sensitive/{kind}":
        await client.put(
            f"{V1}{template.format(**values)}",
            json={"content": {"kind": "dietary"}, "consent": True},
            headers={"If-Match": '"0"'},
        )
    if "/visits/{session_id}" in template:
        values["session_id"] = values["visit_id"]
    if template.endswith("/{session_id}/questions"):
        body = {"option_id": values["option_id"], "text": "May we take photos?"}
    if template.startswith("/visit-hosts/"):
        link = await by_link(world)
        body = {
            "page": {"token": link["token"]},
            "answer": {**link, "status": "confirmed"},
            "questions": {"token": link["token"], "question_id": values["question_id"], "answer": "We do"},
        }[template.rpartition("/")[2]]
    if template.endswith("/requirements/{key}"):
        values["key"] = REQUIREMENT["key"]
    if template.startswith("/me/") and "{notice_id}" in template:
        values["notice_id"] = values["sent_notice_id"]
    if template.startswith("/notices/"):
        notice_id = UUID(world.ids[OWN]["sent_notice_id"])
        body = {"token": make_notice_token(world.app.state.keyring, notice_id)}
    if "/reports" in template:
        values["plan_id"] = values["reported_plan_id"]
    if "{period_id}" in template:
        which = (
            "rated"
            if "/ratings/" in template
            else "unopened"
            if method == "DELETE" and "/me" not in template
            else "open"
        )
        values["period_id"] = values[f"{which}_period_id"]
    path = template.format(**values)
    if template.endswith(DECIDED):
        headers["If-Match"] = await world.version(path.rpartition("/")[0])
    if short in URGENTLY:
        await accept(world)
    if short == "POST /editions/{edition}/participants/bulk":
        body = {"items": [{"id": values["participant_id"]}], "to": "accepted"}
    if short == "POST /editions/{edition}/participants/import":
        content, headers["Content-Type"] = b"email,badge_name\nz@example.org,Z\n", "text/csv"
    if template.endswith("/document.{form}"):
        path = path.replace(".csv", ".xlsx")
    if short == f"POST /me{PLAN}/import":
        taken = await client.get(f"{V1}{path.replace('/import', '/document.xlsx')}")
        content = taken.content if taken.status_code == 200 else b"PK"
    hosts_own = "/visits/hosts/{stop_id}/" in template
    if hosts_own or (method == "POST" and template.endswith(("/stage", "/assignment")) and "/visits/" in template):
        headers["If-Match"] = await world.version(path.rpartition("/")[0])
    if template.endswith((f"{PLAN}/transitions", "/complete")):
        headers["If-Match"] = '"1"'
    if short == "POST /me/registrations/{edition}/case-studies":
        body = {"session_id": values["session_id"]}
    if template.endswith("/{case_study_id}/transitions"):
        headers["If-Match"] = await own_version(world, client, path.rpartition("/")[0])
    if template.endswith("/announce"):
        headers["If-Match"] = await world.version(f"{path.rpartition('/')[0]}/selection")
    if "/timer/" in template:
        headers["If-Match"] = await world.version(path.rpartition("/")[0])
    if short.startswith(FIRST_TIME):
        headers["If-Match"] = '"0"'
    elif template.endswith("/calls/{session_id}/publication"):
        headers["If-Match"] = await world.version(f"{path.rpartition('/')[0]}/selection")
    elif method in ("PATCH", "PUT", "DELETE") and not short.startswith(UNVERSIONED):
        headers["If-Match"] = await own_version(world, client, path)
    request: dict[str, Any] = (
        {"content": content} if content is not None else {"json": body} if body is not None else {}
    )
    return await client.request(method, f"{V1}{path}", headers=headers, params=QUERIES.get(short), **request)


async def own_version(world: World, client: httpx.AsyncClient, path: str) -> str:
    if not path.startswith("/me"):
        return await world.version(path)
    if path.startswith("/me/registrations/"):
        if "/sensitive/" in path or path.endswith("/visa"):  # `call` has given what is to be deleted
            return '"1"' if path.endswith("/dietary") and await has_dietary(client, path) else '"0"'
        return (await client.get(f"{V1}{path}")).headers.get("etag", '"0"')
    if path.startswith("/me/action-plans/"):
        return '"1"'
    if path == "/me":
        return (await client.get(f"{V1}/me")).headers.get("etag", '"1"')
    items = (await client.get(f"{V1}/me/api-tokens")).json().get("items", [])
    return f'"{items[0]["version"]}"' if items else '"1"'


async def has_dietary(client: httpx.AsyncClient, path: str) -> bool:
    items = (await client.get(f"{V1}{path.rpartition('/')[0]}")).json().get("items", [])
    return any(item["kind"] == "dietary" for item in items)


@pytest.mark.parametrize("operation", ROWS)
async def test_operation_answers_each_caller_as_the_table_says(world: World, operation: str) -> None:
    answers: dict[str, int] = {}
    for name in CALLERS:
        before = await world.connection.begin_nested()
        answer = await call(world, operation, name)
        await before.rollback()
        answers[name] = answer.status_code
        if answer.status_code in (200, 201):
            assert answer.content
    assert answers == ROWS[operation]


FOREIGN_ROWS = [
    "GET /editions/{slug}/action-plans/{plan_id}/document.pdf",
    "GET /editions/{slug}/action-plans/{plan_id}",
    "GET /editions/{slug}/action-plans/{plan_id}/fields",
    "GET /editions/{slug}/action-plans/{plan_id}/sources",
    "GET /editions/{slug}/action-plans/{plan_id}/contributors",
    "GET /editions/{slug}/action-plans/{plan_id}/history",
    "GET /editions/{slug}/action-plans/{plan_id}/versions/2",
    "GET /editions/{slug}/action-plans/{plan_id}/comparison?from=2",
    "POST /editions/{slug}/action-plans/{plan_id}/comments/{comment_id}/settle",
    "GET /editions/{slug}/action-plans/{plan_id}/endorsements",
    "GET /editions/{slug}/action-plans/{reported_plan_id}/reports",
    "GET /editions/{slug}/action-plans/{reported_plan_id}/reports/{open_period_id}",
    "GET /editions/{slug}/report-periods/{open_period_id}",
    "POST /editions/{slug}/report-periods/{open_period_id}/remind",
    "GET /editions/{slug}/programme/venues/{venue_id}",
    "GET /editions/{slug}/programme/topics/{topic_id}",
    "GET /editions/{slug}/programme/sessions/{session_id}",
    "GET /editions/{slug}/sessions/{session_id}/timer",
    "GET /editions/{slug}/plan-presentations/{session_id}",
    "GET /editions/{slug}/plan-presentations/{session_id}/plans",
    "DELETE /editions/{slug}/roles/{role_id}",
    "POST /editions/{slug}/invitations/{invitation_id}/resend",
    "GET /editions/{slug}/city-delegations/{delegation_id}",
    "GET /editions/{slug}/city-delegations/{delegation_id}/overview",
    "GET /editions/{slug}/city-delegations/{delegation_id}/history",
    "POST /editions/{slug}/city-delegations/{delegation_id}/members/{member_id}/letter",
    "GET /editions/{slug}/files/{file_id}",
    "GET /editions/{slug}/participants/{registration_id}/visa",
    "GET /editions/{slug}/participants/{participant_id}",
    "GET /editions/{slug}/requirements/{requirement_id}",
    "POST /editions/{slug}/participants/{participant_id}/decision",
    "GET /editions/{slug}/visits/{visit_id}",
    "GET /editions/{slug}/visits/{visit_id}/people",
    "GET /editions/{slug}/visits/{visit_id}/questions",
    "POST /editions/{slug}/visits/{visit_id}/plan",
    "GET /editions/{slug}/visits/{visit_id}/lists/{option_id}",
    "GET /editions/{slug}/case-studies/{case_study_id}",
    "GET /editions/{slug}/case-studies/{case_study_id}/slides",
    "GET /editions/{slug}/case-studies/calls/{session_id}",
    "GET /editions/{slug}/case-studies/calls/{session_id}/selection",
    "GET /editions/{slug}/announcements/{announcement_id}",
    "GET /editions/{slug}/announcements/{announcement_id}/notices",
    "GET /editions/{slug}/announcements/{announcement_id}/call-list",
    "GET /editions/{slug}/announcements/{announcement_id}/chat-text",
]


@pytest.mark.parametrize("row", FOREIGN_ROWS)
async def test_foreign_row_under_ones_own_edition_is_not_there(world: World, row: str) -> None:
    method, path = row.split()
    client = world.clients["organiser"]
    named = row.replace("{slug}", "{edition}", 1).replace("{visit_id}", "{session_id}", 1)
    body = BODIES.get(named.replace("{open_period_id}", "{period_id}", 1))
    absent_ids = dict.fromkeys(world.ids[OWN], str(UUID(int=7)))
    foreign = await client.request(method, V1 + path.format(slug=OWN, **world.ids[FOREIGN]), json=body)
    absent = await client.request(method, V1 + path.format(slug=OWN, **absent_ids), json=body)

    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert {**foreign.json(), "request_id": ""} == {**absent.json(), "request_id": ""}
