# Each target does all the set-up it needs. `make demo` is the place to start.
PYTHON ?= python3
BIN := .venv/bin

BENCHES := bench-pages bench-line bench-crawl bench-reread bench-quiet bench-feed bench-dates bench-regions

.PHONY: demo test lint bench $(BENCHES) torture schemas lock venv clean

demo: .venv/ready  ## run the real job on the fixture site
	@$(BIN)/scrapy demo

test: .venv/ready  ## all tests, in parallel
	@$(BIN)/python -m pytest

lint: .venv/ready  ## style, types, Scrapy's own rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/scrapy-lint
	@$(BIN)/python scripts/house_figures.py

bench: $(BENCHES)  ## everything that is measured (under 15 minutes)
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.adversarial
	@$(BIN)/python -m benchmarks.document

bench-pages: .venv/ready  ## our reader of pages beside others, whose packages go to .bench/pages (3 minutes)
	@$(BIN)/python -m benchmarks.peers pages
	@$(BIN)/python -m benchmarks.pages $(ARGS)

bench-line: .venv/ready  ## bytes of a page to its line, step by step
	@$(BIN)/python -m benchmarks.peers dates
	@$(BIN)/python -m benchmarks.line $(ARGS)

bench-crawl: .venv/ready  ## a crawl beside bare Scrapy and a usual project (needs nginx)
	@$(BIN)/python -m benchmarks.peers product
	@$(BIN)/python -m benchmarks.crawl $(ARGS)

bench-reread: .venv/ready  ## stored pages to lines again, one and two processes
	@$(BIN)/python -m benchmarks.reread $(ARGS)

bench-quiet: .venv/ready  ## a run on 72,000 known articles, of which nothing changed
	@$(BIN)/python -m benchmarks.quiet $(ARGS)

bench-feed: .venv/ready  ## accepting, publishing and verifying 100,000 records
	@$(BIN)/python -m benchmarks.feed

bench-dates: .venv/ready  ## our dates beside other finders, whose packages go to .bench/dates
	@$(BIN)/python -m benchmarks.peers dates
	@$(BIN)/python -m benchmarks.dates --speed $(ARGS)

bench-regions: .venv/ready  ## our regions beside another look-up, whose package goes to .bench/regions (2 minutes)
	@$(BIN)/python -m benchmarks.peers regions
	@$(BIN)/python -m benchmarks.regions --speed $(ARGS)

venv: .venv/ready

.venv/ready: requirements-dev.lock
	@echo "setting up .venv (once; about a minute)"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch .venv/ready

schemas: .venv/ready  ## write the JSON Schemas from the record classes
	@$(BIN)/python -m envfocus.schema

torture: .venv/ready  ## kill crawls at 200 random instants and count what readers saw (about 15 minutes)
	@$(BIN)/python -m tests.support.torture 200

lock:  ## pin the newest versions that fit pyproject.toml, with hashes
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group dev pyproject.toml --constraint requirements.lock --output-file requirements-dev.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header benchmarks/peers/dates.in --output-file benchmarks/peers/dates.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header benchmarks/peers/regions.in --output-file benchmarks/peers/regions.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header benchmarks/peers/pages.in --output-file benchmarks/peers/pages.lock

clean:
	rm -rf .venv .bench build demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
