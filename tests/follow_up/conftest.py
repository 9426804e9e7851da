"""Kampala half a year after the training: its plan is carried out, and the first report is asked for."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest_asyncio
from fastapi import FastAPI

from factories.accounts import make_account, signed_in
from factories.follow_up import IN_TIME, make_period
from factories.plans import add_contributor, add_topics, make_plan
from factories.registrations import make_delegation, make_edition, make_registration
from madang.accounts.models import Account, Role
from madang.action_plans.models import ActionPlan, PlanStatus
from madang.core.db import Database
from madang.delegations.models import Delegation
from madang.follow_up.models import ReportPeriod
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.models import Edition
from support.moments import StoppedClock


@dataclass(frozen=True)
class Home:
    """What stands in the tables; `trainee` owns the plan of `kampala`, `helper` only writes along."""

    edition: Edition
    kampala: Delegation
    plan: ActionPlan
    period: ReportPeriod
    trainee: Account
    registration: Registration
    helper: Account

    @property
    def own(self) -> str:
        return f"/api/v1/me/action-plans/{self.plan.id}/reports"

    @property
    def report(self) -> str:
        return f"{self.own}/{self.period.id}"

    @property
    def office(self) -> str:
        return f"/api/v1/editions/{self.edition.slug}"


@pytest_asyncio.fixture
async def home(database: Database, clock: StoppedClock) -> Home:
    clock.now = IN_TIME
    async with database.write() as db:
        edition = await make_edition(db)
        await add_topics(db, edition)
        kampala = await make_delegation(db, edition)
        trainee = await make_account(db, "trainee1@kampala.example.org")
        registration = await make_registration(
            db,
            edition,
            email=trainee.email,
            email_as_typed=trainee.email,
            account_id=trainee.id,
            delegation_id=kampala.id,
            status=RegistrationStatus.ACCEPTED,
            language="fr",
        )
        plan = await make_plan(db, kampala, account_id=trainee.id, status=PlanStatus.IMPLEMENTING, submitted_at=IN_TIME)
        helper = await make_account(db, "home@kampala.example.org")
        await add_contributor(db, plan, helper.email, account_id=helper.id)
        period = await make_period(db, edition)
    return Home(edition, kampala, plan, period, trainee, registration, helper)


@pytest_asyncio.fixture
async def trainee(app: FastAPI, home: Home) -> AsyncIterator[httpx.AsyncClient]:
    async with await signed_in(app, home.trainee) as client:
        yield client


@pytest_asyncio.fixture
async def helper(app: FastAPI, home: Home) -> AsyncIterator[httpx.AsyncClient]:
    async with await signed_in(app, home.helper) as client:
        yield client


@pytest_asyncio.fixture
async def organiser(app: FastAPI, database: Database, home: Home) -> AsyncIterator[httpx.AsyncClient]:
    async with database.write() as db:
        account = await make_account(db, "org@example.org", role=Role.ORGANISER, edition_id=home.edition.id)
    async with await signed_in(app, account) as client:
        yield client
