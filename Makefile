# SPDX-License-Identifier: Apache-2.0
# Entente: the only build. `make help` lists the targets.
#
#   src/**.c ──► obj/ ──► libentente-all.a (tests see the inside)
#                    ├──► entente.o, all but ent_* local ──► libentente.a ──► entente (program) ──► entente.1, completions/
#                    └──► libentente.so.VERSION
#
# Everything goes to build/, or to build-san/ with SAN; V=1 shows the commands. A change of compiler or flags rebuilds what it touches.
CC ?= cc
CXX ?= c++
LD ?= ld
OBJCOPY ?= objcopy
PREFIX ?= /usr/local
DESTDIR ?=
SHARED ?= ../shared
SAN ?=
WERROR ?=
COUNT ?=
BUILD ?= $(if $(SAN),build-san,build)
FUZZ_SECONDS ?= 60
V ?=
Q := $(if $(V),,@)
BENCH_PAGES ?= 2000
BENCH_EVENTS ?= 1000000
VERSION := $(shell sed -n 's/^\#define ENT_VERSION "\(.*\)"/\1/p' include/entente.h)
SOVERSION := 0

PKGS = json-c sqlite3 uchardet libutf8proc libxxhash zlib libzstd libbrotlidec
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
OPT ?= -O2 -g
CPPFLAGS += -Iinclude -Isrc $(PKG_CFLAGS)
SANFLAGS = $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)
BOTH = $(OPT) -Wall -Wextra -ffp-contract=off -fPIC -fvisibility=hidden -pthread $(SANFLAGS)
CFLAGS_ALL = -std=c17 $(BOTH) $(CFLAGS)
CXXFLAGS_ALL = -std=c++17 $(BOTH) $(CXXFLAGS)
LDFLAGS_ALL = -pthread $(if $(SAN),-fsanitize=$(SAN)) $(LDFLAGS)
LIBS = $(PKG_LIBS) -lcld2 -lstdc++ -lm

SRC_C := $(sort $(wildcard src/*.c src/*/*.c))
SRC_CC := $(sort $(wildcard src/*/*.cc))
OBJ := $(SRC_C:%.c=$(BUILD)/obj/%.o) $(SRC_CC:%.cc=$(BUILD)/obj/%.o)
CLI_OBJ := $(patsubst %.c,$(BUILD)/obj/%.o,$(sort $(wildcard cli/*.c)))
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
FUZZ := $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
REPLAY := $(FUZZ:%=$(BUILD)/replay/%)
SO := $(BUILD)/libentente.so.$(VERSION)
COMPLETIONS := $(BUILD)/completions/entente.bash $(BUILD)/completions/_entente $(BUILD)/completions/entente.fish
DATA_DIRS := codebook gazetteer grammar models

.PHONY: FORCE all lib check check-parts unit demo install uninstall accuracy repairs-score bench bench-million fuzz bless model deps clean help
.SECONDARY:
all: lib $(BUILD)/entente $(BUILD)/entente.1 $(COMPLETIONS)
lib: $(BUILD)/libentente.a $(SO) $(BUILD)/entente.pc

help:
	@echo 'make               program, libraries, manual page and completions in build/'
	@echo 'make demo          what is missing from Debian; build; read samples/; one time line (DEPS=1 installs with sudo)'
	@echo 'make check         every test; SAN=address,undefined: under sanitizers, in build-san/'
	@echo 'make install       PREFIX=/usr/local DESTDIR=; make uninstall takes it away'
	@echo 'make accuracy      scores on the development data in SHARED=../shared, against committed floors'
	@echo 'make repairs-score what each row of grammar/repairs.tsv mends and breaks on the treebanks in SHARED'
	@echo 'make bench         speed and memory, one JSON line per station (BENCH_PAGES=2000)'
	@echo 'make bench-million what merging into a record of a million events costs (BENCH_EVENTS=1000000)'
	@echo 'make fuzz          libFuzzer on every byte eater, FUZZ_SECONDS=60 each (needs clang)'
	@echo 'make bless         rewrite the expected output of tests/cli; review the diff'
	@echo 'make model         train models/en.model anew'
	@echo 'make deps          print missing Debian packages; as root or with DEPS=1 install them'
	@echo 'make clean         remove what was built'

# ---- objects ------------------------------------------------------------------------------------------------------

# Holds the flags of the last build; what depends on it is built anew when they change. -Werror changes no object.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(CXX) $(CPPFLAGS) $(CFLAGS_ALL) $(CXXFLAGS_ALL) $(COUNT)' | cmp -s - $@ || echo '$(CC) $(CXX) $(CPPFLAGS) $(CFLAGS_ALL) $(CXXFLAGS_ALL) $(COUNT)' > $@
$(BUILD)/prefix: FORCE
	@mkdir -p $(@D)
	@echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' > $@
FORCE:

# One file per instruction set; the path is chosen at run time.
$(BUILD)/obj/%_avx2.o: ISA = -mavx2
$(BUILD)/obj/%_avx512.o: ISA = -mavx512f -mavx512bw -mavx512vl -mavx512vnni
# The network's loops have a fixed number of steps a word; counting them would only take time.
$(BUILD)/obj/src/parse/kernel_%.o: COUNT =
$(BUILD)/obj/src/base/file.o: CPPFLAGS += -DENTENTE_PREFIX_DATA='"$(PREFIX)/share/entente"'
$(BUILD)/obj/src/base/file.o: $(BUILD)/prefix

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(if $(V),,@echo "  cc $@")
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS_ALL) $(if $(WERROR),-Werror) $(COUNT) $(ISA) -MMD -MP -c $< -o $@

$(BUILD)/obj/%.o: %.cc $(BUILD)/flags
	@mkdir -p $(@D)
	$(if $(V),,@echo "  c++ $@")
	$(Q)$(CXX) $(CPPFLAGS) $(CXXFLAGS_ALL) $(if $(WERROR),-Werror) $(COUNT) -MMD -MP -c $< -o $@

# ---- libraries and program ------------------------------------------------------------------------------------------

$(BUILD)/libentente-all.a: $(OBJ)
	@rm -f $@
	$(if $(V),,@echo "  ar $@")
	$(Q)$(AR) rcs $@ $^

# All objects as one, with everything but ent_* made local, so that a program may have its own arena_init.
$(BUILD)/entente.o: $(OBJ)
	$(if $(V),,@echo "  ld $@")
	$(Q)$(LD) -r -o $@ $^
	$(Q)$(OBJCOPY) --wildcard --keep-global-symbol='ent_*' $@

$(BUILD)/libentente.a: $(BUILD)/entente.o
	@rm -f $@
	$(if $(V),,@echo "  ar $@")
	$(Q)$(AR) rcs $@ $^

$(SO): $(OBJ) packaging/libentente.map
	$(if $(V),,@echo "  ld $@")
	$(Q)$(CC) -shared -Wl,-soname,libentente.so.$(SOVERSION) -Wl,--version-script=packaging/libentente.map $(LDFLAGS_ALL) $(OBJ) $(LIBS) -o $@
	@ln -sf $(@F) $(BUILD)/libentente.so.$(SOVERSION)
	@ln -sf $(@F) $(BUILD)/libentente.so

$(BUILD)/entente: $(CLI_OBJ) $(BUILD)/libentente.a
	$(if $(V),,@echo "  ld $@")
	$(Q)$(CC) $(LDFLAGS_ALL) $^ $(LIBS) -o $@

$(BUILD)/entente.pc: packaging/entente.pc.in $(BUILD)/prefix Makefile include/entente.h
	@sed 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|; s|@LIBS@|$(LIBS)|' $< > $@

$(BUILD)/entente.1: $(BUILD)/entente
	@$< help man > $@
$(BUILD)/completions/entente.bash: $(BUILD)/entente
	@mkdir -p $(@D) && $< help bash > $@
$(BUILD)/completions/_entente: $(BUILD)/entente
	@mkdir -p $(@D) && $< help zsh > $@
$(BUILD)/completions/entente.fish: $(BUILD)/entente
	@mkdir -p $(@D) && $< help fish > $@

# ---- tests ----------------------------------------------------------------------------------------------------------

# Unit tests see the inside of the library.
$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libentente-all.a
	@mkdir -p $(@D)
	$(if $(V),,@echo "  cc $@")
	$(Q)$(CC) $(CPPFLAGS) -Itests $(CFLAGS_ALL) $(if $(WERROR),-Werror) -MMD -MP $(LDFLAGS_ALL) $< $(BUILD)/libentente-all.a $(LIBS) -lcmocka -o $@

# A fuzz target over its corpus, without a fuzzer.
$(BUILD)/replay/%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(BUILD)/libentente-all.a
	@mkdir -p $(@D)
	$(if $(V),,@echo "  cc $@")
	$(Q)$(CC) $(CPPFLAGS) -Itests $(CFLAGS_ALL) $(if $(WERROR),-Werror) $(LDFLAGS_ALL) $< tests/fuzz/replay.c $(BUILD)/libentente-all.a $(LIBS) -o $@

# Cost in steps: every basic block of the library counts (tests/slow/steps.h). A build of its own.
STEPS := build/steps/slow
ifndef COUNT
$(STEPS): FORCE
	@$(MAKE) --no-print-directory BUILD=build/steps SAN= WERROR= CFLAGS=-fno-builtin COUNT=-fsanitize-coverage=trace-pc $@
else
$(STEPS): tests/slow/slow.c tests/slow/steps.c tests/slow/steps.h $(BUILD)/libentente-all.a
	$(if $(V),,@echo "  cc $@")
	$(Q)$(CC) $(CPPFLAGS) -Itests $(CFLAGS_ALL) $(LDFLAGS_ALL) $(addprefix -Wl$(comma)--wrap=,memchr memrchr memmem memcpy memmove memset memcmp strlen) tests/slow/slow.c tests/slow/steps.c $(BUILD)/libentente-all.a $(LIBS) -o $@
endif
comma := ,

unit: $(UNIT)
	@BUILD=$(BUILD) tests/run.sh unit

check-parts: all $(UNIT) $(BUILD)/accuracy/repairs $(REPLAY) $(if $(SAN),,$(STEPS))
check: check-parts
	@BUILD=$(BUILD) SAN='$(SAN)' CC='$(CC)' CXX='$(CXX)' tests/run.sh

bless: all
	@BUILD=$(BUILD) tests/cli/run.sh --bless

fuzz:
	@$(MAKE) --no-print-directory BUILD=build-fuzz CC=clang CXX=clang++ SAN=address,undefined COUNT=-fsanitize=fuzzer-no-link $(FUZZ:%=build-fuzz/fuzz/%)
	@set -e; for t in $(FUZZ); do mkdir -p build-fuzz/found/$$t; echo "fuzz $$t, $(FUZZ_SECONDS) s"; \
	    ENTENTE_DATA=. build-fuzz/fuzz/$$t -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=4096 -verbosity=0 -print_final_stats=1 -artifact_prefix=build-fuzz/ build-fuzz/found/$$t tests/fuzz/corpus/$$t; done
build-fuzz/fuzz/%: tests/fuzz/fuzz_%.c build-fuzz/libentente-all.a
	@mkdir -p $(@D)
	$(if $(V),,@echo "  cc $@")
	$(Q)$(CC) $(CPPFLAGS) -Itests $(CFLAGS_ALL) -fsanitize=fuzzer $(LDFLAGS_ALL) $< build-fuzz/libentente-all.a $(LIBS) -o $@

$(BUILD)/bench/bench: tests/bench/bench.c tests/flow.h $(BUILD)/libentente-all.a
	@mkdir -p $(@D)
	$(if $(V),,@echo "  cc $@")
	$(Q)$(CC) $(CPPFLAGS) -Itests $(CFLAGS_ALL) $(LDFLAGS_ALL) $< $(BUILD)/libentente-all.a $(LIBS) -o $@
bench: all $(BUILD)/bench/bench
	@rm -rf $(BUILD)/bench/pages
	@ENTENTE_DATA=. $(BUILD)/bench/bench $(BUILD)/entente samples tests/bench/ordinary.txt $(BUILD)/bench $(BENCH_PAGES)
	@rm -rf $(BUILD)/bench/pages

$(BUILD)/bench/million: tests/bench/million.c tests/hand_doc.h $(BUILD)/libentente-all.a
	@mkdir -p $(@D)
	$(if $(V),,@echo "  cc $@")
	$(Q)$(CC) $(CPPFLAGS) -Itests $(CFLAGS_ALL) $(LDFLAGS_ALL) $< $(BUILD)/libentente-all.a $(LIBS) -o $@
# A quarter of an hour and 12 GB in $(BUILD)/bench.
bench-million: $(BUILD)/bench/million
	@rm -f $(BUILD)/bench/million.db*
	@ENTENTE_DATA=. $(BUILD)/bench/million $(BUILD)/bench $(BENCH_EVENTS) 50000
	@rm -f $(BUILD)/bench/million.db*

accuracy: all
	@BUILD=$(BUILD) SHARED='$(SHARED)' tests/accuracy/run.sh

# Each row of grammar/repairs.tsv against the treebanks of SHARED.
$(BUILD)/accuracy/repairs: tests/accuracy/repairs.c tests/repair_rows.h $(BUILD)/libentente-all.a
	@mkdir -p $(@D)
	$(if $(V),,@echo "  cc $@")
	$(Q)$(CC) $(CPPFLAGS) -Itests $(CFLAGS_ALL) $(LDFLAGS_ALL) $< $(BUILD)/libentente-all.a $(LIBS) -o $@
repairs-score: all $(BUILD)/accuracy/repairs
	@set -e; files=; for gold in $(SHARED)/data/ud/*/en_*-ud-*.conllu; do parsed=$(BUILD)/accuracy/$$(basename $$gold); files="$$files $$parsed $$gold"; \
	    ENTENTE_DATA=. $(BUILD)/entente parse --pretokenised $$gold >$$parsed; done; $(BUILD)/accuracy/repairs $$files

# ---- the rest ---------------------------------------------------------------------------------------------------------

deps:
	@DEPS='$(DEPS)' packaging/deps.sh

# The packages come first, so what asks pkg-config runs in a make of its own.
demo:
	@DEPS='$(DEPS)' packaging/deps.sh
	@$(MAKE) --no-print-directory --silent all
	@BUILD=$(BUILD) tools/demo.sh

INSTALL = install -D -m 644
install: all
	install -D -m 755 $(BUILD)/entente $(DESTDIR)$(PREFIX)/bin/entente
	$(INSTALL) include/entente.h $(DESTDIR)$(PREFIX)/include/entente.h
	$(INSTALL) $(BUILD)/libentente.a $(DESTDIR)$(PREFIX)/lib/libentente.a
	install -D -m 755 $(SO) $(DESTDIR)$(PREFIX)/lib/libentente.so.$(VERSION)
	ln -sf libentente.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/libentente.so.$(SOVERSION)
	ln -sf libentente.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/libentente.so
	$(INSTALL) $(BUILD)/entente.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig/entente.pc
	$(INSTALL) $(BUILD)/entente.1 $(DESTDIR)$(PREFIX)/share/man/man1/entente.1
	$(INSTALL) $(BUILD)/completions/entente.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/entente
	$(INSTALL) $(BUILD)/completions/_entente $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_entente
	$(INSTALL) $(BUILD)/completions/entente.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/entente.fish
	find $(wildcard $(DATA_DIRS)) -type f -exec install -D -m 644 '{}' '$(DESTDIR)$(PREFIX)/share/entente/{}' ';'
	$(INSTALL) -t $(DESTDIR)$(PREFIX)/share/doc/entente README.md ARCHITECTURE.md HACKING.md
	for f in LICENSES/* docs/* models/*.md packaging/debian-packages.txt; do $(INSTALL) "$$f" "$(DESTDIR)$(PREFIX)/share/doc/entente/$$f" || exit; done

uninstall:
	cd $(DESTDIR)$(PREFIX) && rm -f bin/entente include/entente.h lib/libentente.a lib/libentente.so lib/libentente.so.$(SOVERSION) \
	    lib/libentente.so.$(VERSION) lib/pkgconfig/entente.pc share/man/man1/entente.1 share/bash-completion/completions/entente \
	    share/zsh/site-functions/_entente share/fish/vendor_completions.d/entente.fish
	rm -rf $(DESTDIR)$(PREFIX)/share/entente $(DESTDIR)$(PREFIX)/share/doc/entente

clean:
	rm -rf build build-san build-fuzz

# ---- the parser model -------------------------------------------------------------------------------------------------

include train/train.mk

-include $(OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(UNIT:=.d)
