# syntax=docker/dockerfile:1
# One image for the web, the worker, the scheduler and the migrations; the command decides.

FROM python:3.13-slim AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements/base.txt /tmp/base.txt
RUN /opt/venv/bin/pip install --require-hashes -r /tmp/base.txt

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=inspectorate.settings.production
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin inspectorate
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY manage.py ./
COPY areas areas
COPY evaluations evaluations
COPY followthrough followthrough
COPY indicators indicators
COPY inspectorate inspectorate
COPY docker/probe.py docker/probe.py
# Collecting static files reads the settings but no database, and keeps nothing of these values.
RUN SECRET_KEY=used-only-while-the-image-is-built-and-kept-nowhere-in-it \
    DATABASE_URL=postgres://nobody@127.0.0.1:1/nothing \
    ALLOWED_HOSTS=localhost \
    python manage.py collectstatic --no-input
USER inspectorate
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "docker/probe.py", "web"]
# Temporary files of the workers are kept in memory, so the root file system may be read-only.
CMD ["gunicorn", "inspectorate.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "3", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
