"""Bases of what the API takes and gives."""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, TypeAdapter

T = TypeVar("T")

MAX_INTEGER = 2_147_483_647
Count = Annotated[int, Field(ge=0, le=1_000_000)]

_http_url = TypeAdapter(HttpUrl)


def _check_url(text: str) -> str:
    _http_url.validate_python(text)
    return text


# Kept as it was typed, so that what is stored is what was sent.
WebAddress = Annotated[
    str, StringConstraints(max_length=2000, pattern=r"^https?://[\x21-\x7e]+$"), AfterValidator(_check_url)
]


class Input(BaseModel):
    """A request body: unknown fields, NaN and infinity are refused."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class PartialInput(Input):
    """A change: each field may be left out, which leaves it as it is. `null` counts only where the field allows it."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_kwargs: Any) -> None:
        for field in cls.model_fields.values():
            field.default, field.default_factory = None, None
        cls.model_rebuild(force=True)


class Output(BaseModel):
    """An answer, read off a table's row or a plain object."""

    model_config = ConfigDict(from_attributes=True)


class Page(BaseModel, Generic[T]):
    """One page of a list; `next` is the address of the page after it."""

    items: list[T]
    next: str | None


class ProblemError(BaseModel):
    """What is wrong with one field."""

    pointer: str = Field(description="JSON pointer into the request, such as `/body/title/en`.")
    detail: str


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="Stable; documented in docs/errors.md.")
    errors: list[ProblemError]
    request_id: str
    current: Any = Field(None, description="How the resource stands now, when `code` is `stale`.")
    ticket: str | None = Field(None, description="Goes with the second factor, when `code` asks for one.")
