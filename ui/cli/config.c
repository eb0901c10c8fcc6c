/* The command line into a struct config. What the values lead to is left to the commands. */
#include "ui/cli/config.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/slice.h"

enum kind { FLAG, TEXT, NUMBER, MANY };

static const struct row {
    const char *name, *argument, *help;
    char letter;
    enum kind kind;
    size_t at; /* of the field in struct config */
} rows[] = {
#define X(field, short_name, long_name, arg, KIND, text)                                           \
    { long_name, arg, text, short_name, KIND, offsetof(struct config, field) },
    OPTION_LIST(X)
#undef X
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]), LONG_ONLY = 256 };

static int push(struct texts *t, const char *s, struct err *err)
{
    const char **v = mem_resize(t->v, t->n + 1, sizeof(*v));
    if (!v)
        return err_set(err, -ENOMEM, "there is not enough memory for the command line.");
    t->v = v;
    t->v[t->n++] = s;
    return 0;
}

/* An alias that names nobody would silently do nothing. */
static int check_alias(const char *value, struct err *err)
{
    struct slice text = slice_of(value);
    size_t eq = slice_index(text, '=');
    if (slice_trim(slice_sub(text, 0, eq)).n && slice_trim(slice_sub(text, eq + 1, text.n)).n)
        return 0;
    return err_set(err, -EINVAL, "--alias wants ADDR=NAME, as in 10.1.1.5=PBX, not \"%s\".", value);
}

static int set(struct config *c, const struct row *r, const char *value, struct err *err)
{
    void *at = (char *)c + r->at;
    char *end;
    switch (r->kind) {
    case FLAG:
        *(bool *)at = true;
        return 0;
    case TEXT:
        *(const char **)at = value;
        return 0;
    case NUMBER:
        errno = 0;
        *(uint64_t *)at = strtoull(value, &end, 10);
        if (errno || end == value || *end || *value == '-')
            return err_set(err, -EINVAL, "--%s wants a number, not \"%s\".", r->name, value);
        return 0;
    case MANY:
        if (r->at == offsetof(struct config, alias) && check_alias(value, err) < 0)
            return -EINVAL;
        return push(at, value, err);
    }
    return 0;
}

/* Words that are no options: files; the last one may be a filter. */
static int take_words(struct config *c, int argc, char **argv, struct err *err)
{
    for (int i = optind; i < argc; i++) {
        bool last = i + 1 == argc;
        bool is_file = !strcmp(argv[i], "-") || access(argv[i], F_OK) == 0 || errno != ENOENT;
        if (!is_file && last && i > optind && !c->filter)
            c->filter = argv[i];
        else if (push(&c->files, argv[i], err) < 0)
            return -ENOMEM;
    }
    return 0;
}

int config_parse(struct config *c, int argc, char **argv, struct err *err)
{
    struct option longs[ROWS + 1] = { { 0 } };
    char shorts[3 * ROWS + 2] = ":";
    size_t n = 1;
    *c = (struct config){ 0 };
    for (int i = 0; i < ROWS; i++) {
        longs[i] =
            (struct option){ rows[i].name, rows[i].argument ? required_argument : no_argument, NULL,
                             LONG_ONLY + i };
        if (rows[i].letter) {
            shorts[n++] = rows[i].letter;
            if (rows[i].argument)
                shorts[n++] = ':';
        }
    }
    opterr = 0;
    optind = 1;
    for (int o; (o = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        int i = o - LONG_ONLY;
        if (o < LONG_ONLY)
            for (i = 0; i < ROWS && rows[i].letter != o; i++)
                ;
        if (o == '?' || i >= ROWS || i < 0)
            return err_set(err, -EINVAL,
                           o == ':' ? "%s wants an argument; rung --help shows which."
                                    : "%s is no option of rung; rung --help lists them.",
                           argv[optind - 1]);
        int r = set(c, &rows[i], optarg, err);
        if (r < 0)
            return r;
    }
    return take_words(c, argc, argv, err);
}

void config_fini(struct config *c)
{
    mem_free(c->alias.v);
    mem_free(c->leg_header.v);
    mem_free(c->join.v);
    mem_free(c->split.v);
    mem_free(c->files.v);
}

void config_print_help(void)
{
    for (int i = 0; i < ROWS; i++) {
        char text[64], letter[5] = "    ";
        if (rows[i].letter)
            snprintf(letter, sizeof(letter), "-%c, ", rows[i].letter);
        snprintf(text, sizeof(text), "  %s--%s%s%s", letter, rows[i].name,
                 rows[i].argument ? " " : "", rows[i].argument ? rows[i].argument : "");
        printf("%-28s %s\n", text, rows[i].help);
    }
}
