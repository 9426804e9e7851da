"""Topics: the edition's vocabularies."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from madang.core.schemas import Page
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    Paging,
    ReadDb,
    Retryable,
    RetryableRoute,
    expect,
    make_page,
    say_version,
)
from madang.programme import queries, service
from madang.programme.models import Topic
from madang.programme.routes.common import CHANGE, CREATE, DELETE, READ, Reader, Writer
from madang.programme.schemas import TopicCreate, TopicPublic, TopicUpdate

router = APIRouter(prefix="/editions/{edition}/programme/topics", tags=["programme"], route_class=RetryableRoute)


@router.get("", response_model=Page[TopicPublic])
async def list_topics(
    slug: EditionSlug, request: Request, response: Response, caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List an edition's topics by key."""
    edition = await queries.get_edition(db, caller, slug)
    return make_page(request, response, await queries.list_topics(db, edition, page))


@router.post("", response_model=TopicPublic, status_code=201, responses=CREATE)
async def create_topic(
    slug: EditionSlug, data: TopicCreate, response: Response, caller: Writer, db: Db, _retry: Retryable
) -> Topic:
    """Add a topic."""
    edition = await queries.get_edition(db, caller, slug, lock="shared")
    topic = await service.create_topic(db, edition, data)
    say_version(response, topic.version)
    return topic


@router.get("/{topic_id}", response_model=TopicPublic, responses=READ)
async def get_topic(slug: EditionSlug, topic_id: UUID, response: Response, caller: Reader, db: ReadDb) -> Topic:
    """Read one topic."""
    edition = await queries.get_edition(db, caller, slug)
    topic = await queries.get_topic(db, edition, topic_id)
    say_version(response, topic.version)
    return topic


@router.patch("/{topic_id}", response_model=TopicPublic, responses=CHANGE)
async def update_topic(
    slug: EditionSlug,
    topic_id: UUID,
    changes: TopicUpdate,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> Topic:
    """Change a topic."""
    edition = await queries.get_edition(db, caller, slug, lock="shared")
    topic = await queries.get_topic(db, edition, topic_id, lock=True)
    expect(version, TopicPublic.model_validate(topic))
    await service.update_topic(db, edition, topic, changes, now)
    say_version(response, topic.version)
    return topic


@router.delete("/{topic_id}", status_code=204, responses=DELETE)
async def delete_topic(
    slug: EditionSlug, topic_id: UUID, caller: Writer, db: Db, version: ExpectedVersion, now: Now
) -> None:
    """Remove a topic that no session has."""
    edition = await queries.get_edition(db, caller, slug, lock="shared")
    topic = await queries.get_topic(db, edition, topic_id, lock=True)
    expect(version, TopicPublic.model_validate(topic))
    await service.delete_topic(db, edition, topic, now)
