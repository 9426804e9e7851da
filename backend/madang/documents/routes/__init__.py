"""Routes of documents: a plan taken along by whoever writes it and by organisers, and its workbook brought back."""

from fastapi import APIRouter

from madang.documents.routes import importing, taking

router = APIRouter()
for part in (taking, importing):
    router.include_router(part.router)
