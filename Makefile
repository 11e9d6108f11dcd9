# The commands of the project; what they do is in deploy/. PORT, PYTHON and DATABASE_URL may be given:
# make run PORT=8001. ARGS goes to pytest: make test ARGS="-k ocop".
python := .venv/bin/python
PORT ?= 8000
export PORT
djade = find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 $(1) {} +

.PHONY: setup run test lint format lock audit drills bench

setup:  ## the environment alone: .venv and what the machine lacks
	@deploy/setup dev

run:  ## from nothing to a running portal with the year 2020 in it
	@deploy/run

test:  ## from nothing to a passed test suite, on SQLite and on PostgreSQL
	@deploy/test $(ARGS)

# The settings of a real office, whatever .env says: `check --deploy` judges what production gets.
lint: export DEBUG = false
lint: export HTTPS = true
lint: export DEMO = false
lint: export ALLOWED_HOSTS = localhost
lint: export DATABASE_URL = sqlite://:memory:
lint: export DATA_KEYS = MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=
lint: export SECRET_KEY = only-for-make-lint-0123456789-abcdefghijklmnopqrstuvwxyz
lint:  ## style, types, layers, migrations, production settings, known holes
	@deploy/setup dev
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(call djade,--check)
	$(python) .venv/bin/lint-imports
	$(python) -m mypy .
	$(python) manage.py makemigrations --check --dry-run
	$(python) manage.py check --deploy --fail-level WARNING
	$(python) deploy/audit.py --lenient

format:  ## rewrites the code as `make lint` wants it
	@deploy/setup dev
	$(python) -m ruff check --fix
	$(python) -m ruff format
	$(call djade)

lock:  ## requirements.lock from pyproject.toml; ARGS=--upgrade takes the newest versions
	@deploy/setup dev
	deploy/lock $(ARGS)

audit:  ## known holes in the locked versions (asks a public service)
	@deploy/setup dev
	$(python) deploy/audit.py

drills:  ## races over real HTTP, on SQLite and on PostgreSQL; ARGS names one: make drills ARGS=sign_in_guesses
	@deploy/setup test
	drills/run $(ARGS)

benches = $(filter-out __init__,$(basename $(notdir $(wildcard bench/*.py))))
bench:  ## what is fast, beside the fastest other way; ARGS names one: make bench ARGS=report
	@deploy/setup dev
	@set -e; for each in $(or $(ARGS),$(benches)); do $(python) -m bench.$$each; done
