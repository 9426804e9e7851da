# Two stages: Node builds the frontend, Python serves it. No tool of either build stays in what runs.

FROM node:20-bookworm-slim AS frontend
WORKDIR /app/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.lock requirements-build.lock ./
RUN pip install --require-hashes -r requirements.lock && pip install --require-hashes -r requirements-build.lock
COPY pyproject.toml README.md ./
COPY backend backend
COPY migrations migrations
COPY programmes programmes
RUN pip install --no-deps --no-build-isolation --editable . \
    && python -m compileall -q backend \
    && useradd --system --uid 10001 --no-create-home madang \
    && install -d -o madang -m 0700 /data
COPY --from=frontend /app/frontend/build frontend/build

USER madang
ENV MADANG_DATA_DIR=/data MADANG_HOST=0.0.0.0 MADANG_PORT=8000 MADANG_LOG_FORMAT=json
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health/ready', timeout=2)"]
CMD ["madang", "serve"]
