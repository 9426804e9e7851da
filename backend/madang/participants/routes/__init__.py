"""Participants under /api/v1."""

from fastapi import APIRouter

from madang.participants.routes import lists, messages, own_requirements, requirements, transfers

router = APIRouter(prefix="/api/v1")
for part in (transfers, messages, requirements, lists, own_requirements):
    router.include_router(part.router)
