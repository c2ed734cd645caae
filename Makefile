# Two commands are all a newcomer needs: `make demo` and `make test`.
# Each sets up .venv by itself, from the locked requirements.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo run test check format clean

help:
	@echo "make demo    the whole bot on this machine, no token needed: http://127.0.0.1:8080"
	@echo "make run     the bot for real, with the settings in .env (see .env.example)"
	@echo "make test    every test"
	@echo "make check   formatting, lint, types, import rules"
	@echo "make format  put the code into the house format"

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; found: $(PYTHON)"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.runtime: requirements.lock | .venv/bin/python
	@echo "Setting up .venv (once, about a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/.development: requirements-dev.lock | .venv/.runtime
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: .venv/.runtime
	@$(BIN)/python -m bot demo $(ARGS)

run: .venv/.runtime
	@$(BIN)/python -m bot run

# A module stays on one processor: some tell a story on one stage. In the order of folders the longest come first.
test: .venv/.development
	@$(BIN)/python -m pytest --numprocesses=auto --dist=loadscope --no-loadscope-reorder $(ARGS)

check: .venv/.development
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.development
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis
