"""Notices over HTTP: organisers', one's own, and by a link."""

from fastapi import APIRouter

from madang.notices.routes import announcements, links, own

router = APIRouter()
for part in (announcements, own, links):
    router.include_router(part.router)
