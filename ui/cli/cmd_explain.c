/* rung explain: what went wrong, call by call, with the packets that prove it. */
#include <stdio.h>

#include "base/mem.h"
#include "decode/match.h"
#include "decode/session/link.h"
#include "ui/cli/paper.h"
#include "ui/cli/select.h"
#include "ui/export/explain.h"

struct telling {
    struct trace *trace;
    const struct options *config;
    struct out out;
    struct findings *findings;
    struct explain_options options;
    struct column_row row;
    struct verdict verdict;
    struct json json;
    struct csv csv;
    enum list_format format;
    bool as_rows, selected; /* a line for each finding, and nothing besides */
    uint64_t count[FINDING_COUNT][FINDING_ERROR + 1];
};

static void note(struct telling *t, const struct finding *f)
{
    t->count[f->id][f->severity]++;
}

/* What is only worth knowing is told of a call that was asked for, and counted of all others. */
static bool is_told(const struct telling *t, const struct finding *f)
{
    return t->selected || t->config->all || f->severity > FINDING_INFO;
}

static void tell_row(struct telling *t, const struct finding *f)
{
    if (t->format == LIST_JSON)
        explain_json(&t->json, t->trace, t->options.files, f);
    else
        explain_csv(&t->csv, t->trace, t->options.files, f);
}

static void tell(struct telling *t, uint32_t leg, const struct finding *f, unsigned n)
{
    bool any = t->selected;
    for (unsigned i = 0; i < n; i++) {
        note(t, &f[i]);
        any = any || is_told(t, &f[i]);
        if (t->as_rows)
            tell_row(t, &f[i]);
    }
    if (t->as_rows || !any || !column_row_read(&t->row, leg))
        return;
    verdict_read(&t->verdict, &t->row);
    explain_call(&t->out.buf, &t->options, &t->row, &t->verdict);
    for (unsigned i = 0; i < n; i++)
        if (is_told(t, &f[i]))
            explain_finding(&t->out.buf, &t->options, &f[i]);
}

/* The calls of the selected legs, each once, in the order of their legs. */
static bool tell_selected(struct telling *t, const uint32_t *leg, unsigned legs)
{
    const struct store *s = trace_store(t->trace);
    for (unsigned i = 0; i < legs; i++) {
        const struct call *call = store_call(s, store_leg(s, leg[i])->call);
        const struct finding *f;
        if (call && call->leg != leg[i])
            continue;
        unsigned n = findings_of(t->findings, leg[i], true, &f);
        tell(t, leg[i], f, n);
        if (!out_flush(&t->out, false))
            return false;
    }
    return true;
}

static void tell_all(struct telling *t)
{
    struct explain_walk walk = { .leg = 0 };
    const struct finding *f;
    uint32_t leg;
    while ((leg = explain_next(&walk, trace_store(t->trace)))) {
        unsigned n = findings_of_call(t->findings, leg, true, &f);
        tell(t, leg, f, n);
        if (!out_flush(&t->out, false))
            return;
    }
    unsigned n = findings_of_capture(t->findings, &f);
    bool headed = false;
    for (unsigned i = 0; i < n; i++) {
        note(t, &f[i]);
        if (t->as_rows) {
            tell_row(t, &f[i]);
        } else if (is_told(t, &f[i])) {
            if (!headed)
                explain_capture(&t->out.buf, &t->options);
            headed = true;
            explain_finding(&t->out.buf, &t->options, &f[i]);
        }
    }
    if (!t->as_rows)
        explain_sum(&t->out.buf, &t->options, t->count);
}

static uint64_t sum_of(const struct telling *t, bool errors)
{
    uint64_t n = 0;
    for (int i = 0; i < FINDING_COUNT; i++)
        for (int k = errors ? FINDING_ERROR : FINDING_INFO; k <= FINDING_ERROR; k++)
            n += t->count[i][k];
    return n;
}

static int run(struct telling *t)
{
    const struct options *c = t->config;
    uint32_t *leg = NULL;
    unsigned legs = 0;
    t->selected = c->call || c->call_id || c->session || c->filter;
    int status = t->selected ? select_legs(t->trace, c, &leg, &legs) : EXIT_DONE;
    if (status == EXIT_DONE && t->selected)
        tell_selected(t, leg, legs);
    else if (status == EXIT_DONE)
        tell_all(t);
    mem_free(leg);
    if (status == EXIT_DONE && !t->as_rows && !sum_of(t, false))
        buf_adds(&t->out.buf, t->selected ? "    Nothing to complain of.\n"
                                          : "There is nothing to complain of.\n");
    return status == EXIT_DONE && sum_of(t, true) ? EXIT_NOTHING : status;
}

int cmd_explain(struct trace *trace, const struct options *c)
{
    struct paper p;
    struct err err;
    struct engine_totals in;
    struct telling t = { .trace = trace, .config = c };
    if (paper_lists(&p, c, "explain", true, &t.format, &err) < 0)
        return paper_fail(&err, EXIT_USAGE);
    if (out_open(&t.out, c, &err) < 0)
        return paper_fail(&err, EXIT_OUTPUT);
    trace_totals(trace, &in);
    t.json = json_to(&t.out.buf);
    t.csv = csv_to(&t.out.buf);
    t.as_rows = t.format == LIST_JSON || t.format == LIST_CSV;
    t.options = (struct explain_options){
        .width = p.width, .color = p.color, .ascii = p.ascii, .files = in.files > 1, .trace = trace
    };
    if (t.format == LIST_CSV)
        explain_csv_titles(&t.csv, t.options.files);
    t.findings = findings_new(trace);
    column_row_init(&t.row, trace);
    verdict_init(&t.verdict);
    int status = EXIT_OUTPUT;
    if (t.findings)
        status = run(&t);
    else
        paper_complain("There is not enough memory to look for findings.");
    verdict_fini(&t.verdict);
    column_row_fini(&t.row);
    findings_free(t.findings);
    int written = out_close(&t.out);
    return written == EXIT_DONE ? status : written;
}
