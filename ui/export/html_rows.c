/* The rows of a page: the table of steps, and the messages behind them. */
#include <errno.h>

#include "base/clock.h"
#include "ui/export/html_message.h"
#include "ui/export/html_part.h"
#include "ui/export/html_text.h"
#include "ui/export/steps.h"

const char *html_class(enum flow_class cls)
{
    static const char *const name[] = {
        [FLOW_REQUEST] = "request",     [FLOW_PROVISIONAL] = "provisional",
        [FLOW_SUCCESS] = "success",     [FLOW_REDIRECT] = "redirect",
        [FLOW_CHALLENGE] = "challenge", [FLOW_FAILURE] = "failure",
    };
    return name[cls];
}

/* ---- steps */

static void add_times(struct html *h, const struct flow_row *row)
{
    char at[CLOCK_TEXT], since[CLOCK_TEXT];
    clock_time_of_day(at, row->time_ns, 3);
    clock_duration(since, row->delta_ns);
    buf_printf(h->out, "<td class=\"time\">%s", at);
    if (row->step > 1)
        buf_printf(h->out, " <small>%s%s</small>", row->delta_ns < 0 ? "" : "+", since);
    buf_adds(h->out, "</td>");
}

static void add_step(struct html *h, unsigned i)
{
    const struct flow_row *row = &h->f->row[i];
    if (row->kind == FLOW_MESSAGE) {
        buf_printf(h->out,
                   "<tr id=\"step-%u\" class=\"%s%s%s\"><th scope=\"row\">"
                   "<a href=\"#message-%u\">F%u</a></th>",
                   row->step, html_class(row->cls), row->findings ? " found" : "",
                   row->repeat ? " repeat" : "", row->step, row->step);
        add_times(h, row);
    } else {
        buf_adds(h->out, "<tr class=\"note\"><th></th><td></td>");
    }
    buf_clear(&h->text);
    steps_add_action(&h->text, h->f, row);
    buf_adds(h->out, "<td class=\"action\">");
    html_add_isolated(h->out, buf_slice(&h->text));
    buf_adds(h->out, "</td><td>");
    buf_clear(&h->text);
    steps_add_description(&h->text, h->f, i, h->o->narrator);
    html_add_isolated(h->out, buf_slice(&h->text));
    buf_adds(h->out, "</td></tr>\n");
}

int html_add_steps(struct html *h)
{
    buf_adds(h->out,
             "<section id=\"steps\" aria-labelledby=\"steps-title\">\n"
             "<h2 id=\"steps-title\">Steps</h2>\n<table>\n<thead><tr>"
             "<th scope=\"col\">Step</th><th scope=\"col\">Time</th>"
             "<th scope=\"col\">Action</th><th scope=\"col\">Description</th></tr></thead>\n"
             "<tbody>\n");
    for (unsigned i = 0; i < h->f->rows; i++) {
        if (steps_tells(&h->f->row[i]))
            add_step(h, i);
        if (!html_flush(h))
            return -EPIPE;
    }
    buf_adds(h->out, "</tbody>\n</table>\n</section>\n");
    return 0;
}

/* ---- messages */

/* What a reader sees of a message before it is opened. */
static void add_message_head(struct html *h, const struct flow_row *row)
{
    char at[CLOCK_TEXT];
    clock_time_of_day(at, row->time_ns, 3);
    buf_printf(h->out, "<details class=\"%s\"><summary><span class=\"step\">F%u</span> ",
               html_class(row->cls), row->step);
    buf_clear(&h->text);
    steps_add_action(&h->text, h->f, row);
    html_add_isolated(h->out, buf_slice(&h->text));
    buf_printf(h->out,
               "</summary>\n<div id=\"message-%u\"><p><a href=\"#step-%u\">Step F%u</a>"
               " \xc2\xb7 %s \xc2\xb7 packet %u",
               row->step, row->step, row->step, at, row->packet);
    if (h->files > 1) {
        buf_adds(h->out, " of ");
        html_add_isolated(h->out, slice_of(trace_file(h->o->trace, row->file)));
    }
    if (row->repeats)
        buf_printf(h->out, " \xc2\xb7 sent %u times", row->repeats + 1);
    buf_adds(h->out, "</p>\n");
}

/* Takes from *left what of the message is in the page. */
static void add_message(struct html *h, const struct flow_row *row, struct loaded *l, size_t *left)
{
    add_message_head(h, row);
    if (!trace_load(h->o->trace, row->message, l)) {
        buf_adds(h->out, "<p>The bytes of this message cannot be read again.</p>");
    } else {
        size_t most = *left < HTML_MESSAGE_BYTES ? *left : HTML_MESSAGE_BYTES;
        buf_adds(h->out, "<pre tabindex=\"0\">");
        size_t n = html_add_message(h->out, &l->index, most);
        buf_adds(h->out, "</pre>");
        *left -= n;
        if (n < l->index.message.n)
            buf_printf(h->out, "\n<p class=\"cut\">%zu more bytes are not in this page.</p>",
                       l->index.message.n - n);
    }
    buf_adds(h->out, "</div></details>\n");
}

int html_add_messages(struct html *h)
{
    struct loaded loaded;
    size_t left = HTML_MESSAGES_BYTES;
    int r = 0;
    if (!h->o->trace)
        return 0;
    loaded_init(&loaded);
    buf_adds(h->out,
             "<aside id=\"messages\" aria-labelledby=\"messages-title\">\n<div class=\"head\">"
             "<h2 id=\"messages-title\">Messages</h2><span class=\"tools\" hidden>"
             "<button type=\"button\" id=\"unfold\">Unfold all</button>"
             "<button type=\"button\" id=\"fold\">Fold all</button>"
             "<button type=\"button\" id=\"close\" title=\"Close (Esc)\">Close</button></span>"
             "</div>\n");
    for (unsigned i = 0; i < h->f->rows && !r; i++) {
        if (h->f->row[i].kind == FLOW_MESSAGE)
            add_message(h, &h->f->row[i], &loaded, &left);
        r = html_flush(h) ? 0 : -EPIPE;
    }
    buf_printf(h->out,
               "<p class=\"cut\">Of a message up to %u KiB are here, of all of them %u MiB.</p>\n"
               "</aside>\n",
               HTML_MESSAGE_BYTES >> 10, HTML_MESSAGES_BYTES >> 20);
    loaded_fini(&loaded);
    return r;
}
