"""Signing in, one's own account, tokens, roles."""

from fastapi import APIRouter

from madang.accounts.routes import api_tokens, auth, installation, links, me, registrations, roles

router = APIRouter()
for part in (auth, links, registrations, me, api_tokens, roles, installation):
    router.include_router(part.router)
