/* Finds messages among the rows of a ladder, which are in order of time. */
#include "ui/flow/find.h"

#include "ui/flow/draft.h"

/* The first row that is not earlier. */
static uint32_t find_time(const struct flow *f, int64_t time_ns)
{
    uint32_t from = 0, end = f->rows;
    while (from < end) {
        uint32_t mid = from + (end - from) / 2;
        if (f->row[mid].time_ns < time_ns)
            from = mid + 1;
        else
            end = mid;
    }
    return from;
}

static const struct store *store_of(const struct flow *f)
{
    return trace_store(flow_facts(f)->trace);
}

uint32_t find_arrow(const struct flow *f, uint32_t message)
{
    const struct message *m = message ? store_message(store_of(f), message) : NULL;
    if (!m)
        return f->rows;
    uint32_t i = find_time(f, m->time_ns);
    for (; i < f->rows && f->row[i].time_ns == m->time_ns; i++)
        if (f->row[i].kind == FLOW_MESSAGE && f->row[i].message == message)
            return i;
    return f->rows;
}

/* The copies of a message have its leg, path and code, and it is the last such one before them. */
uint32_t find_row(const struct flow *f, uint32_t message)
{
    const struct store *s = store_of(f);
    const struct message *m = message ? store_message(s, message) : NULL;
    uint32_t found = find_arrow(f, message);
    if (!m || found < f->rows)
        return found;
    for (uint32_t i = 0; i < f->rows && f->row[i].time_ns <= m->time_ns; i++) {
        const struct flow_row *row = &f->row[i];
        const struct message *other =
            row->kind == FLOW_MESSAGE && row->leg == m->leg ? store_message(s, row->message) : NULL;
        if (other && other->path == m->path && other->code == m->code)
            found = i;
    }
    return found;
}

uint32_t find_near(const struct flow *f, uint32_t message)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < f->rows; i++) {
        if (f->row[i].kind != FLOW_MESSAGE)
            continue;
        if (f->row[i].message <= message)
            at = i;
        if (f->row[i].message == message)
            break;
    }
    return at;
}

uint32_t find_arrow_above(const struct flow *f, uint32_t row)
{
    uint32_t i = row < f->rows ? row + 1 : f->rows;
    while (i > 0 && f->row[i - 1].kind != FLOW_MESSAGE)
        i--;
    if (i)
        return i - 1;
    while (i < f->rows && f->row[i].kind != FLOW_MESSAGE)
        i++;
    return i;
}
