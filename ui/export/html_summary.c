/* The head of a page: what it is about, and what was found. */
#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/export/html_part.h"
#include "ui/export/html_text.h"
#include "ui/export/steps.h"
#include "ui/flow/verdict.h"

enum { FILES = 8, STEPS = 12 }; /* that are named */

static const char *const severity_name[] = {
    [FLOW_PLAIN] = "note",
    [FLOW_INFO] = "info",
    [FLOW_WARNING] = "warning",
    [FLOW_ERROR] = "error",
};

/* ---- summary */

/* The leg with which a call of the flow begins; 0: none. */
static uint32_t leg_of(const struct flow *f, const struct flow_call *call)
{
    for (unsigned i = 0; i < f->rows; i++)
        if (f->row[i].kind == FLOW_MESSAGE && f->row[i].call == call->number &&
            slice_eq(slice_of(f->row[i].call_id), slice_of(call->call_id)))
            return f->row[i].leg;
    return 0;
}

static void add_verdict(struct html *h, const struct flow_call *call, struct column_row *row,
                        struct verdict *v)
{
    uint32_t leg = call->number ? leg_of(h->f, call) : 0;
    if (!leg || !column_row_read(row, leg))
        return;
    verdict_read(v, row);
    for (unsigned i = 0; i < v->lines; i++) {
        buf_adds(h->out, "<br>");
        html_add_isolated(h->out, verdict_line(v, i));
    }
}

static void add_call(struct html *h, const struct flow_call *call, struct column_row *row,
                     struct verdict *v)
{
    buf_adds(h->out, "<li>");
    if (call->number)
        buf_printf(h->out, "<b>Call %u</b> \xc2\xb7 ", call->number);
    html_add_isolated(h->out, slice_of(call->people));
    buf_adds(h->out, " \xc2\xb7 ");
    html_add_text(h->out, slice_of(call->state));
    buf_adds(h->out, " <code>");
    html_add_isolated(h->out, slice_of(call->call_id));
    buf_adds(h->out, "</code>");
    if (row)
        add_verdict(h, call, row, v);
    buf_adds(h->out, "</li>\n");
}

static void add_calls(struct html *h)
{
    struct column_row row;
    struct verdict v;
    if (!h->f->told)
        return;
    buf_adds(h->out, "<dt>Calls</dt><dd><ul>\n");
    if (h->o->trace) {
        column_row_init(&row, h->o->trace);
        verdict_init(&v);
    }
    for (unsigned i = 0; i < h->f->told; i++)
        add_call(h, &h->f->call[i], h->o->trace ? &row : NULL, &v);
    if (h->o->trace) {
        verdict_fini(&v);
        column_row_fini(&row);
    }
    if (h->f->legs > h->f->told)
        buf_printf(h->out, "<li>and %u more Call-IDs</li>\n", h->f->legs - h->f->told);
    buf_adds(h->out, "</ul></dd>\n");
}

static void add_when(struct html *h)
{
    char day[CLOCK_TEXT], from[CLOCK_TEXT], to[CLOCK_TEXT], took[CLOCK_TEXT];
    clock_date(day, h->f->first_ns);
    clock_time_of_day(from, h->f->first_ns, 3);
    clock_time_of_day(to, h->f->last_ns, 3);
    clock_duration(took, h->f->last_ns - h->f->first_ns);
    buf_printf(h->out, "<dt>When</dt><dd>%s %s to %s (%s), %u step%s</dd>\n", day, from, to, took,
               h->f->steps, h->f->steps == 1 ? "" : "s");
}

static void add_people(struct html *h)
{
    buf_adds(h->out, "<dt>Participants</dt><dd><ul class=\"people\">\n");
    for (unsigned i = 0; i < h->f->participants; i++) {
        buf_clear(&h->text);
        steps_add_participant(&h->text, &h->f->participant[i]);
        buf_adds(h->out, "<li>");
        html_add_isolated(h->out, buf_slice(&h->text));
        buf_adds(h->out, "</li>\n");
    }
    buf_adds(h->out, "</ul></dd>\n");
}

static void add_files(struct html *h)
{
    unsigned n = h->files;
    if (!n)
        return;
    buf_adds(h->out, "<dt>From</dt><dd>");
    for (unsigned i = 0; i < n && i < FILES; i++) {
        buf_adds(h->out, i ? ", " : "");
        html_add_isolated(h->out, slice_of(trace_file(h->o->trace, (uint16_t)i)));
    }
    if (n > FILES)
        buf_printf(h->out, " and %u more files", n - FILES);
    buf_adds(h->out, "</dd>\n");
}

void html_add_summary(struct html *h)
{
    buf_adds(h->out, "<section id=\"summary\" aria-label=\"Summary\">\n<dl>\n");
    add_calls(h);
    if (h->f->steps)
        add_when(h);
    add_people(h);
    add_files(h);
    buf_adds(h->out, "</dl>\n</section>\n");
}

/* ---- findings */

/* The step that shows a message. */
struct shown {
    uint32_t message, step;
};

static int by_message(const void *a, const void *b)
{
    const struct shown *x = a, *y = b;
    return x->message < y->message ? -1 : x->message > y->message;
}

/* The marks from `from` on that are of one finding are listed; returns where the next one begins.
 */
static unsigned add_finding(struct html *h, unsigned from, const struct shown *shown, unsigned n)
{
    const struct flow_mark *mark = &h->o->mark[from];
    unsigned i, links = 0;
    buf_printf(h->out, "<li class=\"%s\"><b>%s</b> <span class=\"id\">",
               severity_name[mark->severity], severity_name[mark->severity]);
    html_add_text(h->out, slice_of(mark->id));
    buf_adds(h->out, "</span> ");
    html_add_isolated(h->out, slice_of(mark->text));
    for (i = from; i < h->o->marks && h->o->mark[i].text == mark->text; i++) {
        const struct shown key = { .message = h->o->mark[i].message };
        const struct shown *found = bsearch(&key, shown, n, sizeof(key), by_message);
        if (found && links++ < STEPS)
            buf_printf(h->out, "%s<a href=\"#step-%u\">F%u</a>",
                       links == 1 ? " <span class=\"proof\">" : ", ", found->step, found->step);
    }
    if (links > STEPS)
        buf_printf(h->out, " and %u more steps", links - STEPS);
    buf_adds(h->out, links ? "</span></li>\n" : "</li>\n");
    return i;
}

int html_add_findings(struct html *h)
{
    unsigned n = 0;
    if (!h->o->marks)
        return 0;
    struct shown *shown = mem_new((size_t)h->f->rows + 1, sizeof(*shown));
    if (!shown)
        return -ENOMEM;
    for (unsigned i = 0; i < h->f->rows; i++)
        if (h->f->row[i].kind == FLOW_MESSAGE)
            shown[n++] = (struct shown){ h->f->row[i].message, h->f->row[i].step };
    qsort(shown, n, sizeof(*shown), by_message);
    buf_adds(h->out, "<section id=\"findings\" aria-labelledby=\"findings-title\">\n"
                     "<h2 id=\"findings-title\">Findings</h2>\n<ul>\n");
    for (unsigned i = 0; i < h->o->marks;)
        i = add_finding(h, i, shown, n);
    buf_adds(h->out, "</ul>\n</section>\n");
    mem_free(shown);
    return 0;
}
