"""The `madang` command."""

import asyncio
import json
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from socket import socket
from typing import Annotated, TypeVar

import typer
import uvicorn
from pydantic import SecretStr, ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession
from uvicorn.supervisors import ChangeReload, Multiprocess

from madang import first_start
from madang.accounts.access import Caller, Scope
from madang.accounts.links import make_address
from madang.accounts.passwords import Passwords
from madang.accounts.queries import list_living_tokens
from madang.accounts.service import api_tokens, create_administrator, get_account_of, grants_of, recover_account
from madang.action_plans.rules import fields, sdg
from madang.action_plans.wording import EDITED_IN, wording
from madang.case_studies.service.calls import refuse_dropping as refuse_dropping_called
from madang.core.clock import utc_now
from madang.core.db import Database
from madang.core.errors import NotFound, Refusal
from madang.core.logs import configure_logs
from madang.core.origin import Origin, OriginKind, set_origin
from madang.doctor import examine
from madang.main import create_app, make_keyring
from madang.programme.dumping import dump as dump_file
from madang.programme.errors import ProgrammeFileInvalid
from madang.programme.file import parse
from madang.programme.loading import LoadReport, find_dropped
from madang.programme.loading import load as load_file
from madang.programme.queries import find_edition
from madang.settings import REPOSITORY, Settings
from madang.visits.service.keeping import refuse_dropping
from madang.working import make_mailer, make_worker

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)

_MOST_CONNECTIONS = 1000  # of one process; more are answered 503 at once rather than late
_IDLE_SECONDS = 30
_LAST_REQUESTS_SECONDS = 20
_WORKER_SECONDS = 60  # to start or to answer its parent; a small machine under load must not lose a worker for it


def load_settings() -> Settings:
    """Return the settings of the MADANG_* variables; a bad one ends the command and is named."""
    try:
        return Settings()
    except ValidationError as refused:
        for error in refused.errors(include_url=False, include_input=False):
            variable = "_".join(["MADANG", *(str(part).upper() for part in error["loc"][:1])])
            typer.secho(f"{variable if error['loc'] else 'Settings'}: {error['msg']}", fg="red", err=True)
        raise typer.Exit(2) from None


@app.command()
def serve(
    reload: Annotated[bool, typer.Option(help="Start again whenever the code changes; for development.")] = False,
) -> None:
    """Prepare the database and serve everything on one port; MADANG_* variables say how."""
    settings = load_settings()
    configure_logs(settings.log_level, settings.log_format)
    config = uvicorn.Config(
        "madang.main:create_app_from_environment",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        reload=reload,
        reload_dirs=[str(REPOSITORY / "backend")] if reload else None,
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_LAST_REQUESTS_SECONDS,
        timeout_worker_healthcheck=_WORKER_SECONDS,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
    )
    listening = config.bind_socket()  # a taken port is told before anything is changed
    _welcome(settings, asyncio.run(first_start.prepare(settings, utc_now())))
    _run(config, listening)


def _welcome(settings: Settings, first: first_start.FirstStart) -> None:
    """Print where to look, and the one password that is shown once."""
    if first.editions:
        typer.echo(f"Loaded and published: {', '.join(first.editions)}")
    typer.echo(f"Programme  {settings.base_url}/")
    typer.echo(f"Organisers {settings.base_url}/sign-in")
    typer.echo(f"API        {settings.base_url}/api/docs")
    if first.one_time_password:
        typer.secho(f"First sign-in: {first.organiser}, one-time password: {first.one_time_password}", bold=True)


def _run(config: uvicorn.Config, listening: socket) -> None:
    """Serve until told to stop; as `uvicorn.run`, but on a socket that is bound already."""
    server = uvicorn.Server(config)
    try:
        if config.should_reload:
            ChangeReload(config, target=server.run, sockets=[listening]).run()
        elif config.workers > 1:
            Multiprocess(config, sockets=[listening]).run()
        else:
            server.run(sockets=[listening])
            if not server.started:
                raise typer.Exit(3)
    except KeyboardInterrupt:
        pass  # Ctrl-C is how a person stops it


@app.command()
def migrate() -> None:
    """Bring the database's tables to the state that this version needs."""
    asyncio.run(first_start.migrate(load_settings()))


@app.command("create-organiser")
def create_organiser(
    email: Annotated[str, typer.Argument(help="Address that the account signs in with.")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input instead of making one.")
    ] = False,
) -> None:
    """Add an account that may do everything; its one-time password is printed."""
    password = typer.get_text_stream("stdin").readline().rstrip("\n") if password_stdin else None

    async def create(db: AsyncSession) -> str | None:
        return (await create_administrator(db, Passwords(), email=email, password=password))[1]

    if one_time := _in_transaction(create):
        typer.echo(f"One-time password: {one_time}")


@app.command()
def worker() -> None:
    """Send mails and tidy up until told to stop; an embedded installation's `serve` does so by itself."""
    settings = load_settings()
    configure_logs(settings.log_level, settings.log_format)

    async def run() -> None:
        await first_start.migrate(settings)
        database = Database(settings.sqlalchemy_url)
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        try:
            await make_worker(settings, database, make_keyring(settings), make_mailer(settings), utc_now).run(stop)
        finally:
            await database.close()

    asyncio.run(run())


@app.command()
def recover(
    email: Annotated[str, typer.Argument(help="Address of an account that nobody can sign in to any more.")],
    without_second_factor: Annotated[
        bool, typer.Option("--without-second-factor", help="Remove its second factor, too: the phone is lost.")
    ] = False,
) -> None:
    """Print a link that sets a new password, good for 15 minutes; the owner is told by mail."""
    settings = load_settings()

    async def make(db: AsyncSession) -> str:
        link = await recover_account(db, email, without_second_factor=without_second_factor, now=utc_now())
        return make_address(make_keyring(settings), settings.base_url, link.purpose, link.id)

    typer.echo(_in_transaction(make))


@app.command("create-token")
def create_token(
    email: Annotated[str, typer.Argument(help="Address of the account that the token speaks for.")],
    name: Annotated[str, typer.Option(help="What it is for.")],
    scope: Annotated[list[Scope], typer.Option(help="What it may do; repeatable.")],
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it lives.")] = 90,
    edition: Annotated[str | None, typer.Option(help="Slug of the only edition that it is good for.")] = None,
) -> None:
    """Make an API token; it is printed this once."""

    async def make(db: AsyncSession) -> str:
        account = await get_account_of(db, email)
        bound = await find_edition(db, edition) if edition else None
        if edition and bound is None:
            raise NotFound(f"there is no edition {edition!r}")
        rights = Caller(account.id, None, grants=await grants_of(db, account.id))
        now = utc_now()
        _, secret = await api_tokens.create_token(
            db,
            account.id,
            name=name,
            scopes=scope,
            may=rights.scopes_in(bound.id if bound else None),
            expires_at=now + timedelta(days=days),
            edition_id=bound.id if bound else None,
            now=now,
        )
        return secret

    typer.echo(_in_transaction(make))


@app.command("list-tokens")
def list_tokens(
    email: Annotated[str, typer.Argument(help="Address of the account that the tokens speak for.")],
) -> None:
    """List an account's API tokens that are good."""

    async def find(db: AsyncSession) -> list[str]:
        account = await get_account_of(db, email)
        tokens = await list_living_tokens(db, account.id, utc_now())
        return [f"{token.beginning}… until {token.expires_at:%Y-%m-%d}  {token.name}" for token in tokens]

    for line in _in_transaction(find):
        typer.echo(line)


@app.command("revoke-token")
def revoke_token(
    email: Annotated[str, typer.Argument(help="Address of the account that the token speaks for.")],
    beginning: Annotated[str, typer.Argument(help="Its first letters, as `list-tokens` shows them, or all of it.")],
) -> None:
    """End API tokens at once."""

    async def end(db: AsyncSession) -> int:
        account = await get_account_of(db, email)
        now = utc_now()
        tokens = await list_living_tokens(db, account.id, now)
        meant = [token for token in tokens if beginning.startswith(token.beginning)]
        if not meant:
            raise NotFound(f"{email} has no such token")
        for token in meant:
            await api_tokens.revoke_token(db, token, now)
        return len(meant)

    typer.echo(f"{_in_transaction(end)} revoked")


@app.command()
def load(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A programme file, in YAML.")],
) -> None:
    """Make an edition what a programme file says: all of it or nothing. It is public with the next release."""

    with _refusals_told():
        programme = parse(file.read_bytes(), str(file))  # before the database is anybody's to wait for

    async def apply(db: AsyncSession) -> LoadReport:
        dropped = await find_dropped(db, programme)
        await refuse_dropping(db, dropped)
        await refuse_dropping_called(db, dropped)
        return await load_file(db, programme, now=utc_now())

    report = _in_transaction(apply)
    for what in ("created", "updated", "deleted"):
        for name in getattr(report, what):
            typer.echo(f"{what} {name}")
    typer.echo(f"{len(report.unchanged)} unchanged")


@app.command()
def dump(
    edition: Annotated[str, typer.Argument(help="Slug of an edition.")],
) -> None:
    """Write an edition as a programme file to standard output."""

    async def write(db: AsyncSession) -> str:
        found = await find_edition(db, edition)
        if found is None:
            raise NotFound(f"there is no edition {edition!r}")
        return await dump_file(db, found)

    typer.echo(_in_transaction(write), nl=False)


@contextmanager
def _refusals_told() -> Iterator[None]:
    """Print a refusal and end the command with 1."""
    try:
        yield
        return
    except ProgrammeFileInvalid as refused:
        for problem in refused.problems:
            typer.secho(str(problem), fg="red", err=True)
    except Refusal as refused:
        for line in [refused.detail, *(f"{pointer} {detail}" for pointer, detail in refused.errors)]:
            typer.secho(line, fg="red", err=True)
    raise typer.Exit(1)


def _in_transaction(work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Carry out a use case on the migrated database; a refusal is printed and ends the command with 1."""
    settings = load_settings()

    async def run() -> T:
        await first_start.migrate(settings)
        database = Database(settings.sqlalchemy_url)
        try:
            async with database.write() as db:
                set_origin(db, Origin(OriginKind.COMMAND))
                return await work(db)
        finally:
            await database.close()

    with _refusals_told():
        return asyncio.run(run())


@app.command()
def doctor() -> None:
    """Check the installation and say what is wrong with it; ends with 1 when something is."""
    results = asyncio.run(examine(load_settings()))
    for result in results:
        typer.secho(f"{'ok  ' if result.passed else 'FAIL'}  {result}", fg=None if result.passed else "red")
    if not all(result.passed for result in results):
        raise typer.Exit(1)


def describe_api() -> str:
    """Return openapi.json as it is committed: the same whatever the installation's settings are."""
    settings = Settings.model_construct(secret_keys=[SecretStr("0" * 32)])
    return json.dumps(create_app(settings).openapi(), indent=2, ensure_ascii=False) + "\n"


def describe_plan_fields() -> str:
    """Return the catalogue of an action plan's fields as the editor in the browser has it."""
    return json.dumps({**fields.describe(), "sdg": [*sdg.GOALS, *sdg.TARGETS]}, indent="\t", ensure_ascii=False) + "\n"


def generated_files() -> dict[str, str]:
    """Return every committed file that follows from this code, by its path in the repository."""
    plans = "frontend/src/lib/action-plans"
    found = {"openapi.json": describe_api(), f"{plans}/catalogue.json": describe_plan_fields()}
    for lang in EDITED_IN:
        for name, words in (("words", wording(lang).words), ("sdg", wording(lang).sdg)):
            text = json.dumps(words, indent="\t", ensure_ascii=False) + "\n"
            found[f"{plans}/labels/{name}/{lang}.json"] = text
    return found


@app.command()
def openapi(
    check: Annotated[bool, typer.Option(help="Write nothing; end with 1 when a file is not up to date.")] = False,
    folder: Annotated[Path, typer.Option(help="The repository that the files are written into.")] = REPOSITORY,
) -> None:
    """Write the description of the API, and for the editor of action plans their fields and words."""
    for name, text in generated_files().items():
        path = folder / name
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            typer.secho(f"{path} is not what the code says: run `make openapi`", fg="red", err=True)
            raise typer.Exit(1)
