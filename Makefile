# The one build file of rung. `make help` lists the targets; all output goes to build/.
# Nothing here runs a compiler or pkg-config while the file is read, so that `make deps` works on
# a machine that has neither.

VERSION := 0.1.0

# ---- what a user may set: the GNU variables, and four of our own
ifeq ($(origin CC),default)
CC = gcc
endif
ifeq ($(origin AR),default)
AR = ar
endif
CFLAGS     ?= -O2 -g
CPPFLAGS   ?=
LDFLAGS    ?=
LDLIBS     ?=
PKG_CONFIG ?= pkg-config
INSTALL    ?= install
DESTDIR    ?=
PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
DATADIR    ?= $(PREFIX)/share
MANDIR     ?= $(DATADIR)/man
DOCDIR     ?= $(DATADIR)/doc/rung
WERROR       ?=#  1: a warning is an error (as in .ci/run)
V            ?=#  1: print the commands
CFG          ?= release#  release, clang, asan, fuzz: each has its own folder in build/
FUZZ_SECONDS ?= 60#  per fuzz target; `make soak` takes SOAK_SECONDS instead
SOAK_SECONDS ?= 7200
FUZZ_TARGETS ?=#  names of fuzz targets without fuzz_, all when empty
BENCH        ?=#  more workloads: large, single, flood, rtp, or all

# ---- Debian packages, by what needs them
DEPS_BUILD = gcc make pkg-config libc6-dev libpcap-dev libncurses-dev libosip2-dev libpcre2-dev \
             libutf8proc-dev libjansson-dev libcairo2-dev libseccomp-dev libcap-ng-dev
DEPS_TEST  = $(DEPS_BUILD) libcmocka-dev libvterm-dev python3 libxml2-utils librsvg2-bin poppler-utils \
             mscgen plantuml sip-tester chromium iproute2 tcpreplay
DEPS_ALL   = $(DEPS_TEST) nodejs git clang clang-format clang-tidy cppcheck shellcheck

# ---- configurations
OUT = build/$(CFG)
CFG_release =
CFG_clang   =
CFG_asan    = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
              -fno-sanitize-recover=all
CFG_fuzz    = $(CFG_asan) -fsanitize=fuzzer-no-link
ifneq ($(filter clang fuzz,$(CFG)),)
CC = clang
endif
ifeq ($(origin CFG_$(CFG)),undefined)
$(error CFG=$(CFG) is none of release, clang, asan, fuzz)
endif

ARCH := $(shell uname -m)
HARDEN_x86_64  = -fcf-protection
HARDEN_aarch64 = -mbranch-protection=standard
HARDEN = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection \
         $(HARDEN_$(ARCH))
ifneq ($(filter release clang,$(CFG)),)
CFG_FLAGS = $(HARDEN)
BIN = $(if $(filter release,$(CFG)),build/rung,$(OUT)/rung)
GEN = $(if $(filter release,$(CFG)),build/rung-gen,$(OUT)/rung-gen)
LIVE = $(if $(filter release,$(CFG)),build/rung-capture,$(OUT)/rung-capture)
else
CFG_FLAGS = $(CFG_$(CFG))
BIN = $(OUT)/rung
GEN = $(OUT)/rung-gen
LIVE = $(OUT)/rung-capture
endif

# Asked once, when the first recipe needs it. $(call pkg,VARIABLE,OPTION,PACKAGES)
pkg = $(eval $1 := $(or $(shell $(PKG_CONFIG) $2 $3),$(error $(PKG_CONFIG) does not know all of \
      "$(strip $3)": make deps installs them)))$($1)
# For PDF and PNG; without it they are no formats.
PKGS_CAIRO = $(eval PKGS_CAIRO := $(shell $(PKG_CONFIG) --exists cairo cairo-pdf 2>/dev/null && \
             echo cairo cairo-pdf))$(PKGS_CAIRO)
PKGS       = libpcap ncursesw libosip2 libpcre2-8 libutf8proc jansson $(PKGS_CAIRO)
PKGS_TEST  = cmocka vterm
PKGS_LIVE  = libpcap libseccomp libcap-ng
PKG_CFLAGS = $(call pkg,PKG_CFLAGS,--cflags,$(PKGS))
PKG_LIBS   = $(call pkg,PKG_LIBS,--libs,$(PKGS))
PKG_LIBS_TEST = $(call pkg,PKG_LIBS_TEST,--libs,$(PKGS_TEST))
PKG_LIBS_LIVE = $(call pkg,PKG_LIBS_LIVE,--libs,$(PKGS_LIVE))

STD = -std=c17 -D_GNU_SOURCE
# gcc with UBSan loses sight of ranges and warns of conversions that lose nothing.
WARN = -Wall -Wextra -Wshadow $(if $(filter release clang,$(CFG)),-Wconversion) -Wstrict-prototypes \
       -Wvla $(if $(WERROR),-Werror)
ALL_CPPFLAGS = $(STD) -I. -I$(OUT)/asset -include base/banned.h -DRUNG_VERSION='"$(VERSION)"' \
               $(if $(PKGS_CAIRO),-DHAVE_CAIRO) $(PKG_CFLAGS) \
               $(CPPFLAGS)
ALL_CFLAGS   = $(WARN) -pthread -fPIE $(CFLAGS) $(CFG_FLAGS)
ALL_LDFLAGS  = -pie -pthread -Wl,-z,relro,-z,now -Wl,--as-needed $(CFLAGS) $(CFG_FLAGS) $(LDFLAGS)
ALL_LDLIBS   = $(PKG_LIBS) $(LDLIBS)

# ---- what is built from what
MAIN      = ui/cli/main.c
# rung-capture, which has rights, is made of as little as possible.
LIVE_MAIN = capture/live/main.c capture/live/box.c
LIVE_SRC  = $(LIVE_MAIN) base/clock.c
LIB_SRC   = $(filter-out $(MAIN) $(LIVE_MAIN),$(wildcard base/*.c capture/*.c capture/*/*.c decode/*.c \
            decode/*/*.c ui/flow/*.c ui/export/*.c ui/option/*.c ui/cli/*.c ui/tui/*.c))
GEN_SRC   = $(wildcard tests/gen/*.c)
UNIT_SRC  = $(wildcard tests/unit/test_*.c)
FUZZ_SRC  = $(wildcard tests/fuzz/fuzz_*.c)
# What the tests share: any file of tests/unit that is no test itself.
UNIT_LIB  = $(filter-out $(UNIT_SRC),$(wildcard tests/unit/*.c))

# What each packet and each message passes. gcc makes these one: calls between them go away, which
# saves a twentieth of the time. Their objects hold both forms, so only $(BIN) takes the seconds that
# linking such ones takes. Whoever sets CFLAGS, or has a compiler that cannot, gets the plain ones.
HOT_SRC   = $(wildcard base/*.c capture/*.c capture/*/*.c decode/*.c decode/sip/*.c \
            decode/session/*.c)
HOT_WANT  = $(if $(filter release,$(CFG)),$(if $(filter file,$(origin CFLAGS)),-O3 -flto=auto))
HOT_FAT   = $(if $(HOT_FLAGS),-ffat-lto-objects)
HOT_FLAGS = $(eval HOT_FLAGS := $(if $(HOT_WANT),$(shell echo 'int main(void) { return 0; }' | \
            $(CC) -Werror $(HOT_WANT) -ffat-lto-objects -x c -o /dev/null - 2>/dev/null && \
            echo $(HOT_WANT))))$(HOT_FLAGS)

# What pages carry with them, as text for #include: NAME.inc its bytes and a NUL, NAME.sha256.inc a
# string with its digest as a Content-Security-Policy names it.
ASSETS    = $(patsubst ui/export/%,$(OUT)/asset/%.inc,$(wildcard ui/export/*.css ui/export/*.js))

LIB       = $(OUT)/librung.a
obj       = $(patsubst %.c,$(OUT)/obj/%.o,$1)
UNIT_BINS = $(patsubst tests/unit/%.c,$(OUT)/tests/%,$(UNIT_SRC))
FUZZ_BINS = $(patsubst tests/fuzz/%.c,build/fuzz/%,$(FUZZ_SRC))
TUI_BINS  = $(OUT)/tests/screens $(OUT)/tests/terminal
REPLAY_BINS = $(patsubst tests/fuzz/%.c,$(OUT)/replay/%,$(FUZZ_SRC))

Q   = $(if $(V),,@)
# This file again, with other variables or after the packages are there; on all cores unless told.
again = $(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$$(nproc))
say = $(if $(V),,@printf '  %-5s %s\n' '$1' '$2')
# Writes $2 to the file $1 only when it says something else: who depends on it is made anew then.
stamp = mkdir -p $(dir $1) && { printf '%s\n' '$(subst ','\'',$2)' | cmp -s - $1 || \
        printf '%s\n' '$(subst ','\'',$2)' >$1; }

.DEFAULT_GOAL := all
.SECONDARY:
.DELETE_ON_ERROR:
.PHONY: FORCE all build run test test-bins deps deps-build deps-test bench fuzz fuzz-build soak \
        pictures layers lint format flags install uninstall dist clean help golden-update

all: build ## the release binary build/rung (and the sample generator)

build: $(BIN) $(LIVE) $(if $(GEN_SRC),$(GEN))

$(OUT)/flags: FORCE
	@$(call stamp,$@,$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(HOT_FLAGS) $(ALL_LDFLAGS) $(ALL_LDLIBS))

$(OUT)/sources: FORCE
	@$(call stamp,$@,$(LIB_SRC))

$(OUT)/obj/%.o: %.c $(OUT)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(OBJ_FLAGS) -MMD -MP -c -o $@ $<

$(OUT)/asset/%.inc: ui/export/%
	$(call say,ASSET,$<)
	@mkdir -p $(@D)
	$(Q)digest=$$(sha256sum $< | cut -c 1-64 | tr a-f A-F | basenc --base16 -d | base64) && \
	printf '"sha256-%s"\n' "$$digest" >$(OUT)/asset/$*.sha256.inc
	$(Q)od -An -v -tx1 $< | sed 's/ \(..\)/0x\1,/g' >$@ && echo 0 >>$@

$(call obj,$(LIB_SRC)): | $(ASSETS)

$(call obj,$(HOT_SRC)): OBJ_FLAGS = $(HOT_FLAGS) $(HOT_FAT)

$(LIB): $(call obj,$(LIB_SRC)) $(OUT)/sources
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

$(BIN): $(call obj,$(MAIN)) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) $(HOT_FLAGS) -o $@ $(filter %.o %.a,$^) $(ALL_LDLIBS)

$(LIVE): $(call obj,$(LIVE_SRC))
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(PKG_LIBS_LIVE) $(LDLIBS)

$(GEN): $(call obj,$(GEN_SRC)) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(ALL_LDLIBS)

$(OUT)/tests/%: $(OUT)/obj/tests/unit/%.o $(call obj,$(UNIT_LIB)) $(LIB)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(PKG_LIBS_TEST) $(ALL_LDLIBS)

# The viewer without a terminal, and in one that the test reads.
$(OUT)/tests/screens: $(call obj,tests/tui/screens.c tests/tui/picture.c) $(LIB)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(ALL_LDLIBS)

$(OUT)/tests/terminal: $(call obj,tests/tui/terminal.c tests/tui/pty.c) $(LIB)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(PKG_LIBS_TEST) $(ALL_LDLIBS)

# A fuzz target with a plain main that feeds it files: the corpus runs with any compiler.
$(OUT)/replay/%: $(OUT)/obj/tests/fuzz/%.o $(OUT)/obj/tests/fuzz/replay.o $(LIB)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(ALL_LDLIBS)

ifeq ($(CFG),fuzz)
build/fuzz/fuzz_%: $(OUT)/obj/tests/fuzz/fuzz_%.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $(filter %.o %.a,$^) $(ALL_LDLIBS)
endif

test-bins: $(BIN) $(LIVE) $(if $(GEN_SRC),$(GEN)) $(UNIT_BINS) $(TUI_BINS) $(REPLAY_BINS)

# ---- the targets of a user
run: deps-build ## open the blind transfer of samples/ in the viewer (as text without a terminal)
	+@$(again) build
	@if test -t 0 && test -t 1; then exec $(BIN) samples/blind-transfer.pcap; fi; \
	$(BIN) flow samples/blind-transfer.pcap && $(BIN) steps samples/blind-transfer.pcap

deps: ## install what the build, the tests and the checks need (Debian packages)
	@packaging/deps $(DEPS_ALL)
deps-build:
	@packaging/deps $(DEPS_BUILD)
deps-test:
	@packaging/deps $(DEPS_TEST)

# ---- the targets of a developer
test: deps-test ## all tests, under AddressSanitizer and UBSan; the last line is the sum
	+@$(again) CFG=asan test-bins
	@tests/run build/asan

golden-update: ## write the expected output of the golden tests anew, and show what changed
	+@$(again) CFG=asan test-bins
	@RUNG=build/asan/rung GEN=build/asan/rung-gen tests/golden/run --update
	@git --no-pager diff --stat -- tests/golden

fuzz-build:
	+@$(again) CFG=fuzz $(FUZZ_BINS)

fuzz: fuzz-build ## run each fuzz target for FUZZ_SECONDS (FUZZ_TARGETS="sip tcp" for some)
	@tests/fuzz/run --fuzz $(FUZZ_SECONDS) $(FUZZ_TARGETS)

soak: fuzz-build ## the same for SOAK_SECONDS each: hours
	@tests/fuzz/run --fuzz $(SOAK_SECONDS) $(FUZZ_TARGETS)

bench: build $(OUT)/tests/screens ## speed and memory beside other programs, as one table (BENCH=all for more)
	@CC='$(CC)' SCREENS=$(OUT)/tests/screens tests/bench/run $(BENCH)

# The viewer as it is, for the pages that show it.
PICTURE = $(OUT)/tests/screens picture
pictures: build $(OUT)/tests/screens ## the pictures in docs/: the viewer by its own cells, and a ladder
	@LC_ALL=C.UTF-8 TZ=UTC $(PICTURE) samples/blind-transfer.pcap 132x30 '<Enter>xjjjjjjjjj' dark >docs/viewer-ladder.svg
	@LC_ALL=C.UTF-8 TZ=UTC $(PICTURE) samples/blind-transfer.pcap 132x16 'j' dark >docs/viewer-list.svg
	@LC_ALL=C.UTF-8 TZ=UTC $(BIN) flow samples/blind-transfer.pcap -o docs/ladder.svg

layers: ## check the one direction of the includes
	@tests/lint/layers

lint: build ## all checks of the source, the slow ones too
	@tests/lint/run --all

format: ## rewrite the C files in the house format
	@tests/lint/format --fix

flags:
	$(info $(ALL_CPPFLAGS) $(WARN)) @:

install: build ## install to DESTDIR and PREFIX
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(DOCDIR)
	$(INSTALL) -m 755 build/rung $(DESTDIR)$(BINDIR)/rung
	$(INSTALL) -m 755 build/rung-capture $(DESTDIR)$(BINDIR)/rung-capture
	$(INSTALL) -m 644 $(wildcard README.md CHANGELOG.md LICENSE docs/*.md docs/*.svg) $(DESTDIR)$(DOCDIR)
	$(foreach f,$(INSTALL_FILES),$(INSTALL) -D -m 644 $(subst :, $(DESTDIR),$f)$(newline))

# from:to, for those that exist
INSTALL_FILES = $(foreach f,docs/rung.1:$(MANDIR)/man1/rung.1 \
    packaging/completions/rung.bash:$(DATADIR)/bash-completion/completions/rung \
    packaging/completions/_rung:$(DATADIR)/zsh/site-functions/_rung \
    packaging/completions/rung.fish:$(DATADIR)/fish/vendor_completions.d/rung.fish,\
    $(if $(wildcard $(firstword $(subst :, ,$f))),$f))
define newline


endef

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(BINDIR)/rung $(DESTDIR)$(BINDIR)/rung-capture $(foreach f,$(INSTALL_FILES),$(DESTDIR)$(lastword $(subst :, ,$f)))
	rm -rf $(DESTDIR)$(DOCDIR)

dist: ## a source archive of the last commit, build/rung-VERSION.tar.gz
	@mkdir -p build
	git archive --prefix=rung-$(VERSION)/ -o build/rung-$(VERSION).tar.gz HEAD

clean: ## remove build/
	rm -rf build

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

-include $(wildcard $(patsubst %.o,%.d,$(call obj,$(LIB_SRC) $(MAIN) $(LIVE_MAIN) $(GEN_SRC) $(UNIT_SRC) \
                                                $(UNIT_LIB) $(FUZZ_SRC) tests/fuzz/replay.c \
                                                $(wildcard tests/tui/*.c))))
