/* Collects the rules about legs. What they lead to is left to decode/session. */
#include "ui/cli/legs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

/* The whole file into l->text; its length, or a negative errno. */
static long read_file(struct legs *l, const char *path, struct err *err)
{
    FILE *f = fopen(path, "re");
    if (!f)
        return err_set(err, -errno, "%s cannot be opened: %s.", path, strerror(errno));
    l->text = mem_new(LEGS_FILE_MAX + 1, 1);
    size_t n = l->text ? fread(l->text, 1, LEGS_FILE_MAX + 1, f) : 0;
    int failed = ferror(f) ? errno : 0;
    fclose(f);
    if (!l->text)
        return err_set(err, -ENOMEM, "there is not enough memory for %s.", path);
    if (failed)
        return err_set(err, -failed, "%s cannot be read: %s.", path, strerror(failed));
    if (n > LEGS_FILE_MAX)
        return err_set(err, -EFBIG, "%s is larger than 1 MiB; that is no file of rules.", path);
    return (long)n;
}

static int read_rules(struct legs *l, const char *path, struct err *err)
{
    long n = read_file(l, path, err);
    if (n < 0)
        return (int)n;
    struct slice text = slice_make(l->text, (size_t)n);
    for (unsigned line = 1; text.n; line++) {
        size_t end = slice_index(text, '\n');
        struct err why;
        int r = leg_rules_line(&l->rules, slice_sub(text, 0, end), &why);
        if (r < 0)
            return err_set(err, r, "%s, line %u: %s", path, line, why.text);
        text = slice_sub(text, end + 1, text.n);
    }
    return 0;
}

/* Gives each text to fn. */
static int each(struct leg_rules *rules, const struct texts *t,
                int (*fn)(struct leg_rules *r, struct slice text, struct err *err), struct err *err)
{
    int r = 0;
    for (unsigned i = 0; i < t->n && !r; i++)
        r = fn(rules, slice_of(t->v[i]), err);
    return r;
}

int legs_init(struct legs *l, const struct options *c, struct err *err)
{
    *l = (struct legs){ .text = NULL };
    int r = each(&l->rules, &c->leg_header, leg_rules_header, err);
    if (!r)
        r = each(&l->rules, &c->join, leg_rules_join, err);
    if (!r)
        r = each(&l->rules, &c->split, leg_rules_split, err);
    if (!r && c->leg_rules)
        r = read_rules(l, c->leg_rules, err);
    return r;
}

void legs_fini(struct legs *l)
{
    mem_free(l->text);
    l->text = NULL;
}
