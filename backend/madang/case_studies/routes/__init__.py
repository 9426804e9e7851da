"""Case studies: calls, what is handed in, its review and selection, and what the public reads."""

from fastapi import APIRouter

from madang.case_studies.routes import calls, own, public, selection, studies

router = APIRouter()
# Calls first: their address would be taken for a case study's.
for part in (calls, selection, studies, own, public):
    router.include_router(part.router)
