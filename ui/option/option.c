/* The table of options and the values that they have. Where the values come from is left to
 * ui/cli/config.c, conf.c and the viewer. */
#include "ui/option/option.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/mem.h"

#define KEPT true
#define RUN false

static const struct option_info rows[] = {
#define X(field, short_name, long_name, arg, KIND, kept, words, initial, text)                     \
    { long_name,     arg,  words,                                                                  \
      initial,       text, short_name,                                                             \
      OPTION_##KIND, kept, offsetof(struct options, field) },
    OPTION_LIST(X)
#undef X
};

const struct option_info *option_get(enum option_id id)
{
    return &rows[id];
}

static bool same_name(struct slice a, struct slice b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (a.p[i] != b.p[i] && !(a.p[i] == '_' && b.p[i] == '-'))
            return false;
    return true;
}

enum option_id option_find(struct slice name)
{
    for (int i = 0; i < OPTION_COUNT; i++)
        if (same_name(name, slice_of(rows[i].name)))
            return (enum option_id)i;
    return OPTION_COUNT;
}

static void *field(const struct options *o, enum option_id id)
{
    return (char *)o + rows[id].at;
}

const struct texts *option_texts(const struct options *o, enum option_id id)
{
    return field(o, id);
}

/* --- words ------------------------------------------------------------------------------------ */

/* The word at this place of "a|b|c"; absent behind the last one. */
static struct slice choice(enum option_id id, unsigned place)
{
    struct slice rest = slice_of(rows[id].values);
    for (; rest.n; place--) {
        size_t n = slice_index(rest, '|');
        if (!place)
            return slice_sub(rest, 0, n);
        rest = slice_sub(rest, n + 1, rest.n);
    }
    return rest;
}

static int choice_find(enum option_id id, struct slice word)
{
    struct slice s;
    for (unsigned i = 0; (s = choice(id, i)).n; i++)
        if (slice_ieq(s, word))
            return (int)i;
    return -1;
}

/* "auto, always or never" */
static void list_choices(enum option_id id, struct buf *out)
{
    struct slice s;
    for (unsigned i = 0; (s = choice(id, i)).n; i++)
        buf_printf(out, "%s%.*s", !i ? "" : choice(id, i + 1).n ? ", " : " or ", (int)s.n, s.p);
}

static int flag_find(struct slice word)
{
    static const char *const words[] = { "no", "yes", "off", "on", "false", "true", "0", "1" };
    for (int i = 0; i < 8; i++)
        if (slice_ieq(word, slice_of(words[i])))
            return i & 1;
    return -1;
}

struct slice option_name_of(struct slice text)
{
    return slice_trim(slice_sub(text, 0, slice_index(text, '=')));
}

struct slice option_value_of(struct slice text)
{
    return slice_trim(slice_sub(text, slice_index(text, '=') + 1, text.n));
}

/* --- setting ---------------------------------------------------------------------------------- */

static void drop_text(struct texts *t, unsigned i)
{
    mem_free((void *)t->v[i]);
    t->n--;
    memmove(&t->v[i], &t->v[i + 1], (t->n - i) * sizeof(*t->v));
}

bool option_drop(struct options *o, enum option_id id, struct slice name)
{
    struct texts *t = field(o, id);
    for (unsigned i = 0; i < t->n; i++)
        if (slice_eq(option_name_of(slice_of(t->v[i])), name)) {
            drop_text(t, i);
            return true;
        }
    return false;
}

static int no_memory(struct err *err)
{
    return err_set(err, -ENOMEM, "there is not enough memory for the options.");
}

/* A name without a value, or a value without a name, would silently do nothing. */
static bool is_pair(struct slice text)
{
    return option_name_of(text).n && option_value_of(text).n;
}

static int add_text(struct options *o, enum option_id id, struct slice value, const char *dashes,
                    struct err *err)
{
    static const char *const examples[OPTION_COUNT] = {
        [OPTION_alias] = "10.1.1.5=PBX",
        [OPTION_bind] = "filter=F7 f",
        [OPTION_named_filter] = "failed=code >= 400",
    };
    struct texts *t = field(o, id);
    if (rows[id].kept && !is_pair(value))
        return err_set(err, -EINVAL, "%s%s wants %s, as in %s, not \"%.*s\".", dashes,
                       rows[id].name, rows[id].argument, examples[id], (int)value.n, value.p);
    char *copy = mem_text(value.p, value.n);
    const char **v = copy ? mem_resize(t->v, t->n + 1, sizeof(*v)) : NULL;
    if (!v) {
        mem_free(copy);
        return no_memory(err);
    }
    t->v = v;
    if (rows[id].kept)
        option_drop(o, id, option_name_of(value));
    t->v[t->n++] = copy;
    return 0;
}

static int set_text(const char **at, struct slice value, struct err *err)
{
    char *copy = value.n ? mem_text(value.p, value.n) : NULL;
    if (value.n && !copy)
        return no_memory(err);
    mem_free((void *)*at);
    *at = copy;
    return 0;
}

static int set_number(uint64_t *at, const struct option_info *row, struct slice value,
                      const char *dashes, struct err *err)
{
    size_t digits;
    uint64_t n = slice_number(value, UINT64_MAX / 16, &digits);
    if (!digits || digits != value.n)
        return err_set(err, -EINVAL, "%s%s wants a number, not \"%.*s\".", dashes, row->name,
                       (int)value.n, value.p);
    *at = n;
    return 0;
}

/* Powers of 1024; capital letters are as good. */
static const char size_letters[] = " kmg";

static int set_size(uint64_t *at, const struct option_info *row, struct slice value,
                    const char *dashes, struct err *err)
{
    size_t digits;
    uint64_t n = slice_number(value, UINT64_MAX >> 34, &digits);
    const char *letter =
        value.n == digits + 1 ? strchr(size_letters + 1, ascii_lower(value.p[digits])) : NULL;
    if (!digits || !(value.n == digits || letter) || (letter && !*letter))
        return err_set(err, -EINVAL, "%s%s wants a size, as 800K, 512M or 10G, not \"%.*s\".",
                       dashes, row->name, (int)value.n, value.p);
    *at = letter ? n << 10 * (letter - size_letters) : n;
    return 0;
}

static void add_size(struct buf *out, uint64_t n)
{
    unsigned k = 0;
    for (; n && k < 3 && n % 1024 == 0; k++)
        n /= 1024;
    buf_printf(out, "%" PRIu64, n);
    if (k)
        buf_addc(out, (char)(size_letters[k] - 'a' + 'A'));
}

static int set_choice(unsigned *at, enum option_id id, struct slice value, const char *dashes,
                      struct err *err)
{
    struct buf words;
    int place = choice_find(id, value);
    if (place >= 0) {
        *at = (unsigned)place;
        return 0;
    }
    buf_init(&words, 256);
    list_choices(id, &words);
    int r = err_set(err, -EINVAL, "%s%s is %.*s, not \"%.*s\".", dashes, rows[id].name,
                    (int)words.n, words.n ? (const char *)words.p : "", (int)value.n, value.p);
    buf_fini(&words);
    return r;
}

int option_set(struct options *o, enum option_id id, struct slice value, const char *dashes,
               struct err *err)
{
    const struct option_info *row = &rows[id];
    int place;
    switch (row->kind) {
    case OPTION_FLAG:
        place = flag_find(value);
        if (place < 0)
            return err_set(err, -EINVAL, "%s%s is yes or no, not \"%.*s\".", dashes, row->name,
                           (int)value.n, value.p);
        *(bool *)field(o, id) = place;
        return 0;
    case OPTION_TEXT:
        return set_text(field(o, id), value, err);
    case OPTION_NUMBER:
        return set_number(field(o, id), row, value, dashes, err);
    case OPTION_SIZE:
        return set_size(field(o, id), row, value, dashes, err);
    case OPTION_CHOICE:
        return set_choice(field(o, id), id, value, dashes, err);
    case OPTION_MANY:
        return add_text(o, id, value, dashes, err);
    }
    return 0;
}

void options_init(struct options *o)
{
    struct err err;
    *o = (struct options){ 0 };
    for (int i = 0; i < OPTION_COUNT; i++) /* no initial value takes memory */
        if (rows[i].initial[0])
            option_set(o, (enum option_id)i, slice_of(rows[i].initial), "", &err);
}

void options_fini(struct options *o)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        struct texts *t = field(o, (enum option_id)i);
        if (rows[i].kind == OPTION_TEXT)
            mem_free((void *)*(const char **)field(o, (enum option_id)i));
        if (rows[i].kind != OPTION_MANY)
            continue;
        while (t->n)
            drop_text(t, t->n - 1);
        mem_free(t->v);
    }
    mem_free(o->files.v);
}

/* --- reading ---------------------------------------------------------------------------------- */

void option_add_value(const struct options *o, enum option_id id, struct buf *out)
{
    const void *at = field(o, id);
    const char *text;
    struct slice word;
    switch (rows[id].kind) {
    case OPTION_FLAG:
        buf_adds(out, *(const bool *)at ? "yes" : "no");
        break;
    case OPTION_TEXT:
        text = *(const char *const *)at;
        buf_adds(out, text ? text : "");
        break;
    case OPTION_NUMBER:
        buf_printf(out, "%" PRIu64, *(const uint64_t *)at);
        break;
    case OPTION_SIZE:
        add_size(out, *(const uint64_t *)at);
        break;
    case OPTION_CHOICE:
        word = choice(id, *(const unsigned *)at);
        buf_add(out, word.p, word.n);
        break;
    case OPTION_MANY:
        break;
    }
}

bool option_is_initial(const struct options *o, enum option_id id)
{
    struct buf b;
    buf_init(&b, 64 << 10);
    option_add_value(o, id, &b);
    bool same = rows[id].kind == OPTION_MANY ? !option_texts(o, id)->n
                                             : slice_eq(buf_slice(&b), slice_of(rows[id].initial));
    buf_fini(&b);
    return same;
}
