/* rung: finds the command, opens the inputs, hands over, and says what could not be read. */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/near.h"
#include "ui/cli/cmd.h"
#include "ui/cli/config.h"
#include "ui/cli/legs.h"
#include "ui/cli/memory.h"
#include "ui/cli/read.h"
#include "ui/cli/redact.h"
#include "ui/option/conf.h"
#include "ui/tui/tui.h"

#ifndef RUNG_VERSION
#define RUNG_VERSION "development"
#endif

static const struct command {
    const char *name, *arguments, *help;
    cmd_fn *run;
} commands[] = {
#define X(word, args, text) { #word, args, text, cmd_##word },
    CMD_LIST(X)
#undef X
};

enum {
    COMMANDS = sizeof(commands) / sizeof(commands[0]),
    NAMES_MAX = 8192, /* bytes of the names of devices */
};

static void print_help(void)
{
    printf("rung - SIP traffic analyzer and call-flow visualizer\n\n"
           "  rung [OPTIONS] [FILE...] [FILTER]    opens the viewer (without a terminal: rung "
           "list)\n");
    for (int i = 0; i < COMMANDS; i++) {
        char text[64];
        snprintf(text, sizeof(text), "  rung %s %s", commands[i].name, commands[i].arguments);
        printf("%-38s %s\n", text, commands[i].help);
    }
    printf("\nFILE is a pcap or pcapng capture, - is standard input; several files are merged by "
           "time.\n\n");
    config_print_help();
    printf("\nExit status: 0 done, 1 nothing matched, or explain found an error,\n"
           "2 wrong usage, 3 an input could not be read "
           "whole,\n"
           "4 the output could not be written.\n");
}

static void print_config(const struct options *o)
{
    struct buf b;
    buf_init(&b, 4 * CONF_MAX);
    conf_print(o, &b);
    fwrite(b.p, 1, b.n, stdout);
    buf_fini(&b);
}

static void say(const char *text)
{
    size_t n = strlen(text);
    bool there = !strncmp(text, "There is ", 9); /* what begins with a file's name stays so */
    fprintf(stderr, "rung: %s%s%s\n", there ? "t" : "", text + there,
            n && strchr(".?", text[n - 1]) ? "" : ".");
}

static int fail(const struct err *err, int status)
{
    say(err->text);
    return status;
}

/* Each file of a rotated capture needs a descriptor. */
static void raise_file_limit(void)
{
    struct rlimit l;
    if (getrlimit(RLIMIT_NOFILE, &l) == 0 && l.rlim_cur < l.rlim_max) {
        l.rlim_cur = l.rlim_max;
        setrlimit(RLIMIT_NOFILE, &l);
    }
}

static int report_inputs(const struct trace *t)
{
    const char *text = NULL;
    unsigned i = 0;
    for (; (text = trace_error(t, i)); i++)
        say(text);
    return i ? EXIT_INPUT : EXIT_DONE;
}

/* A first word that is no file may have been meant as a command: one word alone, or one that
 * resembles a command, whose name goes into *near. */
static bool is_unknown_word(const struct options *c, const char **near)
{
    const char *word = c->files.n ? c->files.v[0] : "";
    unsigned limit = near_limit(strlen(word)) + 1;
    *near = NULL;
    if (!*word || strpbrk(word, "/.") || !strcmp(word, "-") || access(word, F_OK) == 0)
        return false;
    for (int i = 0; i < COMMANDS; i++) {
        struct slice name = slice_of(commands[i].name);
        bool begun = word[1] && slice_istarts(name, slice_of(word));
        unsigned d = begun ? 0 : near_distance(slice_of(word), name);
        if (d < limit) {
            limit = d;
            *near = commands[i].name;
        }
    }
    return *near || c->files.n == 1;
}

static bool reads_stream(const struct options *c)
{
    struct stat st;
    for (unsigned i = 0; i < c->files.n; i++)
        if (!strcmp(c->files.v[i], "-") || (!stat(c->files.v[i], &st) && !S_ISREG(st.st_mode)))
            return true;
    return !c->files.n;
}

static int run_on(struct trace *t, const struct command *cmd, struct options *c, bool viewer)
{
    struct engine_totals totals;
    int status = EXIT_DONE;
    trace_totals(t, &totals);
    if (!totals.files)
        return report_inputs(t);
    if (viewer) {
        status = tui_run(t, c);
    } else {
        cmd_fn *run = cmd ? cmd->run : cmd_list;
        if (!c->follow)
            read_all(t, c, NULL, NULL);
        status = redact_is_asked(c) ? redact_run(t, c, run) : run(t, c);
    }
    memory_report(t);
    int input = report_inputs(t);
    return input && status < EXIT_INPUT && status != EXIT_USAGE ? input : status;
}

/* The devices of all --device, with commas between. -ENOMEM with the sentence. */
static int join_devices(const struct options *c, struct buf *out, struct err *err)
{
    for (unsigned i = 0; i < c->device.n; i++) {
        buf_adds(out, i ? "," : "");
        buf_adds(out, c->device.v[i]);
    }
    return out->failed ? err_set(err, -EINVAL, "the names of the devices are too long") : 0;
}

/* Does the command print while it reads? */
static bool follows(const struct command *cmd)
{
    return !cmd || cmd->run == cmd_list || cmd->run == cmd_messages;
}

static int read_and_run(const struct command *cmd, struct options *c, const struct leg_rules *legs)
{
    static const char *const standard_input[] = { "-" };
    struct err err;
    struct trace *t;
    bool viewer = !cmd && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    bool piped = !c->files.n && !c->device.n && !isatty(STDIN_FILENO);
    if (c->device.n && c->files.n) {
        err_set(&err, 0, "a device or files: both at once cannot be put in order of time.");
        return fail(&err, EXIT_USAGE);
    }
    if (!c->files.n && !c->device.n && !piped) {
        err_set(&err, 0,
                "which capture? Give a file, - for standard input, or a device with -d; rung "
                "--help shows more.");
        return fail(&err, EXIT_USAGE);
    }
    const char *near;
    if (!cmd && is_unknown_word(c, &near)) {
        if (near)
            err_set(&err, 0, "%s is neither a file nor a command; did you mean rung %s?",
                    c->files.v[0], near);
        else
            err_set(&err, 0, "%s is neither a file nor a command; rung --help lists the commands.",
                    c->files.v[0]);
        return fail(&err, EXIT_USAGE);
    }
    if (c->follow && !viewer && (!follows(cmd) || redact_is_asked(c))) {
        err_set(&err, 0,
                "--follow is for rung list, rung messages and the viewer, without --redact.");
        return fail(&err, EXIT_USAGE);
    }
    if (c->follow && !viewer && (c->call || c->session || c->packet || c->call_id)) {
        err_set(&err, 0, "what will come has no number yet: --follow takes a --filter only.");
        return fail(&err, EXIT_USAGE);
    }
    struct buf names;
    buf_init(&names, NAMES_MAX);
    if (join_devices(c, &names, &err) < 0) {
        buf_fini(&names);
        return fail(&err, EXIT_USAGE);
    }
    struct live_options devices = { .devices = names.p, .bpf = c->bpf, .buffer_mib = c->buffer };
    struct trace_options o = { .threads = (unsigned)(c->threads > 16 ? 16 : c->threads),
                               .bpf = c->bpf,
                               .spool.dir = c->spool_dir,
                               .devices = c->device.n ? &devices : NULL,
                               .live = viewer || c->follow || reads_stream(c),
                               .follow = c->follow,
                               .keep_all =
                                   viewer || redact_is_asked(c) || (cmd && cmd->run == cmd_save),
                               .quick = c->quick,
                               .legs = legs };
    raise_file_limit();
    if (memory_limit(c, c->follow || reads_stream(c), viewer || c->follow, &o, &err) < 0) {
        buf_fini(&names);
        return fail(&err, EXIT_USAGE);
    }
    int r = trace_open(&t, piped ? standard_input : c->files.v, piped ? 1 : c->files.n, &o, &err);
    buf_fini(&names);
    if (r < 0)
        return fail(&err, r == -EINVAL ? EXIT_USAGE : EXIT_INPUT);
    int status = run_on(t, cmd, c, viewer);
    trace_close(t);
    return status;
}

static int run(const struct command *cmd, struct options *c)
{
    struct legs legs;
    struct err err;
    if (cmd && cmd->run == cmd_devices)
        return cmd_devices(NULL, c);
    int r = legs_init(&legs, c, &err);
    int status = r < 0 ? fail(&err, EXIT_USAGE) : read_and_run(cmd, c, &legs.rules);
    legs_fini(&legs);
    return status;
}

int main(int argc, char **argv)
{
    const struct command *cmd = NULL;
    struct options c;
    struct err err;
    setlocale(LC_ALL, "");
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that grew too large is told as a full disk is */
    for (int i = 0; argc > 1 && i < COMMANDS; i++)
        if (!strcmp(argv[1], commands[i].name))
            cmd = &commands[i];
    int skip = cmd != NULL, status = EXIT_DONE;
    if (config_parse(&c, argc - skip, argv + skip, &err) < 0) {
        status = fail(&err, EXIT_USAGE);
    } else if (c.help) {
        print_help();
    } else if (c.version) {
        printf("rung %s\n", RUNG_VERSION);
    } else if (c.print_config) {
        print_config(&c);
    } else {
        status = run(cmd, &c);
    }
    options_fini(&c);
    return status;
}
