"""Participants: members of delegations, sensitive details, visas."""

from fastapi import APIRouter

from madang.participants.routes import members, sensitive, visa

router = APIRouter()
for part in (members, sensitive, visa):
    router.include_router(part.router)
