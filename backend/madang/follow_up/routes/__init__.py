"""Follow-up: periods of reporting, reports as cities write and organisers rate them, and the cohort."""

from fastapi import APIRouter

from madang.follow_up.routes import office, own, periods

router = APIRouter()
for part in (periods, own, office):
    router.include_router(part.router)
