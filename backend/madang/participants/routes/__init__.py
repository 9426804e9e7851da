"""Routes of participants."""

from fastapi import APIRouter

from madang.participants.routes import sensitive, visa

router = APIRouter()
for part in (sensitive, visa):
    router.include_router(part.router)
