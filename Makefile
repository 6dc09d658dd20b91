# What one can do with Lamplight. Plain `make` lists it; each target is one script in scripts/.
.DEFAULT_GOAL := help
.PHONY: help run test check nightly torture screenshots bench example-real format lint clean

help: ## List what one can do
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Install what is missing, build, make the demo utility once, serve it on 127.0.0.1:8080
	@scripts/run

test: ## Everything: release build, both engines, all suites; ends with "N passed, N failed"
	@scripts/test

check: ## The quick look while working: incremental debug build, SQLite only, under five minutes
	@scripts/check

nightly: ## All suites with their long counts; figures go to docs/figures
	@scripts/nightly

torture: ## All suites with their greatest counts, on a PostgreSQL that syncs to disk; figures go to docs/figures
	@scripts/torture

screenshots: ## Photograph each page into docs/screenshots: desktop and phone, both languages, both themes
	@scripts/screenshots

bench: ## Measure rating, the month's run, a rehearsal and search; one JSON object each
	@scripts/bench

example-real: ## Bill a real house's year from its hours, with the public commands alone, and print the bills
	@scripts/example-real

format: ## Lay the Swift files out as .swift-format says
	@swift format format --in-place --recursive --parallel Package.swift Sources Tests

lint: ## Say where the Swift files differ from .swift-format, or a script from sound shell
	@scripts/lint

clean: ## Remove what was built; data and demo stay
	@rm -rf .build
