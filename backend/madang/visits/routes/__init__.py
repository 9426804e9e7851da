"""Study visits: planning, hosts."""

from fastapi import APIRouter

from madang.visits.routes import host_page, hosts

router = APIRouter()
# Hosts first: their address would be taken for a session's.
for part in (hosts, host_page):
    router.include_router(part.router)
