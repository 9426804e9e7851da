"""Signing in, one's own account, tokens, roles."""

from fastapi import APIRouter

from madang.accounts.routes import auth, links, me

router = APIRouter()
for part in (auth, links, me):
    router.include_router(part.router)
