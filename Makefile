# Every contract of the project in one place: set up, try, test, check, measure.
PORT ?= 8088
SCENE ?= both
PY := .venv/bin/python
READY := .venv/.ready
READY_DEV := .venv/.ready-dev
UV := .venv/bin/uv
LAY_OUT = $(UV) pip install --quiet --python $(PY) --no-deps
# Byte code is made at the first import: compiling all of it here would double the wait.
INSTALL := $(PY) -m pip install --quiet --no-compile --disable-pip-version-check

# Compiling every module anew takes a third of a start, and tests start many processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup setup-dev demo test test-long sweep soak snapshots screens moving-picture guide-pictures first-minute check migration learn cover bench mutate lock clean

# uv lays out packages in a fifth of the time that pip takes, and once it has seen them in a tenth.
# It does not read pip's settings: where it gets no package, pip does the work.
define install_from
	$(LAY_OUT) --require-hashes --requirement $(1) || $(INSTALL) --no-deps --requirement $(1)
	$(LAY_OUT) --no-build-isolation --editable .
endef

# What an operator needs: the product, nothing to test it with.
setup: $(READY)

# What a developer needs on top.
setup-dev: $(READY_DEV)

$(READY): requirements.lock | $(UV)
	$(call install_from,requirements.lock)
	touch $@

# The developer's list holds the operator's too, so that one is enough.
$(READY_DEV): requirements-dev.lock requirements.lock | $(UV)
	$(call install_from,requirements-dev.lock)
	touch $@ $(READY)

$(UV):
	python3 -m venv .venv
	sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	$(INSTALL) --requirement .venv/uv.lock

demo: setup
	.venv/bin/mosavabe demo --port $(PORT) --scene $(SCENE)

test: setup-dev
	$(PY) -m pytest -n 2 --dist loadgroup

# What is tried only in part by `make test`: twenty thousand random calls and two thousand broken
# bodies against the simulator, two whole years of a council on both databases, ten thousand
# guessed codes, every button, true and forged, pressed by everybody else now and in later states,
# the numbers of sixty drawn councils, ten thousand made-up messages and two thousand mutilated
# updates, forty updates in flight at each of twenty-five kills, the demo with the shared documents,
# a bot that is started from nothing instead of forked, searches ahead on PostgreSQL too, and each of
# aiogram's types built.
test-long: setup-dev
	MOSAVABE_LONG=1 $(PY) -m pytest tests/simulator/test_fuzz.py tests/bot/test_year.py \
		tests/handlers/test_siege.py tests/handlers/test_matrix.py \
		tests/bot/papers/test_followup_printed.py tests/council/test_stats.py \
		tests/handlers/test_fuzz.py tests/handlers/test_search_ahead.py tests/bot/test_lightly.py \
		tests/end_to_end/test_in_flight.py tests/end_to_end/test_demo.py \
		tests/end_to_end/test_processes.py tests/benchmarks/test_updates.py

# Killed before and after every statement and at every network phase of tick, claim, send, record and
# sweep, on SQLite and PostgreSQL, also while Telegram fails, and of taking an update in, on SQLite;
# five hundred seeded trials of several deaths and faults; PostgreSQL restarted ten times under load;
# the delivering one of two processes killed; and every time zone of the world for four hundred days.
sweep: setup-dev
	MOSAVABE_SWEEP=1 $(PY) -m pytest -rP tests/jobs/test_kills.py tests/bot/test_kills.py \
		tests/jobs/test_restarts.py tests/end_to_end/test_take_over.py tests/council/test_clock.py

# Hours in minutes: three processes on PostgreSQL, killed at random for five minutes while people
# speak; the network away for ten minutes; half an hour in which the memory must not grow. The
# lengths in seconds: SOAK_SECONDS, SOAK_AWAY_SECONDS, SOAK_MEMORY_SECONDS.
soak: setup-dev
	MOSAVABE_SOAK=1 $(PY) -m pytest -rP tests/end_to_end/test_soak.py

# Writes anew how every view reads, after words were changed; look at the difference.
snapshots: setup-dev
	MOSAVABE_SNAPSHOTS=1 $(PY) -m pytest -q tests/bot/views

# Every view in both languages on a phone of 360 points: what is cut off, which labels are too long,
# what Telegram would not take; with long names, thirty of everything, and nothing at all.
screens: setup-dev
	$(PY) -m tests.bot.views.screens --pictures build/screens

# The README's moving picture, played in Chromium on the demo: a search, its card, a reminder, a report.
moving-picture: setup-dev
	$(PY) -m tests.end_to_end.moving_picture

# The pictures of the secretary's guide, taken from the demo in Chromium.
guide-pictures: setup-dev
	$(PY) -m tests.end_to_end.guide_pictures

# Five newcomers in Chromium, each from nothing to a first success; writes docs/first-minute.md.
first-minute: setup-dev
	$(PY) -m tests.end_to_end.newcomers

check: setup-dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) -m locales.check
	$(PY) -m storage.migrations.check
	$(PY) -m council.reports.learn --check

# Writes the next migration after storage/models/ has changed; read it, then run `make check`.
migration: setup-dev
	@$(PY) -m storage.migrations.revise "$(NAME)"
	.venv/bin/ruff check --quiet --fix storage/migrations/versions
	.venv/bin/ruff format --quiet storage/migrations/versions

# Reads the labelled replies again, after an example or a rule of reading replies has changed.
learn: setup-dev
	$(PY) -m council.reports.learn

# Throughput, search, delivery, ticks, documents, growth and import, into bench.txt too; about an
# hour. `make bench ONLY="updates scale"` measures those; docs/benchmarks.md says what came out.
bench: setup-dev
	$(PY) -m benchmarks $(ONLY)

# Every branch of rights, coming in, being erased and the second person is taken by some test; fails
# below that.
CAREFUL := council/access.py,council/seconding/second_person.py,council/seconding/seconded.py,council/seconding/deeds.py,council/people/invitations.py,council/people/joining.py,council/people/admission.py,council/people/erasure.py,storage/joining.py,storage/erasure.py
cover: setup-dev
	$(PY) -m coverage run -m pytest -k "not postgres" tests/council/test_access.py \
		tests/council/test_coming_and_going.py tests/handlers/test_people.py \
		tests/handlers/test_members.py tests/handlers/test_erasure.py \
		tests/handlers/test_second_person.py tests/handlers/test_open_questions.py
	$(PY) -m coverage report --show-missing --fail-under=100 --include=$(CAREFUL)

# Changes council/access.py in every small way, in memory, and tells which change no test noticed.
mutate: setup-dev
	$(INSTALL) cosmic-ray
	$(PY) -m tests.mutants council/access.py tests/council/test_access.py --noconftest

# Pins every package again, with hashes; needs the network, changes only the two lock files.
LOCK := $(UV) pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.12 --group build
lock: setup-dev
	$(LOCK) --output-file requirements.lock pyproject.toml
	$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache build *.egg-info
