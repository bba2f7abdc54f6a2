# How the C code is built; included by the Makefile. Objects go to build/, with their dependencies beside them.
CC ?= cc
B ?= build
PB_PACKAGES := libmariadb libuv jansson libcrypto zlib
# Nobody reads errno or the traps of floating point, and with them no loop of roots becomes vectors.
PB_FLOATS := -fno-math-errno -fno-trapping-math
PB_CFLAGS := -std=c11 -D_GNU_SOURCE -O2 $(PB_FLOATS) -g -fno-omit-frame-pointer -fPIC -fvisibility=hidden -pthread \
  -Wall -Wextra -Wshadow -Wconversion -Werror -Isrc -DPB_VERSION='"$(shell cat VERSION)"' \
  $(shell pkg-config --cflags $(PB_PACKAGES) 2>/dev/null) $(CFLAGS)
PB_LIBS := $(shell pkg-config --libs $(PB_PACKAGES) 2>/dev/null) -lm -pthread $(LDFLAGS)

SOURCES := $(wildcard src/*/*.c)
OBJECTS := $(SOURCES:%.c=$(B)/%.o)
ROOMS := $(filter-out $(B)/src/bin/%,$(OBJECTS))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/*/test_*.c))
FUZZERS := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
TOOLS := $(patsubst tests/tools/%.c,$(B)/tools/%,$(wildcard tests/tools/*.c))
HOSTS := $(patsubst tests/host/%.c,$(B)/host/%,$(wildcard tests/host/*.c))
DAEMON := $(addprefix $(B)/src/bin/,playerbotd.o options.o status.o screen_log.o notify.o realm.o run_log.o replay.o \
  realm_market.o realm_opening.o realm_read.o realm_row.o realm_store.o report.o report_ledger.o world_load.o)
CTL := $(addprefix $(B)/src/bin/,playerbotctl.o client.o password.o progress.o terminal.o)
SONAME := libplayerbot.so.0

$(B)/playerbotd: $(DAEMON) $(ROOMS)
	$(CC) -o $@ $^ $(PB_LIBS)

$(B)/playerbotctl: $(CTL) $(ROOMS)
	$(CC) -o $@ $^ $(PB_LIBS)

# Only what playerbot.h marks is visible, in both forms of the library.
$(B)/$(SONAME): $(ROOMS)
	$(CC) -shared -Wl,-soname,$(SONAME) -Wl,-z,defs -o $@ $^ $(PB_LIBS)
	ln -sf $(SONAME) $(B)/libplayerbot.so

$(B)/libplayerbot.a: $(ROOMS)
	ld -r -o $(B)/libplayerbot.o $^
	objcopy --localize-hidden $(B)/libplayerbot.o
	rm -f $@
	ar rcs $@ $(B)/libplayerbot.o

# Each time: PREFIX may be another one.
$(B)/playerbot.pc: src/playerbot.pc.in FORCE
	@mkdir -p $(@D)
	sed -e 's|@PREFIX@|$(PREFIX)|' -e "s|@VERSION@|$$(cat VERSION)|" $< >$@

$(B)/playerbot.conf.5: conf/playerbot.conf.dist ci/conf_man.pl
	@mkdir -p $(@D)
	ci/conf_man.pl $< >$@.new
	mv $@.new $@

$(B)/%.o: %.c VERSION
	@mkdir -p $(@D)
	$(CC) $(PB_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/unit/%: $(B)/tests/unit/%.o $(ROOMS)
	@mkdir -p $(@D)
	$(CC) -o $@ $^ -lcmocka $(PB_LIBS)

# The realm's keeper before a database that the test plays.
$(B)/unit/bin/test_realm_store: $(addprefix $(B)/src/bin/,realm_store.o realm_market.o realm_opening.o realm_read.o realm_row.o)
$(B)/unit/bin/test_realm_store: PB_LIBS += $(foreach f,pb_database_call pb_database_now_ms pb_agent_state,-Wl,--wrap=$(f))

$(B)/fuzz/%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/driver.o $(ROOMS)
	@mkdir -p $(@D)
	$(CC) -o $@ $^ $(PB_LIBS)

# Programs that tests run: tests/tools/ sees the rooms; tests/host/ is a host, with the shared library and playerbot.h alone.
$(B)/tools/%: $(B)/tests/tools/%.o $(ROOMS)
	@mkdir -p $(@D)
	$(CC) -o $@ $^ $(PB_LIBS)

$(B)/bench/%: $(B)/tests/bench/%.o $(ROOMS)
	@mkdir -p $(@D)
	$(CC) -o $@ $^ $(PB_LIBS)

$(B)/host/%: tests/host/%.c src/include/playerbot.h $(B)/$(SONAME)
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Werror -Isrc/include $(CFLAGS) -o $@ $< -L$(B) -lplayerbot \
	  -Wl,-rpath,'$$ORIGIN/..' -pthread $(LDFLAGS)

.PHONY: unit fuzzers tools library FORCE
FORCE:
unit: $(UNIT_TESTS)
fuzzers: $(FUZZERS)
tools: $(TOOLS) $(HOSTS)
library: $(B)/$(SONAME) $(B)/libplayerbot.a $(B)/playerbot.pc

-include $(OBJECTS:.o=.d) $(UNIT_TESTS:$(B)/unit/%=$(B)/tests/unit/%.d) $(FUZZERS:$(B)/fuzz/%=$(B)/tests/fuzz/%.d) \
  $(TOOLS:$(B)/tools/%=$(B)/tests/tools/%.d) $(wildcard $(B)/tests/bench/*.d)
