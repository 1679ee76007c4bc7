# What a contributor types; `make help` lists it.
# Wanted beforehand: Python 3.11 or newer with venv, git, make. All else goes into .venv, from the locks, with hashes.

.DEFAULT_GOAL := help
.PHONY: announce help setup run test lint bench crash flood form load lock outages sending upgrade chromium

VENV := .venv
BIN := $(VENV)/bin
KILLS ?= 5
WHICH ?= locked
SECONDS ?= 70
BACKEND ?= sqlite
SIGNAL ?= KILL
N ?= 3000
# Much of what the tests do is waiting: two more processes than there are cores.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 2 )))
FROM ?= HEAD~1
PYTHON ?= python3 python3.11 python3.12 python3.13 python3.14

# Only wheels: nothing of a package runs while it is installed.
INSTALL := $(BIN)/python -m pip install -qq --only-binary :all: --require-hashes --requirement
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
# The tests start many processes: what they import is compiled once, not at each start.
unexport PYTHONDONTWRITEBYTECODE

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | column -t -s '|'

setup: $(VENV)/dev ## install everything for working on the project into .venv

run: $(VENV)/run ## start the bot; it prints the address of the chat page
	@$(BIN)/ovop-bot serve

test: $(VENV)/dev chromium lint ## check style, types and imports, then run all tests, side by side
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: $(VENV)/dev ## check style (ruff), types (mypy) and imports (import-linter)
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(VENV)/bench ## measure retrieval, answering and start, against others
	@$(BIN)/python -m benchmarks

crash: $(VENV)/dev ## end the bot KILLS times by SIGNAL (KILL or TERM) on BACKEND (sqlite or postgresql), and judge what is left; FORM=1: half-done forms
	@$(BIN)/python -m benchmarks.crash --kills $(KILLS) --backend $(BACKEND) --signal $(SIGNAL) $(if $(FORM),--form)

load: $(VENV)/dev ## measure updates per second beside a bare echo bot; 90 seconds
	@$(BIN)/python -m benchmarks.load

form: $(VENV)/dev ## measure presses in the self-assessment beside a form of python-telegram-bot; one minute
	@$(BIN)/python -m benchmarks.form

flood: $(VENV)/dev ## measure how much longer 20 people wait while one chat floods; ten minutes
	@$(BIN)/python -m benchmarks.flood

announce: $(VENV)/dev ## announce to N people through a strict Telegram, a kill each minute, beside peers; PREPARE=1000000: only prepare so many
	@$(BIN)/python -m benchmarks.announce --recipients $(N) $(if $(PREPARE),--prepare $(PREPARE))

sending: $(VENV)/dev ## send to N people through a strict Telegram, and measure pace and outcomes
	@$(BIN)/python -m benchmarks.sending --messages $(N)

upgrade: $(VENV)/dev ## leave work waiting in the bot of revision FROM, start this one on it, and judge what is left
	@$(BIN)/python -m benchmarks.upgrade --from $(FROM) --backend $(BACKEND)

outages: $(VENV)/dev ## take the database away: WHICH is postgres (restarted), locked or full (SQLite), for SECONDS, and judge what is left
	@$(BIN)/python -m benchmarks.outages --which $(WHICH) --seconds $(SECONDS)

lock: ## choose the newest versions that pyproject.toml allows (wants uv)
	@$(LOCK) --upgrade --group build --output-file requirements.lock
	@$(LOCK) --upgrade --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock

# The stamps: each is made when what it stands for is installed, and is out of date when its lock changes.

$(VENV)/made:
	@for python in $(PYTHON); do \
	  $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || continue; \
	  echo "Making $(VENV) with $$($$python --version)"; $$python -m venv --clear $(VENV) && touch $@ && exit 0; \
	done; \
	echo "Wanted: Python 3.11 or newer with venv (on Debian: apt-get install python3 python3-venv)" >&2; exit 1

$(VENV)/run: $(VENV)/made requirements.lock pyproject.toml
	@echo "Installing what the bot needs"
	@$(INSTALL) requirements.lock
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/run requirements-dev.lock
	@echo "Installing what the tests need"
	@$(INSTALL) requirements-dev.lock
	@touch $@

# Apart, and without what it asks for (a deep-learning framework): only its weights are read, by benchmarks/.
$(VENV)/bench: $(VENV)/dev requirements-bench.lock
	@echo "Installing what is measured against"
	@$(INSTALL) requirements-bench.lock --no-deps --upgrade --target $(VENV)/measured-against
	@touch $@

# Browser tests want a Chromium. Where it is not there and Debian's can be had, it is fetched; else those tests skip.
chromium:
	@command -v chromium > /dev/null || test -n "$$OVOP_CHROMIUM" || .ci/chromium
