/* The command line into options. What the values lead to is left to the commands. */
#include "ui/cli/config.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <unistd.h>

#include "base/mem.h"
#include "ui/option/conf.h"

enum { LONG_ONLY = 256, NO = 1024, NAME_BYTES = 40 };

/* What getopt asks for. */
struct wanted {
    struct option longs[2 * OPTION_COUNT + 1];
    char shorts[3 * OPTION_COUNT + 2];
    char no[OPTION_COUNT][NAME_BYTES]; /* "no-mouse" */
};

static void list_wanted(struct wanted *w)
{
    size_t n = 0, letters = 0;
    *w = (struct wanted){ .shorts = ":" };
    letters = 1;
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *row = option_get((enum option_id)i);
        w->longs[n++] = (struct option){ row->name, row->argument ? required_argument : no_argument,
                                         NULL, LONG_ONLY + i };
        if (row->kept && row->kind == OPTION_FLAG) {
            snprintf(w->no[i], NAME_BYTES, "no-%s", row->name);
            w->longs[n++] = (struct option){ w->no[i], no_argument, NULL, NO + i };
        }
        if (!row->letter)
            continue;
        w->shorts[letters++] = row->letter;
        if (row->argument)
            w->shorts[letters++] = ':';
    }
}

/* The option that getopt's answer is about, OPTION_COUNT: none. */
static enum option_id option_of(int answer)
{
    if (answer >= NO)
        return (enum option_id)(answer - NO);
    if (answer >= LONG_ONLY)
        return (enum option_id)(answer - LONG_ONLY);
    for (int i = 0; i < OPTION_COUNT; i++)
        if (option_get((enum option_id)i)->letter == answer)
            return (enum option_id)i;
    return OPTION_COUNT;
}

static int push_file(struct texts *t, const char *s, struct err *err)
{
    const char **v = mem_resize(t->v, t->n + 1, sizeof(*v));
    if (!v)
        return err_set(err, -ENOMEM, "there is not enough memory for the command line.");
    t->v = v;
    t->v[t->n++] = s;
    return 0;
}

/* Words that are no options: files; the last one may be a filter. */
static int take_words(struct options *o, int argc, char **argv, struct err *err)
{
    for (unsigned i = 0; i < o->input.n; i++)
        if (push_file(&o->files, o->input.v[i], err) < 0)
            return -ENOMEM;
    for (int i = optind; i < argc; i++) {
        bool last = i + 1 == argc;
        bool is_file = !strcmp(argv[i], "-") || access(argv[i], F_OK) == 0 || errno != ENOENT;
        int r = !is_file && last && (o->files.n || o->device.n) && !o->filter
                    ? option_set(o, OPTION_filter, slice_of(argv[i]), "--", err)
                    : push_file(&o->files, argv[i], err);
        if (r < 0)
            return r;
    }
    return 0;
}

static int take_options(struct options *o, int argc, char **argv, struct err *err)
{
    struct wanted w;
    list_wanted(&w);
    opterr = 0;
    optind = 1;
    for (int a; (a = getopt_long(argc, argv, w.shorts, w.longs, NULL)) != -1;) {
        enum option_id id = a == '?' || a == ':' ? OPTION_COUNT : option_of(a);
        if (id == OPTION_COUNT)
            return err_set(err, -EINVAL,
                           a == ':' ? "%s wants an argument; rung --help shows which."
                                    : "%s is no option of rung; rung --help lists them.",
                           argv[optind - 1]);
        const char *value = optarg ? optarg : a >= NO ? "no" : "yes";
        int r = option_set(o, id, slice_of(value), "--", err);
        if (r < 0)
            return r;
    }
    return 0;
}

/* The settings in rung.conf; what the command line says comes after, and holds. */
static void read_settings(struct options *o)
{
    struct buf path;
    struct err err;
    buf_init(&path, 4096);
    if (conf_path(&path)) {
        buf_addc(&path, '\0');
        int r = path.failed ? 0 : conf_read(o, (const char *)path.p, &err);
        if (r < 0 && r != -ENOENT)
            fprintf(stderr, "rung: %s\n", err.text);
    }
    buf_fini(&path);
}

int config_parse(struct options *o, int argc, char **argv, struct err *err)
{
    struct options asked;
    options_init(o);
    options_init(&asked);
    int r = take_options(&asked, argc, argv, err); /* for --config, which comes before all others */
    if (r == 0 && asked.config) {
        r = conf_read(o, asked.config, err);
        if (r == -ENOENT)
            r = err_set(err, -EINVAL, "there is no file %s for --config.", asked.config);
    } else if (r == 0) {
        read_settings(o);
    }
    options_fini(&asked);
    if (r == 0)
        r = take_options(o, argc, argv, err);
    return r < 0 ? r : take_words(o, argc, argv, err);
}

void config_print_help(void)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *row = option_get((enum option_id)i);
        bool on = row->kind == OPTION_FLAG && !strcmp(row->initial, "yes");
        char text[64], letter[5] = "    ";
        if (row->letter)
            snprintf(letter, sizeof(letter), "-%c, ", row->letter);
        snprintf(text, sizeof(text), "  %s--%s%s%s%s", letter, on ? "[no-]" : "", row->name,
                 row->argument ? " " : "", row->argument ? row->argument : "");
        printf("%-28s %s\n", text, row->help);
    }
}
