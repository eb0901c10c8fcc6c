/* rung save: the packets of what is selected into a file of their own. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "ui/cli/cmd.h"
#include "ui/cli/paper.h"
#include "ui/cli/select.h"
#include "ui/export/json.h"
#include "ui/export/save.h"

struct chosen {
    uint32_t *leg;
    unsigned legs;
    uint32_t message; /* 0: none */
};

static bool take_message(void *ctx, uint32_t message)
{
    *(uint32_t *)ctx = message;
    return false;
}

static int choose(struct trace *t, const struct options *c, struct chosen *out)
{
    if (c->packet)
        return select_messages(t, c, take_message, &out->message);
    return select_is_empty(c) ? select_all_legs(t, true, &out->leg, &out->legs)
                              : select_legs(t, c, &out->leg, &out->legs);
}

static bool no_format(void)
{
    struct save_format f;
    for (unsigned i = 0; save_get(&f, i); i++)
        fprintf(stderr, "%s %s", i ? "," : "", f.name);
    fprintf(stderr, ".\n");
    return false;
}

/* False: said what is wrong. */
static bool find_format(struct save_format *out, const struct options *c)
{
    bool piped = !strcmp(c->output, "-");
    if (c->format && save_find(out, c->format))
        return true;
    if (c->format) {
        fprintf(stderr, "rung: --format of save knows no \"%s\"; it knows", c->format);
        return no_format();
    }
    if (save_by_path(out, c->output) || (piped && save_get(out, 0)))
        return true;
    fprintf(stderr, "rung: the name of the file does not say what to write; --format names one of");
    return no_format();
}

static void report(const struct options *c, const struct save_order *o,
                   const struct save_result *done)
{
    char packets[PAPER_NUMBER], sip[PAPER_NUMBER], bytes[PAPER_NUMBER];
    paper_number(packets, done->packets);
    paper_number(sip, done->sip);
    paper_number(bytes, done->bytes);
    if (c->json) {
        struct buf b;
        buf_init(&b, 1 << 16);
        struct json j = json_to(&b);
        json_open(&j, NULL, '{');
        json_text(&j, "schema", "rung.save/1");
        json_text(&j, "file", o->path);
        json_text(&j, "format", o->format.name);
        json_uint(&j, "packets", done->packets);
        json_uint(&j, "sip", done->sip);
        json_uint(&j, "missing", done->missing);
        json_uint(&j, "bytes", done->bytes);
        json_close(&j, '}');
        printf("%s\n", b.p ? b.p : "");
        buf_fini(&b);
    } else if (o->format.sink) {
        printf("%s: %s packet%s, %s of SIP, %s bytes\n", o->path, packets,
               done->packets == 1 ? "" : "s", sip, bytes);
    } else {
        printf("%s: %s message%s, %s bytes\n", o->path, sip, done->sip == 1 ? "" : "s", bytes);
    }
    if (done->missing)
        fprintf(stderr, "rung: %" PRIu64 " could not be read again and are not in it.\n",
                done->missing);
}

static int save(struct trace *t, const struct options *c, const struct save_order *o)
{
    struct save_result done;
    struct err err;
    int r = save_run(t, o, &done, &err);
    if (r == 0 && strcmp(o->path, "-") != 0)
        report(c, o, &done);
    if (r == 0)
        return done.missing ? EXIT_INPUT : EXIT_DONE;
    if (r == -EEXIST)
        fprintf(stderr, "rung: %s is there already; --force saves over it.\n", o->path);
    else if (r != -EPIPE)
        paper_complain(err.text);
    return r == -EPIPE ? EXIT_DONE : r == -ENODATA ? EXIT_NOTHING : EXIT_OUTPUT;
}

int cmd_save(struct trace *t, const struct options *c)
{
    struct chosen chosen = { NULL, 0, 0 };
    struct save_order o = { .path = c->output,
                            .bpf = c->bpf,
                            .threads = (unsigned)c->threads,
                            .over = c->force,
                            .media = c->media,
                            .comments = c->comments };
    if (!c->output) {
        fprintf(stderr, "rung: save where to? --output FILE.pcapng says it (- for standard "
                        "output).\n");
        return EXIT_USAGE;
    }
    if (!find_format(&o.format, c))
        return EXIT_USAGE;
    if (!strcmp(c->output, "-") && o.format.sink && isatty(STDOUT_FILENO)) {
        fprintf(stderr, "rung: packets are nothing for a terminal; --output names a file.\n");
        return EXIT_USAGE;
    }
    int status = choose(t, c, &chosen);
    o.leg = chosen.leg;
    o.legs = chosen.legs;
    o.message = &chosen.message;
    o.messages = chosen.message != 0;
    if (status == EXIT_DONE)
        status = save(t, c, &o);
    mem_free(chosen.leg);
    return status;
}
