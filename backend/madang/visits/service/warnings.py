"""What of visits to look at before a release is published."""

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.text import in_language
from madang.programme.models import Edition
from madang.programme.rules import PublishingWarning
from madang.visits.queries import rounds


async def find_visit_warnings(db: AsyncSession, edition: Edition) -> list[PublishingWarning]:
    """Return where more people go than have a place, and where people go to what does not take place."""
    visits = await rounds.list_visits(db, edition.id)
    tallies = await rounds.count_people(db, edition.id, visits)
    found = []
    for visit in visits:
        for option in visit.session.options:
            count, capacity = tallies[visit.session.id].placed[option.id], visit.visit_of(option.id).capacity
            title = in_language(option.title, edition.default_language, edition.default_language)
            if count and not visit.is_offered(option.id):
                detail = f"{title!r} does not take place, and {count} are assigned to it"
                found.append(PublishingWarning("visit_dropped", detail, [visit.session.id]))
            elif capacity is not None and count > capacity:
                detail = f"{title!r}: {count} are assigned to {capacity} places"
                found.append(PublishingWarning("visit_over_capacity", detail, [visit.session.id]))
    return found
