"""Everything that an installation can be told, read once at start from MADANG_* variables."""

from email.utils import parseaddr
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AnyHttpUrl, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parents[2]
_MIN_SECRET_BYTES = 32


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class Settings(BaseSettings):
    """Typed settings; a bad one stops the start and is named."""

    model_config = SettingsConfigDict(env_prefix="MADANG_", extra="forbid", frozen=True)

    data_dir: Path = Field(default=Path("data"), description="Folder that holds all state of an embedded installation.")
    database_url: SecretStr | None = Field(
        default=None,
        description="PostgreSQL address, `postgresql://user:password@host/name`; unset: SQLite in the data folder.",
    )
    secret_keys: Annotated[list[SecretStr], NoDecode] = Field(
        default=[],
        description="Secrets of at least 32 bytes, newest first, separated by commas. Required on PostgreSQL; on "
        "SQLite made once as `secret.key` in the data folder.",
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(default=1, ge=1, le=64, description="API processes of one `madang serve`.")
    public_url: AnyHttpUrl | None = Field(
        default=None,
        description="Address under which people reach this installation; unset: http(s)://localhost:PORT.",
    )
    allowed_hosts: Annotated[list[str], NoDecode] = Field(
        default=["*"], description="Host names that are answered, separated by commas; `*` answers all."
    )
    trusted_proxies: Annotated[list[str], NoDecode] = Field(
        default=[],
        description="Addresses or networks of web servers in front, separated by commas; what they say of the caller's "
        "address and scheme (`X-Forwarded-For`, `X-Forwarded-Proto`) is believed, nobody else's is.",
    )
    cors_origins: Annotated[list[str], NoDecode] = Field(
        default=[], description="Origins whose pages may call `/api` with a token, separated by commas."
    )
    tls_cert: Path | None = Field(
        default=None, description="Certificate chain (PEM) to serve TLS without a web server."
    )
    tls_key: Path | None = Field(default=None, description="Private key (PEM) of the certificate.")
    smtp_url: SecretStr | None = Field(
        default=None,
        description="Server that mails go through: `smtp://`, `smtp+starttls://` or `smtps://user:password@host:port`; "
        "unset: mails are files in the data folder, under `mails`.",
    )
    mail_from: str | None = Field(
        default=None,
        max_length=320,
        description="Sender of mails, such as `Training <training@example.org>`; unset: madang@ and the host's name.",
    )
    second_factor: Literal["optional", "organisers"] = Field(
        default="optional",
        description="Of whom a second factor is required: nobody, or administrators and organisers (`organisers`).",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least level that is logged."
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="Logs for a person or for a collector."
    )
    max_body_bytes: int = Field(
        default=1_048_576, ge=1024, le=104_857_600, description="Largest request body that is accepted, in bytes."
    )
    max_file_bytes: int = Field(
        default=20_971_520,
        ge=1024,
        le=209_715_200,
        description="Largest file that participants may hand in, in bytes; it is sent in pieces.",
    )
    sensitive_kept_days: int = Field(
        default=30,
        ge=0,
        le=3650,
        description="Days after an edition's end until its sensitive details and sealed files are erased.",
    )
    notice_delay_minutes: int = Field(
        default=15,
        ge=0,
        le=1440,
        description="Minutes that a change waits for others before people are told of all of them in one message.",
    )
    feed_memory_bytes: int = Field(
        default=67_108_864,
        ge=1_048_576,
        description="Memory of one process for rendered public pages and feeds, in bytes.",
    )

    @field_validator("secret_keys", "allowed_hosts", "trusted_proxies", "cors_origins", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        return _split(value)

    @field_validator("secret_keys")
    @classmethod
    def _long_enough(cls, keys: list[SecretStr]) -> list[SecretStr]:
        for position, key in enumerate(keys, start=1):
            if len(key.get_secret_value().encode()) < _MIN_SECRET_BYTES:
                raise ValueError(f"secret {position} has fewer than {_MIN_SECRET_BYTES} bytes")
        return keys

    @field_validator("cors_origins")
    @classmethod
    def _no_star(cls, origins: list[str]) -> list[str]:
        if "*" in origins:
            raise ValueError("`*` is not an origin: name the pages that may call /api")
        return origins

    @field_validator("smtp_url")
    @classmethod
    def _only_smtp(cls, url: SecretStr | None) -> SecretStr | None:
        if url and not url.get_secret_value().startswith(("smtp://", "smtp+starttls://", "smtps://")):
            raise ValueError("must start with smtp://, smtp+starttls:// or smtps://")
        return url

    @field_validator("mail_from")
    @classmethod
    def _one_address(cls, sender: str | None) -> str | None:
        if sender is not None and (not sender.isprintable() or "@" not in parseaddr(sender)[1]):
            raise ValueError("must be an address, or a name and an address in angle brackets")
        return sender

    @field_validator("database_url")
    @classmethod
    def _only_postgresql(cls, url: SecretStr | None) -> SecretStr | None:
        if url and not url.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("must start with postgresql://")
        return url

    @model_validator(mode="after")
    def _whole(self) -> "Settings":
        if bool(self.tls_cert) != bool(self.tls_key):
            raise ValueError("MADANG_TLS_CERT and MADANG_TLS_KEY go together")
        if self.database_url and not self.secret_keys:
            raise ValueError("MADANG_SECRET_KEYS is required with MADANG_DATABASE_URL")
        return self

    @cached_property
    def sqlalchemy_url(self) -> str:
        """The database's address with its async driver."""
        if self.database_url:
            return "postgresql+asyncpg://" + self.database_url.get_secret_value().split("://", 1)[1]
        return f"sqlite+aiosqlite:///{self.data_dir.resolve() / 'madang.sqlite'}"

    @cached_property
    def base_url(self) -> str:
        """Address of this installation without a closing slash."""
        if self.public_url:
            return str(self.public_url).rstrip("/")
        return f"{'https' if self.tls_cert else 'http'}://localhost:{self.port}"

    @property
    def mail_sender(self) -> str:
        """Sender of mails."""
        return self.mail_from or f"Madang <madang@{urlsplit(self.base_url).hostname or 'localhost'}>"

    @property
    def mails_dir(self) -> Path:
        """Folder of mails where no server is set."""
        return self.data_dir / "mails"

    @property
    def files_dir(self) -> Path:
        """Folder of the files that people have handed in."""
        return self.data_dir / "files"

    @property
    def frontend_dir(self) -> Path:
        """Folder of the built single-page app."""
        return REPOSITORY / "frontend" / "build"

    @property
    def migrations_dir(self) -> Path:
        return REPOSITORY / "migrations"
