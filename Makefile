# Sluice. 'make' lists the targets; each installs what it needs on Debian when it may, or says what to install.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help tools build test demo bench snapshots docs fmt check dist clean

ARCH   := $(shell uname -m | sed -e s/x86_64/x64/ -e s/aarch64/arm64/)
RID    := linux-$(ARCH)
CONFIG := Release
DOTNET := dotnet

export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

tools: ## Install what the build needs, or say what is missing
	@scripts/need.sh dotnet gcc zlib

build: tools ## Build dist/sluice, the native binary
	$(DOTNET) publish src/Cli -c $(CONFIG) -r $(RID) -o build/cli -v quiet
	@mkdir -p dist && install -m 755 build/cli/sluice dist/sluice
	@ls -l dist

test: build ## Build, then run every test, and again with the scalar line splitting
	@scripts/test.sh

demo: build ## Build, then turn a realistic flow-log file into ECS events
	@scripts/demo.sh

bench: build ## Measure beside gzip, jq and awk, and write the README's table
	@scripts/need.sh jq
	$(DOTNET) publish bench/Compare -c $(CONFIG) -r $(RID) -o build/compare -v quiet
	build/compare/sluice-compare

snapshots: ## Accept every received snapshot; review the difference before committing
	@for f in snapshots/*/*.received.json; do [ -e "$$f" ] && mv -v "$$f" "$${f/received/verified}" || true; done

docs: ## Write docs/FIELDS.md from the field table
	SLUICE_WRITE_DOCS=1 $(DOTNET) test tests/Repo.Tests --filter FullyQualifiedName~FieldsPage -v quiet

fmt: ## Format the code
	$(DOTNET) format Plugin.sln

check: ## Fail when the code is not formatted
	$(DOTNET) format Plugin.sln --verify-no-changes

dist: build ## Pack dist/ into a tarball
	tar -C dist -czf sluice-$$(dist/sluice --version)-$(RID).tar.gz .

clean: ## Remove everything that was built
	rm -rf build dist TestResults
	find src tests bench -name bin -o -name obj | xargs rm -rf
