"""Participants: members of delegations."""

from fastapi import APIRouter

from madang.participants.routes import members

router = APIRouter()
for part in (members,):
    router.include_router(part.router)
