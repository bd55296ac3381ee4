# Entente: the only build. `make help` lists the targets.
#
#   make              program and libraries in build/
#   make check        every test
#   make SAN=address,undefined check     the same under sanitizers, in build-san/
CC ?= cc
CXX ?= c++
PREFIX ?= /usr/local
SHARED ?= ../shared
SAN ?=
WERROR ?=
BUILD ?= $(if $(SAN),build-san,build)
VERSION := $(shell sed -n 's/^\#define ENT_VERSION "\(.*\)"/\1/p' include/entente.h)
SOVERSION := 0

PKGS = json-c sqlite3 uchardet libutf8proc libxxhash zlib libzstd
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
OPT ?= -O2 -g
CPPFLAGS += -Iinclude -Isrc -DENTENTE_PREFIX_DATA='"$(PREFIX)/share/entente"' $(PKG_CFLAGS)
CFLAGS_ALL = -std=c17 $(OPT) -Wall -Wextra -ffp-contract=off -fPIC -fvisibility=hidden -pthread $(if $(WERROR),-Werror) $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all) $(CFLAGS)
CXXFLAGS_ALL = -std=c++17 $(OPT) -Wall -Wextra -fPIC -fvisibility=hidden $(if $(WERROR),-Werror) $(if $(SAN),-fsanitize=$(SAN)) $(CXXFLAGS)
LDFLAGS_ALL = -pthread $(if $(SAN),-fsanitize=$(SAN)) $(LDFLAGS)
LIBS = $(PKG_LIBS) -lcld2 -lstdc++ -lm

SRC_C := $(sort $(wildcard src/*.c src/*/*.c))
SRC_CC := $(sort $(wildcard src/*/*.cc))
OBJ := $(SRC_C:%.c=$(BUILD)/obj/%.o) $(SRC_CC:%.cc=$(BUILD)/obj/%.o)
CLI_OBJ := $(patsubst %.c,$(BUILD)/obj/%.o,$(sort $(wildcard cli/*.c)))
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))

.PHONY: all check clean help
all: $(BUILD)/entente

# One file per instruction set; the path is chosen at run time.
$(BUILD)/obj/%_avx2.o: ISA = -mavx2
$(BUILD)/obj/%_avx512.o: ISA = -mavx512f -mavx512bw -mavx512vl -mavx512vnni

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS_ALL) $(ISA) -MMD -MP -c $< -o $@

$(BUILD)/obj/%.o: %.cc
	@mkdir -p $(@D)
	$(CXX) $(CPPFLAGS) $(CXXFLAGS_ALL) -MMD -MP -c $< -o $@

# Objects as one, with everything but ent_* made local, so that a program may have its own arena_init.
$(BUILD)/libentente-all.a: $(OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/entente: $(CLI_OBJ) $(BUILD)/libentente-all.a
	$(CC) $(LDFLAGS_ALL) $^ $(LIBS) -o $@

# Unit tests see the inside of the library.
$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libentente-all.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests $(CFLAGS_ALL) -MMD -MP $(LDFLAGS_ALL) $< $(BUILD)/libentente-all.a $(LIBS) -lcmocka -o $@

unit: $(UNIT)
	@set -e; for t in $(UNIT); do ENTENTE_DATA=. $$t; done

check: all unit

clean:
	rm -rf build build-san

-include $(OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(UNIT:=.d)
