"""The registry of published action plans: its list and its plans, as data and as pages that read without a script."""

import re
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from madang.action_plans.queries import public
from madang.action_plans.queries.public import ListedPlan, PublishedPlan, RegistryState
from madang.core.db import Database
from madang.core.errors import ParameterUnknown
from madang.core.web import refusals
from madang.feeds import schemas
from madang.feeds.cache import Representation
from madang.feeds.errors import EditionUnknown, FilterUnknown, LanguageUnknown, PlanUnknown
from madang.feeds.queries import FoundRelease
from madang.feeds.registry import render
from madang.feeds.registry.search import PLAN_PARAMETERS, Search, read_search
from madang.feeds.routes.common import (
    CURRENT,
    NOT_MODIFIED,
    EditionSlug,
    HtmlAnswer,
    JsonAnswer,
    Language,
    deliver,
    load,
    pairs_of,
    shell_of,
)
from madang.feeds.rules import View, check_parameters, read_language
from madang.programme.snapshot import Snapshot

router = APIRouter(tags=["public"])

_KEY = re.compile(r"[a-z0-9-]{1,64}", re.ASCII)

PlanKey = Annotated[str, Path(description="The plan's key, such as `kampala`.", max_length=64)]
_LIST_ERRORS = refusals(EditionUnknown, ParameterUnknown, FilterUnknown, LanguageUnknown)
_PLAN_ERRORS = refusals(EditionUnknown, PlanUnknown, ParameterUnknown, LanguageUnknown)


def _document_search(
    q: Annotated[str | None, Query(description="Words; each has to begin a word of the plan or its city.")] = None,
    status: Annotated[list[str] | None, Query(description="Only plans that stand here.")] = None,
    owner: Annotated[list[str] | None, Query(description="Only plans of a trainee, or of a delegation.")] = None,
    country: Annotated[list[str] | None, Query(description="Only these countries, ISO 3166-1 alpha-2.")] = None,
    pillar: Annotated[list[str] | None, Query(description="Only plans that name one of these pillars.")] = None,
    strength: Annotated[list[str] | None, Query(description="Only plans that name one of these fields.")] = None,
    sdg: Annotated[list[str] | None, Query(description="Only plans that serve one of these goals, 1 to 17.")] = None,
    page: Annotated[int, Query(description="Which page of what was found.", ge=1, le=1000)] = 1,
    lang: Language = None,
) -> None:
    """Describe the parameters; `read_search` reads them from the query itself, unknown ones too."""


SearchQuery = Annotated[None, Depends(_document_search)]


async def read_state(request: Request, slug: str) -> tuple[Any, RegistryState]:
    """Return an edition's id and the state of its registry: what its answers are remembered by."""
    database: Database = request.app.state.database
    async with database.read() as db:
        return await public.registry_state(db, slug)


async def read_plans(request: Request, edition_id: Any, state: RegistryState) -> list[ListedPlan]:
    """Return the registry's list, which several answers are made of."""
    database: Database = request.app.state.database

    async def read() -> list[ListedPlan]:
        async with database.read() as db:
            return await public.list_published(db, edition_id)

    found: list[ListedPlan] = await request.app.state.feeds.loaded(("registry", edition_id, state), read)
    return found


async def read_plan(request: Request, edition_id: Any, slug: str, key: str) -> PublishedPlan:
    """Return a published plan. Errors: PlanUnknown."""
    found = None
    if _KEY.fullmatch(key):
        database: Database = request.app.state.database
        async with database.read() as db:
            found = await public.find_published(db, edition_id, key)
    if found is None:
        raise PlanUnknown(f"{slug} has no published plan {key!r}")
    return found


def _view(request: Request, snapshot: Snapshot) -> View:
    edition = snapshot["edition"]
    lang = read_language(pairs_of(request), edition["languages"], edition["default_language"])
    return View(lang, edition["timezone"])


async def _list(
    request: Request,
    slug: str,
    form: str,
    make: Callable[[Snapshot, FoundRelease, View, Search, list[ListedPlan]], Callable[[], Representation]],
) -> Response:
    found, snapshot = await load(request, slug)
    search, view = read_search(snapshot, pairs_of(request)), _view(request, snapshot)
    edition_id, state = await read_state(request, slug)
    plans = await read_plans(request, edition_id, state)
    key = ("registry", form, found.key, state, view.key, tuple(search.pairs()))
    return await deliver(request, key, make(snapshot, found, view, search, plans), CURRENT, edition=slug)


@router.get(
    "/public/v1/editions/{edition}/action-plans",
    response_class=JsonAnswer,
    response_model=schemas.ActionPlanRegistry,
    responses={**NOT_MODIFIED, **_LIST_ERRORS},
)
async def public_action_plans(edition: EditionSlug, request: Request, _query: SearchQuery) -> Response:
    """The published action plans of an edition, newest first, thirty to a page."""
    return await _list(
        request,
        edition,
        "json",
        lambda snapshot, _, view, search, plans: partial(
            render.list_as_json, snapshot, view, search, plans, shell_of(request)
        ),
    )


@router.get(
    "/public/v1/editions/{edition}/action-plans.html",
    response_class=HtmlAnswer,
    responses={**NOT_MODIFIED, **_LIST_ERRORS},
)
async def public_action_plans_html(edition: EditionSlug, request: Request, _query: SearchQuery) -> Response:
    """The published action plans as a page that reads, searches and prints without a script."""
    return await _list(
        request,
        edition,
        "html",
        lambda snapshot, _, view, search, plans: partial(
            render.list_as_page, snapshot, view, search, plans, shell_of(request)
        ),
    )


class _CsvAnswer(Response):
    media_type = "text/csv"


class _XlsxAnswer(Response):
    media_type = render.XLSX


async def _table(request: Request, slug: str, suffix: str) -> Response:
    found, snapshot = await load(request, slug)
    check_parameters(pairs_of(request), PLAN_PARAMETERS)
    view = _view(request, snapshot)
    edition_id, state = await read_state(request, slug)
    plans = await read_plans(request, edition_id, state)
    database: Database = request.app.state.database
    async with database.read() as db:
        fields = await public.read_published_fields(db, plans)
    make = partial(render.table, suffix, snapshot, view, plans, fields, shell_of(request))
    return await deliver(request, ("registry", suffix, found.key, state, view.key), make, CURRENT, edition=slug)


@router.get(
    "/public/v1/editions/{edition}/action-plans.csv",
    response_class=_CsvAnswer,
    responses={**NOT_MODIFIED, **_LIST_ERRORS},
)
async def public_action_plans_csv(edition: EditionSlug, request: Request, lang: Language = None) -> Response:  # noqa: ARG001
    """Every action of every published plan, a row each (RFC 4180, UTF-8 with a byte order mark)."""
    return await _table(request, edition, "csv")


@router.get(
    "/public/v1/editions/{edition}/action-plans.xlsx",
    response_class=_XlsxAnswer,
    responses={**NOT_MODIFIED, **_LIST_ERRORS},
)
async def public_action_plans_xlsx(edition: EditionSlug, request: Request, lang: Language = None) -> Response:  # noqa: ARG001
    """Every published plan as a workbook: a sheet each of plans, actions and budgets."""
    return await _table(request, edition, "xlsx")


async def _plan(
    request: Request,
    slug: str,
    key: str,
    form: str,
    make: Callable[[Snapshot, View, PublishedPlan], Callable[[], Representation]],
) -> Response:
    found, snapshot = await load(request, slug)
    check_parameters(pairs_of(request), PLAN_PARAMETERS)
    view = _view(request, snapshot)
    edition_id, state = await read_state(request, slug)
    published = await read_plan(request, edition_id, slug, key)
    known = ("registry plan", form, found.key, state, view.key, key)
    return await deliver(request, known, make(snapshot, view, published), CURRENT, edition=slug)


@router.get(
    "/public/v1/editions/{edition}/action-plans/{key}.html",
    response_class=HtmlAnswer,
    responses={**NOT_MODIFIED, **_PLAN_ERRORS},
)
async def public_action_plan_html(
    edition: EditionSlug,
    key: PlanKey,
    request: Request,
    lang: Language = None,  # noqa: ARG001
) -> Response:
    """One published plan as a page that reads and prints without a script."""
    return await _plan(
        request,
        edition,
        key,
        "html",
        lambda snapshot, view, published: partial(render.plan_as_page, snapshot, view, published, shell_of(request)),
    )


@router.get(
    "/public/v1/editions/{edition}/action-plans/{key}",
    response_class=JsonAnswer,
    response_model=schemas.ActionPlanRead,
    responses={**NOT_MODIFIED, **_PLAN_ERRORS},
)
async def public_action_plan(edition: EditionSlug, key: PlanKey, request: Request, lang: Language = None) -> Response:  # noqa: ARG001
    """One published plan: what it says, what happened to it, its actions in the terms of IATI 2.03."""
    return await _plan(
        request,
        edition,
        key,
        "json",
        lambda snapshot, view, published: partial(render.plan_as_json, snapshot, view, published, shell_of(request)),
    )
