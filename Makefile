# The two commands of this project are `make run` and `make test`; `make help` lists the others.
# Needs Python 3.11 or later with venv, and nothing else.

PYTHON ?= python3
VENV ?= .venv
TODAY ?= 2026-11-24
# No wrong answer is allowed; of the right ones at least so many, a little below what the lexical matcher reaches today
# on the questions that are no phrasings of the base. The aim is 0.95 (`python -m bot eval` alone holds to it): raise
# this with the matcher, never lower it.
MIN_RIGHT ?= 0.69
ARGS ?=
SAMPLES ?= samples
SBOM ?= sbom
UPGRADE ?=

PY = $(VENV)/bin/python
QUIETLY = --disable-pip-version-check --no-input --quiet
PIP = $(PY) -m pip $(QUIETLY)
LOCK = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header $(UPGRADE) pyproject.toml

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run test test-all siege bench speed fit model judge samples sbom locale lock clean

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile

run: $(VENV)/run  ## start the bot: on Telegram with TELEGRAM_BOT_TOKEN, else here in the terminal
	@$(PY) -m bot run $(ARGS)

test: $(VENV)/dev  ## lint, types, the facts, the question file and the tests, within minutes
	@$(STEPS); run -m "not long" $(ARGS)

test-all: $(VENV)/dev  ## the same with both modes and the long lists in all tests
	@$(STEPS); run $(ARGS)

# `run` begins all that is no test at once and beside the tests, on one of the two cores that pytest leaves waiting for
# the network; each step runs, so that one call names all that fails.
define STEPS
failed() { printf '== failed: %s\n' "$$1"; false; }; \
step() { \
	name=$$1; shift; \
	output=$$("$$@" </dev/null 2>&1); code=$$?; \
	printf '== %s\n%s\n' "$$name" "$$output"; \
	[ $$code = 0 ] || failed "$$name"; \
}; \
beside() { \
	code=0; \
	step check $(PY) -m bot check --today $(TODAY) || code=1; \
	step eval $(PY) -m bot eval --min-right $(MIN_RIGHT) || code=1; \
	step lint $(PY) -m ruff check . || code=1; \
	step types $(PY) -m mypy || code=1; \
	return $$code; \
}; \
run() { \
	beside & others=$$!; code=0; \
	$(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal "$$@" </dev/null || failed tests || code=1; \
	wait $$others || code=1; \
	return $$code; \
}
endef

siege: $(VENV)/dev  ## send the bot 10,000 hostile messages in a row, then an honest question
	@SIEGE=10000 $(PY) -m pytest tests/security/test_siege.py $(ARGS)

bench: $(VENV)/dev  ## this bot and its peers on public question sets, into bench/RESULTS.md
	@$(PY) -m bench $(ARGS) && $(PY) -m bench.reliability && $(PY) -m bench.near_misses && $(PY) -m bench.tables && $(PY) -m bench.dialogues

speed: $(VENV)/dev  ## CPU seconds of ask and check beside their targets, and a question against RapidFuzz
	@$(PY) -m bench.speed $(ARGS)

load: $(VENV)/dev  ## answers a second, latency and memory, beside a bare echo bot
	@$(PY) -m bench.load $(ARGS)

chaos: $(VENV)/dev  ## kills, restarts, full disks, cut lines: what is answered, doubled, lost
	@$(PY) -m bench.chaos $(ARGS)

fit: $(VENV)/dev  ## fit the weights of the matcher on the public question sets
	@$(PY) -m bench.fit $(ARGS)

judge: $(VENV)/dev model  ## train the judge of meaning anew from bench/contrasts, and fit how sure it has to be (an hour)
	@$(PIP) install '.[train]' </dev/null >&2
	@$(PY) -m bench.judge.train $(ARGS)
	@$(PY) -m bench.fit_acceptance

model: $(VENV)/made  ## put the sentence model together that the semantic extra uses
	@$(PY) tools/assemble_model.py

samples: $(VENV)/run  ## the fact sheet of KAZIND as PDF and HTML, into samples/ or SAMPLES=…
	@mkdir -p $(SAMPLES)
	@$(PY) -m bot brief kazind --pdf $(SAMPLES)/kazind.pdf --html $(SAMPLES)/kazind.html

sbom: $(VENV)/made  ## what the bot is installed with: an SBOM (CycloneDX) and the licences, into sbom/
	@$(PYTHON) -m venv $(VENV)/sbom/run </dev/null >&2
	@$(VENV)/sbom/run/bin/python -m pip $(QUIETLY) install --require-hashes --requirement requirements.txt </dev/null >&2
	@$(PYTHON) -m venv $(VENV)/sbom/tools </dev/null >&2
	@$(VENV)/sbom/tools/bin/python -m pip $(QUIETLY) install 'cyclonedx-bom>=7,<8' 'pip-licenses>=5,<6' </dev/null >&2
	@mkdir -p $(SBOM)
	@$(VENV)/sbom/tools/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
		--output-format JSON --output-file $(SBOM)/briefing-bot.cdx.json $(VENV)/sbom/run/bin/python >&2
	@$(VENV)/sbom/tools/bin/pip-licenses --python $(VENV)/sbom/run/bin/python --from=mixed --with-urls \
		--format=markdown --output-file $(SBOM)/licences.md >&2

locale: $(VENV)/dev  ## bring the catalogues of the bot's own words up to date with the code
	@$(VENV)/bin/pybabel -q extract --no-default-keywords --keywords=Message --keywords=Plural:1,2 \
		--add-location=file --output-file=$(VENV)/bot.pot bot
	@$(VENV)/bin/pybabel -q update --domain=bot --input-file=$(VENV)/bot.pot --output-dir=bot/locale \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=100

lock: $(VENV)/made  ## pin what pyproject.toml asks for; UPGRADE=--upgrade takes newer versions
	@$(PIP) install 'uv>=0.13,<0.14' </dev/null >&2
	@$(LOCK) --extra pdf --extra api --extra mcp --extra judge --output-file requirements.txt
	@$(LOCK) --extra pdf --extra api --extra mcp --extra judge --extra semantic --constraint requirements.txt \
		--output-file requirements-image.txt
	@$(LOCK) --extra pdf --extra api --extra mcp --extra judge --extra stats --extra xlsx --extra dev --extra bench --extra semantic --constraint requirements.txt \
		--output-file requirements-dev.txt

clean:  ## remove what make has installed
	@rm -rf $(VENV)

# A stamp is younger than the pins that it stands for, or make installs them again. Nothing here reads
# standard input or writes to standard output: both belong to the bot.
$(VENV)/run: requirements.txt $(VENV)/made
	@echo "installing what the bot needs, once …" >&2
	@$(PIP) install --require-hashes --requirement requirements.txt </dev/null >&2
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/made
	@echo "installing what the tests need, once …" >&2
	@$(PIP) install --require-hashes --requirement requirements-dev.txt </dev/null >&2
	@touch $@ $(VENV)/run

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null 2>/dev/null || { \
		echo "error: '$(PYTHON)' is not Python 3.11 or later; install one, and name it as make PYTHON=…" >&2; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' </dev/null 2>/dev/null || { \
		echo "error: '$(PYTHON)' comes without venv; install it (on Debian and Ubuntu: apt install python3-venv)" >&2; \
		exit 1; }
	@$(PYTHON) -m venv $(VENV) </dev/null >&2
	@touch $@
