"""The application: settings, layers, routers, handlers, and nothing else."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import Depends, FastAPI, Request
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from madang import __version__, tables
from madang.accounts import routes as accounts
from madang.accounts.passwords import Passwords
from madang.action_plans import routes as action_plans
from madang.audit import routes as audit
from madang.audit.automatic import listen
from madang.audit.denials import record_denial
from madang.core.clock import Clock, utc_now
from madang.core.db import Database
from madang.core.errors import Refusal
from madang.core.keys import Keyring, ensure_secret_file
from madang.core.logs import configure_logs
from madang.core.web import (
    BodyLimit,
    Envelope,
    ReadDb,
    add_api_docs,
    add_problem_handlers,
    describe,
    only_known_parameters,
)
from madang.core.web.problems import AfterRefusal
from madang.delegations import routes as delegations
from madang.documents import routes as documents
from madang.feeds import routes as feeds
from madang.feeds.layer import FeedLayer, in_front, watching
from madang.files import routes as files
from madang.files.storage import FileStore
from madang.notices import routes as notices
from madang.outbox import routes as outbox
from madang.overview import routes as overview
from madang.participants import routes as participants
from madang.participants.service.sensitive import Vault
from madang.people import routes as people
from madang.programme import routes as programme
from madang.programme.queries import find_edition
from madang.schedules import routes as schedules
from madang.settings import Settings
from madang.stage import routes as stage
from madang.visits import routes as visits
from madang.working import make_mailer, make_worker, working

__all__ = ["create_app", "create_app_from_environment", "tables"]

_DESCRIPTION = """
Programme, participants, city delegations and action plans of a training.

Everything under `/api/v1` but signing in needs a bearer token; everything under `/public/v1` is read-only and open.
Errors are problem documents (RFC 9457) with a stable `code`.
"""


def make_keyring(settings: Settings) -> Keyring:
    """Return the installation's keys; an embedded one makes its secret at the first start."""
    given = [secret.get_secret_value() for secret in settings.secret_keys]
    return Keyring(given or [ensure_secret_file(settings.data_dir)])


def create_app(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    database: Database | None = None,
    passwords: Passwords | None = None,
) -> FastAPI:
    """Return the application. Without `database`, the one of the settings is opened and closed with it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            async with AsyncExitStack() as during:
                await during.enter_async_context(watching(app.state.database, app.state.feeds))
                if settings.database_url is None:  # the embedded installation needs no second command
                    worker = make_worker(settings, app.state.database, app.state.keyring, app.state.mailer, clock)
                    await during.enter_async_context(working(worker))
                yield
        finally:
            if database is None:
                await app.state.database.close()

    app = FastAPI(
        title="Madang",
        version=__version__,
        description=_DESCRIPTION,
        lifespan=lifespan,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    app.state.settings = settings
    app.state.clock = clock
    app.state.keyring = make_keyring(settings)
    app.state.database = database or Database(settings.sqlalchemy_url)
    app.state.passwords = passwords or Passwords()
    app.state.mailer = make_mailer(settings)
    app.state.files = FileStore(settings.files_dir, app.state.keyring)
    app.state.vault = Vault(app.state.keyring, settings.sensitive_kept_days)
    app.state.record_denial = _record_denial
    listen()

    base = (accounts, audit, outbox, people, programme, files)
    domains = (*base, stage, delegations, participants, visits, action_plans, documents, schedules, notices, overview)
    for domain in domains:
        app.include_router(domain.router, dependencies=[Depends(only_known_parameters)])
    _add_health(app)
    add_api_docs(app, "/api/docs")

    add_problem_handlers(app)
    app.add_middleware(BodyLimit, max_bytes=settings.max_body_bytes)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key"],
            expose_headers=["ETag", "Link", "Retry-After", "X-Request-Id"],
        )
    if settings.allowed_hosts != ["*"]:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings.allowed_hosts, www_redirect=False)
    app.add_middleware(Envelope, tls=settings.base_url.startswith("https:"))
    feeds.install(app, settings)
    return app


def _record_denial(request: Request, refusal: Refusal) -> AfterRefusal:
    slug = request.path_params.get("edition") or request.path_params.get("slug")

    async def write(db: AsyncSession) -> None:
        # Whoever organises an edition is to see who was refused there.
        edition = await find_edition(db, slug) if slug else None
        edition_id = edition.id if edition else None
        await record_denial(db, request.scope["route"].name, refusal, request.app.state.clock(), edition_id=edition_id)

    return write


def _add_health(app: FastAPI) -> None:
    @app.get("/health/live", tags=["health"])
    async def live() -> dict[str, str]:
        """Whether the process answers."""
        return {"status": "live"}

    @app.get("/health/ready", tags=["health"])
    async def ready(db: ReadDb) -> dict[str, str]:
        """Whether the database answers, too."""
        await db.exec(text("SELECT 1"))  # type: ignore[call-overload]
        return {"status": "ready"}


def create_app_from_environment() -> FeedLayer:
    """Return the application of the MADANG_* variables: what each server process runs."""
    settings = Settings()
    configure_logs(settings.log_level, settings.log_format)
    return in_front(create_app(settings))
