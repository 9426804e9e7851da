"""Use cases of topics."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import flush_new
from madang.programme import rules
from madang.programme.models import (
    Edition,
    Topic,
)
from madang.programme.schemas import (
    TopicCreate,
    TopicFields,
    TopicUpdate,
)
from madang.programme.service.common import bury, free_key_in, key_taken, merge, refuse, title_of


def topic_fields(topic: Topic) -> TopicFields:
    """Return a topic as it would be given."""
    return TopicFields(vocabulary=topic.vocabulary, name=topic.name)


async def create_topic(db: AsyncSession, edition: Edition, data: TopicCreate) -> Topic:
    """Add a topic. Errors: Invalid; Taken when the key is in use."""
    refuse(rules.check_topic(data, edition.default_language))
    key = data.key or await free_key_in(db, Topic, edition, title_of(data.name, edition.default_language))
    topic = Topic(edition_id=edition.id, key=key, vocabulary=data.vocabulary, name=data.name)
    db.add(topic)
    await flush_new(db, key_taken(key))
    return topic


async def update_topic(db: AsyncSession, edition: Edition, topic: Topic, changes: TopicUpdate, now: datetime) -> bool:
    """Change a topic and return whether anything differs. Errors: Invalid."""
    current = topic_fields(topic)
    merged = merge(current, changes)
    if merged == current:
        return False
    refuse(rules.check_topic(merged, edition.default_language))
    topic.vocabulary, topic.name = merged.vocabulary, merged.name
    topic.touch(now)
    await flush_new(db)
    return True


async def delete_topic(db: AsyncSession, edition: Edition, topic: Topic, now: datetime) -> None:
    """Remove a topic that no session has. Errors: InUse."""
    await bury(db, topic, "topic", edition, now, "a session has this topic")
