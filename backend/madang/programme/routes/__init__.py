"""The programme under /api/v1."""

from fastapi import APIRouter

from madang.programme.routes import editions, file, releases, series, sessions, topics, venues

router = APIRouter(prefix="/api/v1")
for part in (series, editions, venues, topics, sessions, releases, file):
    router.include_router(part.router)
