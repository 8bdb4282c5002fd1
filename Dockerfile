# One image for the server, the deployer and the worker: all of them are this project's locked Python.
FROM python:3.12-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DO_NOT_TRACK=1 \
    PREFECT_SERVER_ANALYTICS_ENABLED=false \
    PATROLI_HOME=/opt/patroli

WORKDIR /opt/patroli
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY pyproject.toml README.md LICENSE prefect.yaml ./
COPY src ./src
COPY flows ./flows
COPY config ./config
RUN pip install --no-deps --no-build-isolation -e . \
    && useradd --create-home --uid 10001 patroli \
    && install -d -o patroli -g patroli /opt/patroli/data

USER patroli
VOLUME /opt/patroli/data
CMD ["patroli", "--help"]
