/* From calls to files. What is in them is left to the renderers. */
#include "ui/export/each.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "decode/finding/finding.h"
#include "decode/session/link.h"
#include "ui/export/html_index.h"
#include "ui/flow/column.h"

enum { FILE_BYTES = 1 << 30, PATH_BYTES = 4096, INDEX_BYTES = 1 << 28 };

struct each {
    struct trace *trace;
    struct draw_order order;
    const char *folder, *ending;
    int digits; /* of the highest number of a call */
    uint32_t *leg;
    struct column_row row;
    struct buf name, path, out, index;
    bool indexed;
    unsigned files;
};

static bool is_safe(char c)
{
    char lower = ascii_lower(c);
    return ascii_is_digit(c) || (lower >= 'a' && lower <= 'z') || c == '+' || c == '_';
}

/* A user as a part of a name; what would be no good there becomes "-", once for a row of such. */
static void add_user(struct buf *b, const struct column_party *p)
{
    struct slice user = slice_sub(p->user, 0, EACH_USER);
    buf_addc(b, '-');
    for (size_t i = 0; i < user.n; i++)
        if (is_safe(user.p[i]))
            buf_addc(b, user.p[i]);
        else if (b->p[b->n - 1] != '-')
            buf_addc(b, '-');
}

static void make_name(struct each *e)
{
    buf_clear(&e->name);
    if (e->row.call)
        buf_printf(&e->name, "call-%0*u", e->digits, e->row.call);
    else
        buf_printf(&e->name, "other-%u", e->row.leg_row);
    add_user(&e->name, &e->row.from);
    add_user(&e->name, &e->row.to);
    buf_printf(&e->name, ".%s", e->ending);
    buf_clear(&e->path);
    buf_printf(&e->path, "%s/%s", e->folder, e->name.p ? e->name.p : "");
}

static int write_out(struct each *e, const char *path, struct buf *b, struct err *err)
{
    if (b->failed || e->path.failed || e->name.failed)
        return err_set(err, -ENOMEM, "There is not enough memory for %s.", e->folder);
    e->files++;
    return file_write(path, buf_slice(b), 0666, err);
}

/* The legs of the call of this one; those of a call are told once, by the leg that stands for it.
 */
static unsigned gather(struct each *e, uint32_t leg)
{
    const struct store *s = trace_store(e->trace);
    const struct call *call = store_call(s, store_leg(s, leg)->call);
    unsigned n = 0;
    for (uint32_t i = leg; i; i = call ? call_next(s, i, leg) : 0)
        e->leg[n++] = i;
    return n;
}

static int draw(struct each *e, uint32_t leg, struct err *err)
{
    if (!column_row_read(&e->row, leg))
        return 0;
    make_name(e);
    buf_clear(&e->out);
    e->order.leg = e->leg;
    e->order.legs = gather(e, leg);
    int r = draw_legs(&e->out, e->trace, &e->order, err);
    if (r == -ENODATA) /* none of its messages can be read any more */
        return 0;
    if (r == 0)
        r = write_out(e, e->path.p, &e->out, err);
    if (r == 0 && e->indexed)
        html_index_add(&e->index, e->name.p, &e->row);
    return r;
}

/* Who was told of already? A call by the leg that stands for it, since one of its legs may be
 * meant and another not. */
static int draw_calls(struct each *e, const uint32_t *leg, unsigned legs, struct err *err)
{
    const struct store *s = trace_store(e->trace);
    uint8_t *told = mem_new(s->calls.n / 8 + 1, 1);
    int r = told ? 0 : err_set(err, -ENOMEM, "There is not enough memory for so many calls.");
    for (unsigned i = 0; i < legs && r == 0; i++) {
        uint32_t number = store_leg(s, leg[i])->call;
        const struct call *call = store_call(s, number);
        if (call && told[number / 8] >> number % 8 & 1)
            continue;
        told[number / 8] |= (uint8_t)(1U << number % 8);
        r = draw(e, call ? call->leg : leg[i], err);
    }
    mem_free(told);
    return r;
}

static int write_index(struct each *e, struct err *err)
{
    html_index_end(&e->index);
    buf_clear(&e->path);
    buf_printf(&e->path, "%s/index.html", e->folder);
    return write_out(e, e->path.p, &e->index, err);
}

static int make_folder(const char *folder, struct err *err)
{
    struct stat st;
    if (mkdir(folder, 0777) == 0 ||
        (errno == EEXIST && stat(folder, &st) == 0 && S_ISDIR(st.st_mode)))
        return 0;
    int why = errno == EEXIST ? ENOTDIR : errno;
    return err_set(err, -why, "%s cannot be the folder: %s.", folder, strerror(why));
}

int each_draw(struct trace *t, const struct draw_order *order, const uint32_t *leg, unsigned legs,
              const char *folder, unsigned *files, struct err *err)
{
    const struct store *s = trace_store(t);
    struct each e = { .trace = t, .order = *order, .folder = folder };
    char ending[16], highest[16];
    struct slice endings = slice_of(order->render->extensions);
    struct slice first = slice_sub(endings, 0, slice_index(endings, ' '));
    snprintf(ending, sizeof(ending), "%.*s", (int)first.n, first.n ? first.p : "");
    e.ending = first.n ? ending : order->render->name;
    e.digits = snprintf(highest, sizeof(highest), "%u", s->calls.n);
    e.indexed = order->render == render_find(RENDER_LADDER, "html");
    buf_init(&e.name, PATH_BYTES);
    buf_init(&e.path, PATH_BYTES);
    buf_init(&e.out, FILE_BYTES);
    buf_init(&e.index, INDEX_BYTES);
    column_row_init(&e.row, t);
    e.leg = mem_new(s->legs.n + 1, sizeof(*e.leg));
    e.order.findings = findings_new(t);
    int r = e.leg && e.order.findings ? make_folder(folder, err)
                                      : err_set(err, -ENOMEM, "There is not enough memory.");
    if (r == 0 && e.indexed)
        html_index_begin(&e.index, trace_file(t, 0), trace_files(t));
    if (r == 0)
        r = draw_calls(&e, leg, legs, err);
    if (r == 0 && e.indexed)
        r = write_index(&e, err);
    *files = e.files;
    findings_free(e.order.findings);
    mem_free(e.leg);
    column_row_fini(&e.row);
    buf_fini(&e.name);
    buf_fini(&e.path);
    buf_fini(&e.out);
    buf_fini(&e.index);
    return r;
}
