/* rung.conf to options and back. Own code, since the files name IPv6 addresses, which libraries for
 * such files split at their colons, and since a user's comments must outlive a save. */
#include "ui/option/conf.h"

#include <errno.h>
#include <stdlib.h>

#include "base/file.h"

static bool in_home(struct buf *out, const char *variable, const char *folder, const char *name)
{
    const char *base = getenv(variable), *home = getenv("HOME");
    if (base && base[0] == '/')
        buf_printf(out, "%s/rung/%s", base, name);
    else if (home && home[0])
        buf_printf(out, "%s/%s/rung/%s", home, folder, name);
    else
        return false;
    return !out->failed;
}

bool conf_path(struct buf *out)
{
    return in_home(out, "XDG_CONFIG_HOME", ".config", "rung.conf");
}

bool conf_state_path(struct buf *out, const char *name)
{
    return in_home(out, "XDG_STATE_HOME", ".local/state", name);
}

/* --- lines ------------------------------------------------------------------------------------ */

struct conf_line {
    struct slice all;         /* as it stands, without its end */
    struct slice name, value; /* of NAME = VALUE */
    struct slice section;     /* of [SECTION] */
    bool is_pair, is_section;
};

/* The next line; false at the end. */
static bool next_line(struct slice *rest, struct conf_line *l)
{
    if (!rest->n)
        return false;
    size_t n = slice_index(*rest, '\n');
    *l = (struct conf_line){ .all = slice_sub(*rest, 0, n) };
    *rest = slice_sub(*rest, n + 1, rest->n);
    struct slice s = slice_trim(l->all);
    if (!s.n || s.p[0] == '#' || s.p[0] == ';')
        return true;
    if (s.p[0] == '[' && s.p[s.n - 1] == ']') {
        l->is_section = true;
        l->section = slice_trim(slice_sub(s, 1, s.n - 1));
        return true;
    }
    l->is_pair = true;
    l->name = option_name_of(s);
    l->value = option_value_of(s);
    return true;
}

/* The MANY with this section, OPTION_COUNT: there is none. */
static enum option_id section_find(struct slice name)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *row = option_get((enum option_id)i);
        if (row->kind == OPTION_MANY && row->kept && slice_ieq(name, slice_of(row->values)))
            return (enum option_id)i;
    }
    return OPTION_COUNT;
}

/* Which option a line sets, where it is one that may stand there. */
static enum option_id line_option(const struct conf_line *l, bool top, enum option_id section)
{
    enum option_id id = top ? option_find(l->name) : section;
    if (id == OPTION_COUNT || !option_get(id)->kept)
        return OPTION_COUNT;
    return top && option_get(id)->kind == OPTION_MANY ? OPTION_COUNT : id;
}

/* --- reading ---------------------------------------------------------------------------------- */

static int take_line(struct options *o, const struct conf_line *l, bool top, enum option_id section,
                     struct err *err)
{
    enum option_id id = line_option(l, top, section);
    if (!top && section == OPTION_COUNT)
        return err_set(err, -EINVAL, "it stands in a section that rung does not know.");
    if (id == OPTION_COUNT)
        return err_set(err, -EINVAL, "\"%.*s\" is no setting; rung --print-config shows all.",
                       (int)l->name.n, l->name.p);
    return option_set(o, id, top ? l->value : slice_trim(l->all), "", err);
}

int conf_read(struct options *o, const char *path, struct err *err)
{
    struct buf text;
    struct conf_line l;
    struct err why;
    enum option_id section = OPTION_COUNT;
    bool top = true;
    unsigned number = 0;
    buf_init(&text, 2 * CONF_MAX);
    int r = file_load(&text, path, CONF_MAX, err);
    for (struct slice rest = buf_slice(&text); r != -ENOENT && next_line(&rest, &l);) {
        number++;
        if (l.is_section) {
            section = section_find(l.section);
            top = false;
        }
        if (l.is_pair && take_line(o, &l, top, section, &why) < 0 && r == 0)
            r = err_set(err, -EINVAL, "%s:%u: %s", path, number, why.text);
    }
    buf_fini(&text);
    return r;
}

/* --- saving ----------------------------------------------------------------------------------- */

struct saving {
    const struct options *o;
    struct buf out;
    bool done[OPTION_COUNT]; /* the setting has a line, or the section was ended */
    size_t section;          /* where what we wrote of the section begins */
};

static void add_setting(struct saving *s, enum option_id id)
{
    buf_printf(&s->out, "%s = ", option_get(id)->name);
    option_add_value(s->o, id, &s->out);
    buf_addc(&s->out, '\n');
    s->done[id] = true;
}

static void add_text(struct saving *s, const char *text)
{
    struct slice name = option_name_of(slice_of(text)), value = option_value_of(slice_of(text));
    buf_printf(&s->out, "%.*s = %.*s\n", (int)name.n, name.p, (int)value.n, value.p);
}

/* Was a text with this name written to the section? */
static bool is_written(const struct saving *s, struct slice name)
{
    struct slice rest = slice_sub(buf_slice(&s->out), s->section, s->out.n);
    struct conf_line l;
    while (next_line(&rest, &l))
        if (l.is_pair && slice_eq(l.name, name))
            return true;
    return false;
}

/* Texts of a section that have no line yet. */
static void end_section(struct saving *s, enum option_id section)
{
    if (section == OPTION_COUNT || s->done[section])
        return;
    const struct texts *t = option_texts(s->o, section);
    for (unsigned i = 0; i < t->n; i++)
        if (!is_written(s, option_name_of(slice_of(t->v[i]))))
            add_text(s, t->v[i]);
    s->done[section] = true;
}

static void end_top(struct saving *s)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *row = option_get((enum option_id)i);
        if (row->kept && row->kind != OPTION_MANY && !s->done[i] &&
            !option_is_initial(s->o, (enum option_id)i))
            add_setting(s, (enum option_id)i);
    }
}

/* Does the line say what holds? */
static bool says_it(const struct saving *s, enum option_id id, struct slice value)
{
    struct buf b;
    buf_init(&b, CONF_MAX);
    option_add_value(s->o, id, &b);
    bool same = slice_eq(buf_slice(&b), value);
    buf_fini(&b);
    return same;
}

static void keep_line(struct saving *s, struct slice line)
{
    buf_add(&s->out, line.p, line.n);
    buf_addc(&s->out, '\n');
}

static void save_setting(struct saving *s, const struct conf_line *l, enum option_id id)
{
    if (says_it(s, id, l->value)) {
        keep_line(s, l->all);
        s->done[id] = true;
    } else if (!s->done[id]) { /* a second line for it is left out */
        add_setting(s, id);
    }
}

/* The text of this name; a line for one that is gone is left out. */
static void save_text(struct saving *s, const struct conf_line *l, enum option_id section)
{
    const struct texts *t = option_texts(s->o, section);
    for (unsigned i = 0; i < t->n; i++) {
        if (!slice_eq(option_name_of(slice_of(t->v[i])), l->name))
            continue;
        if (slice_eq(option_value_of(slice_of(t->v[i])), l->value))
            keep_line(s, l->all);
        else
            add_text(s, t->v[i]);
        return;
    }
}

static void save_lines(struct saving *s, struct slice old)
{
    struct conf_line l;
    enum option_id section = OPTION_COUNT, id;
    bool top = true;
    while (next_line(&old, &l)) {
        if (l.is_section) {
            if (top)
                end_top(s);
            end_section(s, section);
            section = section_find(l.section);
            s->section = s->out.n;
            top = false;
        }
        id = l.is_pair ? line_option(&l, top, section) : OPTION_COUNT;
        if (id == OPTION_COUNT)
            keep_line(s, l.all);
        else if (top)
            save_setting(s, &l, id);
        else
            save_text(s, &l, id);
    }
    if (top)
        end_top(s);
    end_section(s, section);
}

static void add_sections(struct saving *s)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *row = option_get((enum option_id)i);
        if (row->kind != OPTION_MANY || !row->kept || s->done[i] ||
            !option_texts(s->o, (enum option_id)i)->n)
            continue;
        buf_printf(&s->out, "\n[%s]\n", row->values);
        s->section = s->out.n;
        end_section(s, (enum option_id)i);
    }
}

int conf_save(const struct options *o, const char *path, struct err *err)
{
    struct saving s = { .o = o };
    struct buf old;
    buf_init(&old, 2 * CONF_MAX);
    buf_init(&s.out, 4 * CONF_MAX);
    int r = file_load(&old, path, CONF_MAX, err);
    if (r == 0 || r == -ENOENT) {
        save_lines(&s, buf_slice(&old));
        add_sections(&s);
        file_make_folders(path);
        r = s.out.failed ? err_set(err, -ENOMEM, "There is not enough memory for the settings.")
                         : file_write(path, buf_slice(&s.out), 0600, err);
    }
    buf_fini(&old);
    buf_fini(&s.out);
    return r;
}

void conf_print(const struct options *o, struct buf *out)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *row = option_get((enum option_id)i);
        if (!row->kept || row->kind == OPTION_MANY)
            continue;
        buf_printf(out, "# %s\n%s%s = ", row->help,
                   option_is_initial(o, (enum option_id)i) ? "#" : "", row->name);
        option_add_value(o, (enum option_id)i, out);
        buf_adds(out, "\n");
    }
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *row = option_get((enum option_id)i);
        if (!row->kept || row->kind != OPTION_MANY)
            continue;
        buf_printf(out, "\n# %s: %s\n[%s]\n", row->argument, row->help, row->values);
        const struct texts *t = option_texts(o, (enum option_id)i);
        for (unsigned k = 0; k < t->n; k++)
            buf_printf(out, "%s\n", t->v[k]);
    }
}
