# How the C code is built; included by the Makefile. Objects go to build/, with their dependencies beside them.
CC ?= cc
B ?= build
PB_CFLAGS := -std=c11 -D_GNU_SOURCE -O2 -g -fno-omit-frame-pointer -Wall -Wextra -Wshadow -Wconversion -Werror \
  -Isrc -DPB_VERSION='"$(shell cat VERSION)"' $(shell pkg-config --cflags libmariadb 2>/dev/null) $(CFLAGS)
PB_LIBS := $(shell pkg-config --libs libmariadb 2>/dev/null || echo -lmariadb) $(LDFLAGS)

SOURCES := $(wildcard src/*/*.c)
OBJECTS := $(SOURCES:%.c=$(B)/%.o)
ROOMS := $(filter-out $(B)/src/bin/%,$(OBJECTS))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/*/test_*.c))

$(B)/playerbotd: $(OBJECTS)
	$(CC) -o $@ $^ $(PB_LIBS)

$(B)/%.o: %.c VERSION
	@mkdir -p $(@D)
	$(CC) $(PB_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/unit/%: $(B)/tests/unit/%.o $(ROOMS)
	@mkdir -p $(@D)
	$(CC) -o $@ $^ -lcmocka $(PB_LIBS)

.PHONY: unit
unit: $(UNIT_TESTS)

-include $(OBJECTS:.o=.d) $(UNIT_TESTS:$(B)/unit/%=$(B)/tests/unit/%.d)
