# Sluice. 'make' lists the targets; each installs what it needs on Debian when it may, or says what to install.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help tools build emulator fakehost test soak fuzz demo bench bench-host snapshots docs notices sbom fmt check dist dist-check clean

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

build: tools ## Build dist/sluice, the native binary, and dist/sluice.so, the Fluent Bit plugin
	@scripts/build.sh

emulator: ## Install the SQS and S3 that the tests and the demo talk to
	@scripts/need.sh node
	@[ tests/emulator/node_modules/.package-lock.json -nt tests/emulator/package-lock.json ] || npm ci --silent --prefix tests/emulator

fakehost: tools ## Build the C programs of the tests: the stand-ins for Fluent Bit, the ledger's cases
	@scripts/fakehost.sh

test: tools emulator fakehost ## Build, then run every test, and the core's again with scalar line splitting
	@[ tests/deploy/node_modules/.package-lock.json -nt tests/deploy/package-lock.json ] || npm ci --silent --prefix tests/deploy
	@scripts/need.sh syslog-ng || echo "Without syslog-ng one test is left out."
	@scripts/build.sh tests
	@scripts/test.sh

soak: build emulator ## The loss tests 20 times, throughput, scaling, and what is lost by rate, receiver and fault (with FLUENT_BIT, there too)
	SLUICE_SOAK=1 $(DOTNET) test tests/Pull.Tests -c $(CONFIG) --filter 'FullyQualifiedName~LossTests|FullyQualifiedName~ThroughputTests|FullyQualifiedName~ScalingTests|FullyQualifiedName~IdleTests' --logger 'console;verbosity=detailed'
	SLUICE_SOAK=1 $(DOTNET) test tests/Deliver.Tests -c $(CONFIG) --filter 'FullyQualifiedName~LossTests|FullyQualifiedName~ThroughputTests' --logger 'console;verbosity=detailed'
	SLUICE_SOAK=1 $(DOTNET) test tests/e2e -c $(CONFIG) --filter 'FullyQualifiedName~GridTests' --logger 'console;verbosity=detailed'

fuzz: build fakehost ## Damaged events, Parquet and gzip files and messages, by the million, and simulated worlds (COUNT, FILES, MESSAGES, WORLDS, FOR, SEED, ONLY)
	@scripts/fuzz.sh

demo: build emulator ## Build, then turn flow-log files, and a queue of S3 objects, into ECS events, and deliver them
	@scripts/demo.sh

bench: build ## Measure beside gzip, jq and awk, and write the README's table
	@scripts/need.sh jq
	$(DOTNET) publish bench/Compare -c $(CONFIG) -r $(RID) -o build/compare -v quiet
	build/compare/sluice-compare

bench-host: build fakehost ## Measure inside Fluent Bit (FLUENT_BIT or PATH) beside Lua and its regex parser
	@bench/host/run.sh

snapshots: ## Accept every received snapshot; review the difference before committing
	@for f in snapshots/*/*.received.json; do [ -e "$$f" ] && mv -v "$$f" "$${f/received/verified}" || true; done

docs: build emulator ## Write what the docs take from the code: fields, settings, metrics, lines of deploy/aws
	SLUICE_WRITE_DOCS=1 $(DOTNET) test tests/Repo.Tests --filter 'FullyQualifiedName~FieldsPage|FullyQualifiedName~SettingsTable|FullyQualifiedName~DeployPage|FullyQualifiedName~MetricsPage' -v quiet

notices: tools ## Write THIRD-PARTY-NOTICES from the lock files
	@scripts/need.sh node
	node scripts/packages.mjs notices

sbom: tools ## Write dist/sluice.cdx.json, what the binary and the library contain (CycloneDX)
	@scripts/need.sh node
	node scripts/packages.mjs sbom dist/sluice.cdx.json

fmt: ## Format the code
	$(DOTNET) format Plugin.sln

check: ## Fail on code that is not formatted, on six lines that stand twice, and on packages with known holes
	@scripts/need.sh node
	$(DOTNET) format Plugin.sln --verify-no-changes
	@node scripts/duplicates.mjs
	@scripts/audit.sh

dist: tools ## Packages for x64 and arm64 in dist/: tarball, .deb, .rpm and their sums (ARCHS names some)
	@packaging/dist.sh

dist-check: ## Try the packages: goldens under qemu, install and removal; with TWICE=1 a second build beside the first
	@packaging/check.sh

clean: ## Remove everything that was built
	rm -rf build dist TestResults tests/emulator/node_modules tests/deploy/node_modules
	find src tests bench -name bin -o -name obj | xargs rm -rf
