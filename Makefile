# Everything a newcomer needs: `make demo` and `make test`. Each makes .venv when there is none.

PYTHON ?= python3
VENV   := .venv
ifeq ($(OS),Windows_NT)
BIN    := $(VENV)/Scripts
else
BIN    := $(VENV)/bin
endif
READY  := $(VENV)/.ready
ENGINE := .engine
DIST   := dist
SDKS   := sdks
SITE   := build/site
SCHEMA := pulumi_trusthub/plugin/schema.json
VERSION = $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' pulumi_trusthub/_version.py)
BENCHMARKS := request commands plugin overhead speed size stacks concurrency
EXAMPLES := $(sort $(dir $(wildcard examples/*/*.py templates/*/*.py)))
TESTS  := $(filter-out tests/typing/,$(sort $(dir $(wildcard tests/*.py tests/*/*.py tests/*/*/*.py))))

# Where this is set, each of the many processes of the tests compiles all of its modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo engine sdks sdks-of-the-cli programs test test-engine-all test-versions check lint types layers schema docs audit bench format constraints dist plugin-tarball states release publish-npm publish-assets publish-site clean

demo: export PATH := $(PATH):$(CURDIR)/$(ENGINE)
demo: $(READY)
	$(BIN)/pulumi-trusthub demo

# Pulumi's own engine, for demo and tests, and its generators of SDKs: some minutes the first time,
# a second after that.
engine:
	$(PYTHON) tools/pulumi/build.py $(ENGINE)

# The plugin's SDKs for Node.js and Python, by the generators in Pulumi's own module.
sdks: engine
	$(ENGINE)/trusthub-codegen sdks $(SCHEMA) $(VERSION) $(SDKS)

# Those for .NET and Java, by the whole command line, which has their generators.
sdks-of-the-cli:
	set -e; for language in dotnet java; do \
	  pulumi package gen-sdk $(SCHEMA) --language $$language --version $(VERSION) --out $(SDKS); done

# The TypeScript of the reference's programs, from their YAML.
programs: engine
	$(ENGINE)/trusthub-codegen programs $(SCHEMA) $(VERSION) docs/programs docs/programs

test: $(READY)
	$(BIN)/python -m pytest -n 6 --dist loadgroup

# What CI leaves out: every row of the fault table on Pulumi's engine, a hundred histories, and the
# behaviours in the native form and on a server that writes what it can in another way.
test-engine-all: $(READY)
	TRUSTHUB_ENGINE_ALL=1 $(BIN)/python -m pytest -n 6 --dist loadgroup tests/behaviours tests/testing
	TRUSTHUB_NORMALIZE_FIELDS=1 $(BIN)/python -m pytest -n 6 --dist loadgroup tests/behaviours -k embedded

test-versions: $(READY)
	$(BIN)/nox $(if $(PYTHONS),--python $(PYTHONS))

check: lint types layers docs

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python tools/docstrings.py pulumi_trusthub
	$(BIN)/python tools/schema.py --check
	$(BIN)/python tools/schema_changes.py

types: $(READY)
	$(BIN)/mypy
	$(BIN)/mypy tests/typing
	set -e; for folder in $(TESTS); do \
	  MYPYPATH=tests:$$folder..:$$folder \
	    $(BIN)/mypy --untyped-calls-exclude pulumi $$folder*.py; done  # no packages
	$(BIN)/mypy --explicit-package-bases benchmarks
	$(BIN)/mypy tools/pulumi/build.py
	$(BIN)/mypy docs/programs/*/*.py
	$(BIN)/mypy plugin
	$(BIN)/mypy tools/plugin_tarball.py
	$(BIN)/mypy tools/release.py
	$(BIN)/mypy hatch_build.py
	$(BIN)/mypy tools/schema.py
	$(BIN)/mypy tools/schema_changes.py
	set -e; for example in $(EXAMPLES); do $(BIN)/mypy $$example; done  # each has a __main__

layers: $(READY)
	$(BIN)/lint-imports

# The plugin's schema, made from the resource classes, the handlers and the lookups.
schema: $(READY)
	$(BIN)/python tools/schema.py

# Without --quiet, which would hide warnings from --strict, too.
docs: $(READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --site-dir $(SITE)

audit: $(READY)
	$(BIN)/pip-audit --requirement constraints.txt --no-deps --disable-pip --strict

bench: export PATH := $(PATH):$(CURDIR)/$(ENGINE)
bench: $(READY)
	set -e; for name in $(BENCHMARKS); do $(BIN)/python -m benchmarks.$$name --save; done
	$(BIN)/python -m benchmarks.quote

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# For all Pythons at once; what is there stays as it is: take a line away to have it raised.
constraints: $(READY)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.10 --no-annotate --no-header \
	  --extra testing --extra cli --group dev --group docs --output-file constraints.txt pyproject.toml

dist: $(READY)
	rm -rf $(DIST)
	$(BIN)/python -m hatchling build --directory $(DIST)

# Around the wheel, for `pulumi plugin install resource trusthub --file`.
plugin-tarball: dist
	$(BIN)/python tools/plugin_tarball.py $(DIST)

# The states of this version, which every later one is tested to go on with.
states: export PATH := $(PATH):$(CURDIR)/$(ENGINE)
states: $(READY)
	PYTHONPATH=tests:tests/behaviours $(BIN)/python tests/behaviours/kept_states.py

# All that a release has, in dist, with checksums; fails where a file is of another version. With
# TAG=v0.1.0 it is as strict as a release, without it a rehearsal of one.
release: plugin-tarball sdks docs
	$(BIN)/python tools/release.py pack $(DIST) $(SDKS)
	$(BIN)/python tools/release.py check $(DIST) $(SITE) $(TAG)

# The next three belong to .github/workflows/release.yml, which has the right to publish.
publish-npm:
	npm publish $(DIST)/pulumi-trusthub-$(VERSION).tgz --provenance --access public

publish-assets:
	$(PYTHON) tools/release.py notes > notes.md
	gh release create v$(VERSION) $(DIST)/* --verify-tag --title $(VERSION) --notes-file notes.md

publish-site: $(READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mike deploy --push --update-aliases $(VERSION) latest
	$(BIN)/mike set-default --push latest

clean:
	rm -rf $(VENV) $(ENGINE) .nox .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache \
	  build $(DIST) $(SDKS)

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[testing,cli]" --group dev --group docs
	$(BIN)/python -c "import pathlib; pathlib.Path('$(READY)').touch()"
