"""Study visits: their planning, who goes where, what participants want, and who receives them."""

from fastapi import APIRouter

from madang.visits.routes import host_page, hosts, own, people, planning, rounds

router = APIRouter()
# Hosts first: their address would be taken for a session's.
for part in (hosts, rounds, people, planning, own, host_page):
    router.include_router(part.router)
