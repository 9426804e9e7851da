"""Comments and suggestions beside the fields of a plan."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.errors import Forbidden
from madang.action_plans.errors import CommentOver, CommentsFull
from madang.action_plans.models import CommentOutcome, PlanComment
from madang.action_plans.queries import life as queries
from madang.action_plans.queries.fields import find_known
from madang.action_plans.queries.people import list_writers
from madang.action_plans.rules.fields import Place, ValueRefused, Vocabulary, clean_value, find_place
from madang.action_plans.rules.transitions import Hand
from madang.action_plans.schemas.talk import PlanCommentGiven, PlanCommentPublic
from madang.action_plans.service.common import Held, find_authors
from madang.action_plans.service.fields import change
from madang.core.calendar import get_zone
from madang.core.errors import Invalid
from madang.outbox.service import post

_MOST_COMMENTS = 5000


async def describe_comments(db: AsyncSession, held: Held, comments: Sequence[PlanComment]) -> list[PlanCommentPublic]:
    """Return comments as whoever has the plan in hand sees them."""
    accounts = [account_id for comment in comments for account_id in (comment.account_id, comment.settled_by_id)]
    authors = await find_authors(db, held, accounts)
    return [
        PlanCommentPublic(
            id=comment.id,
            path=comment.path,
            reply_to_id=comment.reply_to_id,
            text=comment.text,
            suggestion=comment.suggestion,
            at=comment.created_at,
            by=authors.describe(comment.account_id, office=comment.from_office),
            outcome=comment.outcome,
            settled_at=comment.settled_at,
            settled_by=authors.describe(comment.settled_by_id) if comment.outcome else None,
            version=comment.version,
        )
        for comment in comments
    ]


async def add_comment(db: AsyncSession, held: Held, given: PlanCommentGiven, now: datetime) -> PlanComment:
    """Say something beside a field of a locked plan; the others are told, at most once a day.

    Errors: Invalid; NotFound for what is answered; CommentsFull.
    """
    plan = held.plan
    answered = await _find_answered(db, held, given)
    path = given.path if answered is None else answered.path
    suggestion = await _read_suggestion(db, held, given, _find_place(given))
    if given.text is None and suggestion is None:
        raise _invalid("text", "say something, or suggest a value")
    if await queries.count_comments(db, plan.id) >= _MOST_COMMENTS:
        raise CommentsFull(f"a plan has at most {_MOST_COMMENTS} comments")
    comment = PlanComment(
        plan_id=plan.id,
        path=path,
        reply_to_id=answered.id if answered else None,
        account_id=held.account_id,
        from_office=held.hand is Hand.ORGANISER,
        text=given.text or "",
        suggestion=suggestion,
        created_at=now,
        updated_at=now,
    )
    db.add(comment)
    await db.flush()
    await _tell(db, held, comment, answered, now)
    return comment


def _invalid(name: str, what: str) -> Invalid:
    return Invalid(f"/{name}: {what}", errors=[(f"/body/{name}", what)])


def _find_place(given: PlanCommentGiven) -> Place | None:
    if given.path is None:
        return None
    place = find_place(given.path)
    if place is None:
        raise _invalid("path", "there is no such field")
    return place


async def _find_answered(db: AsyncSession, held: Held, given: PlanCommentGiven) -> PlanComment | None:
    if given.reply_to_id is None:
        return None
    answered = await queries.get_comment(db, held.plan.id, given.reply_to_id)
    if answered.reply_to_id is not None:
        raise _invalid("reply_to_id", "is an answer itself; answer the comment that it belongs to")
    if given.path is not None and given.path != answered.path:
        raise _invalid("path", "an answer stands where its comment does")
    if given.suggestion is not None:
        raise _invalid("suggestion", "a suggestion is a comment of its own")
    return answered


async def _read_suggestion(
    db: AsyncSession, held: Held, given: PlanCommentGiven, place: Place | None
) -> list[Any] | None:
    if given.suggestion is None:
        return None
    if place is None or place.rule is None:
        raise _invalid("suggestion", "only a field takes a value")
    known: Mapping[Vocabulary, frozenset[str]] = {}
    if place.rule.vocabulary in (Vocabulary.PILLARS, Vocabulary.STRENGTHS):
        known = await find_known(db, held.plan.edition_id)
    try:
        return [clean_value(place.rule, given.suggestion[0], known)]
    except ValueRefused as problem:
        raise Invalid(str(problem), errors=[("/body/suggestion/0", str(problem))]) from problem


async def _tell(
    db: AsyncSession, held: Held, comment: PlanComment, answered: PlanComment | None, now: datetime
) -> None:
    writers = await list_writers(db, held.plan)
    told = {writer.key: writer.account_id for writer in writers if writer.account_id != held.account_id}
    if answered is not None and answered.from_office and answered.account_id not in (None, held.account_id):
        told[f"account:{answered.account_id}"] = answered.account_id
    today = now.astimezone(get_zone(held.edition.timezone)).date()
    for key in told:
        once = f"plan_commented:{held.plan.id.hex}:{key}:{today}"
        await post(db, "plan_commented", now, once=once, plan_id=held.plan.id, comment_id=comment.id, writer=key)


async def settle_comment(
    db: AsyncSession, held: Held, comment_id: UUID, outcome: CommentOutcome, now: datetime
) -> PlanComment:
    """Settle a comment on a locked plan; a suggestion that is accepted becomes a change by whoever accepts it.

    Errors: NotFound; CommentOver; Forbidden where an organiser settles what a writer said, or accepts; Invalid where
    nothing was suggested; those of `change`.
    """
    comment = await queries.get_comment(db, held.plan.id, comment_id)
    if comment.outcome is not None:
        [shown] = await describe_comments(db, held, [comment])
        raise CommentOver(f"this comment is {comment.outcome} already", current=shown.model_dump(mode="json"))
    if held.hand is Hand.ORGANISER and (outcome is CommentOutcome.ACCEPTED or not comment.from_office):
        raise Forbidden("whoever writes the plan settles that")
    if outcome is CommentOutcome.ACCEPTED:
        if comment.suggestion is None or comment.path is None:
            raise _invalid("outcome", "nothing was suggested that could be accepted")
        changes = {comment.path: comment.suggestion[0]}
        await change(db, held.plan, held.account_id, changes, now, base_revision=held.plan.revision)
    comment.outcome, comment.settled_at, comment.settled_by_id = outcome, now, held.account_id
    comment.touch(now)
    await db.flush()
    return comment
