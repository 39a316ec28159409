.DEFAULT_GOAL := help
.PHONY: help run test build fmt lint e2e bench clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Install what is missing, build, and serve the demo on http://127.0.0.1:3000
	@scripts/run

test: ## Everything that must hold: format, lints, rules, both databases, browser with and without script
	@scripts/test

build: ## One self-contained release binary: target/release/hukumati
	@scripts/build

fmt: ## Format the Rust code
	@cargo fmt --all
	@cargo fmt --manifest-path fuzz/Cargo.toml

lint: ## Format check and clippy, for the server and for the browser
	@scripts/lint

e2e: ## The browser tests alone: make e2e ARGS="apply.spec.ts --project noscript-ar-phone"
	@scripts/e2e $(ARGS)

bench: ## How long a journey takes to decide, natively and in WASM
	@scripts/bench

clean: ## Remove what was built; installed tools and ./data stay
	@cargo clean
	@rm -rf end2end/node_modules end2end/test-results end2end/playwright-report
