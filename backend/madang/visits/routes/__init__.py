"""Study visits: their planning, who goes where, and what participants want."""

from fastapi import APIRouter

from madang.visits.routes import own, people, planning, rounds

router = APIRouter()
for part in (rounds, people, planning, own):
    router.include_router(part.router)
