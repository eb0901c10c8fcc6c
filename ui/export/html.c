/* A flow as one page of HTML that needs nothing else: no network, no other file, and no script to
 * be read. The ladder is drawn by svg.h; html_part.h has what is beside it. */
#include <errno.h>

#include "ui/export/html_part.h"
#include "ui/export/html_text.h"
#include "ui/export/svg.h"

enum {
    SHRINK_LANES = 5,
    TEXT_BYTES = 1 << 14,
    PICTURE_BYTES = 1 << 30,
};

static const char page_css[] = {
#include "html.css.inc"
};

static const char page_js[] = {
#include "html.js.inc"
};

/* Styles and the script are the same in every page, so that their digests can stand here: whatever
 * else would like to run, the browser refuses it. */
static const char policy[] = "default-src 'none'; style-src '"
#include "svg.css.sha256.inc"
                             "' '"
#include "html.css.sha256.inc"
                             "'; script-src '"
#include "html.js.sha256.inc"
                             "'; base-uri 'none'; form-action 'none'";

void html_add_head(struct buf *b, struct slice title)
{
    buf_printf(b,
               "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta name=\"referrer\" content=\"no-referrer\">\n"
               "<meta name=\"generator\" content=\"rung\">\n<title>",
               policy);
    html_add_value(b, title);
    buf_adds(b, "</title>\n<style>");
    buf_adds(b, svg_css());
    buf_adds(b, "</style>\n<style>");
    buf_adds(b, page_css);
    buf_adds(b, "</style>\n</head>\n<body>\n");
}

/* What only a script can do is hidden until it says that it is there. */
static void add_bar(struct html *h)
{
    buf_adds(
        h->out,
        "<div id=\"bar\" role=\"toolbar\" aria-label=\"Page\" hidden>\n"
        "<div role=\"search\"><label for=\"search\">Search</label>"
        "<input id=\"search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\""
        " placeholder=\"steps and messages\" aria-describedby=\"count\">"
        "<button type=\"button\" id=\"previous\" title=\"Previous match (N)\""
        " aria-label=\"Previous match\">\xe2\x86\x91</button>"
        "<button type=\"button\" id=\"next\" title=\"Next match (n)\" aria-label=\"Next match\">"
        "\xe2\x86\x93</button>"
        "<output id=\"count\" for=\"search\"></output></div>\n"
        "<label><input type=\"checkbox\" id=\"repeats\" checked> Retransmissions</label>\n"
        "<label><input type=\"checkbox\" id=\"notes\" checked> Notes</label>\n"
        "<label><input type=\"checkbox\" id=\"printed\"> Messages in print</label>\n"
        "<button type=\"button\" id=\"print\">Print</button>\n"
        "<button type=\"button\" id=\"theme\">Dark</button>\n"
        "<button type=\"button\" id=\"help\" title=\"Keys (?)\" aria-haspopup=\"dialog\">Keys"
        "</button>\n</div>\n");
}

static void add_keys(struct html *h)
{
    buf_adds(h->out,
             "<dialog id=\"keys\" aria-labelledby=\"keys-title\"><h2 id=\"keys-title\">Keys</h2>\n"
             "<dl>\n<dt><kbd>j</kbd> <kbd>k</kbd>, <kbd>\xe2\x86\x93</kbd> <kbd>\xe2\x86\x91</kbd>"
             "</dt><dd>next, previous step</dd>\n"
             "<dt><kbd>g</kbd> <kbd>G</kbd></dt><dd>first, last step</dd>\n"
             "<dt><kbd>Enter</kbd></dt><dd>the message of the step</dd>\n"
             "<dt><kbd>Esc</kbd></dt><dd>close it</dd>\n"
             "<dt><kbd>/</kbd></dt><dd>search</dd>\n"
             "<dt><kbd>n</kbd> <kbd>N</kbd></dt><dd>next, previous match</dd>\n"
             "<dt><kbd>t</kbd></dt><dd>light or dark</dd>\n"
             "<dt><kbd>?</kbd></dt><dd>these keys</dd>\n</dl>\n"
             "<form method=\"dialog\"><button>Close</button></form></dialog>\n");
}

static int add_ladder(struct html *h)
{
    struct buf heads, rows;
    buf_init(&heads, PICTURE_BYTES);
    buf_init(&rows, PICTURE_BYTES);
    int r = svg_inline(&heads, &rows, h->f, h->o);
    if (!r) {
        /* A few lanes may shrink a little to be seen at once; many would be too small to read. */
        buf_printf(h->out,
                   "<section id=\"ladder\"%s aria-labelledby=\"ladder-title\" tabindex=\"0\">\n",
                   h->f->participants <= SHRINK_LANES ? " class=\"few\"" : "");
        buf_adds(h->out, "<h2 id=\"ladder-title\">Ladder</h2>\n<div class=\"lane-heads\">");
        buf_add(h->out, heads.p, heads.n);
        buf_adds(h->out, "</div>\n<div class=\"lane-rows\">");
        buf_add(h->out, rows.p, rows.n);
        buf_adds(h->out, "</div>\n</section>\n");
    }
    buf_fini(&heads);
    buf_fini(&rows);
    return r;
}

bool html_flush(struct html *h)
{
    return !h->o->flush || h->o->flush(h->o->ctx);
}

int render_html(struct buf *out, const struct flow *f, const struct render_options *o)
{
    struct html h = { .out = out, .f = f, .o = o };
    struct engine_totals in = { .files = 0 };
    buf_init(&h.text, TEXT_BYTES);
    if (o->trace)
        trace_totals(o->trace, &in);
    h.files = (unsigned)in.files;
    html_add_head(out, slice_of(f->title));
    buf_adds(out, "<header>\n<h1>");
    html_add_isolated(out, slice_of(f->title));
    buf_adds(out, "</h1>\n");
    add_bar(&h);
    buf_adds(out, "</header>\n<main>\n");
    html_add_summary(&h);
    int r = html_add_findings(&h);
    r = r ? r : add_ladder(&h);
    r = r ? r : html_add_steps(&h);
    buf_adds(out, "</main>\n");
    r = r ? r : html_add_messages(&h);
    add_keys(&h);
    buf_adds(out, "<script>");
    buf_adds(out, page_js);
    buf_adds(out, "</script>\n</body>\n</html>\n");
    buf_fini(&h.text);
    return r ? r : out->failed ? -ENOMEM : 0;
}
