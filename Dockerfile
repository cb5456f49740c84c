# Three stages: the style sheets, the Python packages, and the small thing that runs.

FROM node:22-bookworm-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY scripts/build_static.mjs scripts/
COPY static static
RUN node scripts/build_static.mjs

FROM python:3.12-slim-bookworm AS packages
COPY requirements.lock .
RUN python -m venv /opt/venv \
  && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.12-slim-bookworm
RUN apt-get update \
  && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin lederside
# The root file system may be read-only: what must be written (font cache, beat's clock) goes to /tmp.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    BIND=0.0.0.0:8000
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY . .
COPY --from=assets /app/static/built static/built
RUN env $(grep -v '^#' scripts/check.env) python manage.py collectstatic --no-input --verbosity 0 \
  && python -m compileall -q .
USER lederside
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "scripts/healthcheck.py"]
CMD ["gunicorn", "lederside.wsgi"]
