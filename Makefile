# Playerbot. `make help` says what there is.
.DEFAULT_GOAL := help
DB_VARIABLES := DB_HOST DB_PORT DB_SOCKET DB_USER DB_PASSWORD DB_DEFAULTS_FILE
SCHEMA_VARIABLES := AUTH_SCHEMA CHARACTERS_SCHEMA WORLD_SCHEMA PLAYERBOT_SCHEMA HOST_CORE
# Passed on through the environment only: arguments can be read by every user of the machine.
export $(foreach v,$(DB_VARIABLES) $(SCHEMA_VARIABLES) BOTS DURATION REPORT RUN_DIR YES FUZZ_RUNS FUZZ_SEED PAIRS GROWTH_PAIRS MOST_BOTS FLECS_DIR,$(if $(filter-out undefined,$(origin $(v))),$(v)))
IMAGE ?= mariadb:10.11
PREFIX ?= /usr/local

include src/build.mk

# Below PREFIX; what install writes and uninstall removes.
INSTALLED := bin/playerbotd bin/playerbotctl include/playerbot.h include/playerbot_error.h \
  include/playerbot_world.h include/playerbot_world_types.h \
  lib/$(SONAME) lib/libplayerbot.so lib/libplayerbot.a lib/pkgconfig/playerbot.pc \
  lib/systemd/system/playerbot.service share/bash-completion/completions/playerbotctl \
  share/man/man1/playerbotctl.1 share/man/man5/playerbot.conf.5 share/man/man8/playerbotd.8 \
  share/playerbot/playerbot.conf.dist

.PHONY: help run check stress check-container bench bench-db bench-agent bench-ai preflight deploy verify revert status dist dump-bots load-bots \
  delete-bots lint format asan tsan ubsan valgrind fuzz deps install uninstall clean playerbotd playerbotctl

help: ## prints this
	@awk -F': .*## ' '/^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo "Server: $(DB_VARIABLES)"
	@echo "Names:  $(SCHEMA_VARIABLES)"

run: ## lets bots live in the embedded realm, on a private MariaDB (BOTS=500 DURATION=0 REPORT=FILE HOST_CORE=trinitycore)
	@ci/run

check: ## runs every test on private servers; ends with "N passed, N failed"
	@ci/check

check-container: ## runs the SQL tests against a server in a container (IMAGE=mariadb:10.11)
	@ci/container run --image $(IMAGE) -- ci/sql-tests

stress: ## the integration test workflow: 100 to 5,000 bots, phases 1 to 4, with a report (BOTS_LIST DURATION LONG SEED)
	@ci/stress

bench: bench-db bench-agent bench-ai ## all benchmarks

bench-db: ## benchmarks of the database, as a table and as JSON (build/bench-db.json)
	@ci/bench-db

bench-agent: ## benchmarks of the agent library, as a table and as JSON (build/bench-agent.json)
	@ci/bench-agent

bench-ai: ## benchmarks of the bots' AI, against flecs where FLECS_DIR has it (PAIRS=15 GROWTH_PAIRS=7 MOST_BOTS=)
	@ci/bench-ai

preflight: ## checks whether a server is fit; changes nothing
	@ci/preflight

deploy: ## deploys to a server, or brings it up to date
	@ci/deploy

verify: ## compares a deployment with these files; changes nothing
	@ci/verify

status: ## what is deployed, and its health
	@ci/status

revert: ## takes a deployment away; host databases as before (YES=1: without asking)
	@ci/revert $(if $(YES),--yes)

delete-bots: ## deletes every bot account with its characters (YES=1: without asking)
	@ci/delete-bots $(if $(YES),--yes)

dist: ## writes dist/install.sql for a machine with only the mariadb client
	@ci/dist

dump-bots: ## writes all bot accounts, their characters and our rows to FILE
	@ci/dump-bots "$(FILE)"

load-bots: ## brings FILE of dump-bots into another server
	@ci/load-bots "$(FILE)"

playerbotd: $(B)/playerbotd ## builds the daemon

playerbotctl: $(B)/playerbotctl ## builds the tool that asks and steers

library: ## builds libplayerbot, shared and static, with its pkg-config file

lint: ## house rules: comments, errors, includes, manifest, configuration keys
	@ci/lint

format: ## formats the C code
	@clang-format -i src/*/*.c src/*/*.h tests/*/*.c tests/unit/*/*.c tests/*/*.h

asan: ## runs the unit tests with the address and undefined-behaviour sanitizers
	@ci/sanitize address,undefined

tsan: ## runs the unit tests with the thread sanitizer
	@ci/sanitize thread

ubsan: ## runs the unit tests with the undefined-behaviour sanitizer alone
	@ci/sanitize undefined

valgrind: ## runs the unit tests under valgrind
	@ci/sanitize valgrind

fuzz: ## runs the fuzzers with the address and undefined-behaviour sanitizers (FUZZ_RUNS=20000 FUZZ_SEED=)
	@ci/fuzz

deps: ## installs the Debian packages that run and check need
	@ci/deps run && ci/deps check

install: library $(B)/playerbotd $(B)/playerbotctl $(B)/playerbot.conf.5 ## installs library, programs, manual pages, unit, completion (PREFIX=/usr/local DESTDIR=)
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,$(sort $(dir $(INSTALLED))))
	install -m 755 $(B)/playerbotd $(B)/playerbotctl $(DESTDIR)$(PREFIX)/bin/
	install -m 644 src/include/playerbot*.h $(DESTDIR)$(PREFIX)/include/
	install -m 755 $(B)/$(SONAME) $(DESTDIR)$(PREFIX)/lib/
	ln -sf $(SONAME) $(DESTDIR)$(PREFIX)/lib/libplayerbot.so
	install -m 644 $(B)/libplayerbot.a $(DESTDIR)$(PREFIX)/lib/
	install -m 644 $(B)/playerbot.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig/
	sed 's|/usr/local/|$(PREFIX)/|' conf/playerbot.service >$(B)/playerbot.service
	install -m 644 $(B)/playerbot.service $(DESTDIR)$(PREFIX)/lib/systemd/system/
	install -m 644 conf/completion/playerbotctl $(DESTDIR)$(PREFIX)/share/bash-completion/completions/
	install -m 644 docs/man/playerbotctl.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	install -m 644 $(B)/playerbot.conf.5 $(DESTDIR)$(PREFIX)/share/man/man5/
	install -m 644 docs/man/playerbotd.8 $(DESTDIR)$(PREFIX)/share/man/man8/
	install -m 644 conf/playerbot.conf.dist $(DESTDIR)$(PREFIX)/share/playerbot/

uninstall: ## removes what install put there; configuration and data stay
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/,$(INSTALLED))
	if [ -d $(DESTDIR)$(PREFIX)/share/playerbot ]; then rmdir --ignore-fail-on-non-empty $(DESTDIR)$(PREFIX)/share/playerbot; fi

clean: ## removes what was built; data of make run stays
	rm -rf build/src build/tests build/unit build/tools build/host build/asan build/tsan build/ubsan build/fuzz \
	  build/playerbotd build/playerbotctl build/libplayerbot* build/playerbot.* build/render dist
