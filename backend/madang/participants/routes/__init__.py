"""Participants: members of delegations, lists, requirements, sensitive details, visas."""

from fastapi import APIRouter

from madang.participants.routes import (
    lists,
    members,
    messages,
    own_requirements,
    requirements,
    sensitive,
    transfers,
    visa,
)

router = APIRouter()
for part in (transfers, messages, requirements, lists, own_requirements):
    router.include_router(part.router, prefix="/api/v1")
for part in (members, sensitive, visa):
    router.include_router(part.router)
