/* Tests of decode/media/leg.c: how the calls of captures stand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buf.h"
#include "decode/media/leg.h"
#include "decode/media/words.h"

/* "LEG MODE [by SIDES] CODECS" for each leg with media, "; " between. */
static void tell_file(struct buf *b, const char *path)
{
    struct trace *t;
    struct err err;
    assert_int_equal(trace_open(&t, &path, 1, &(struct trace_options){ .threads = 1 }, &err), 0);
    trace_run(t);
    const struct store *s = trace_store(t);
    struct offers *o = offers_new(&s->key);
    struct loaded l;
    loaded_init(&l);
    for (uint32_t leg = 1; leg <= s->legs.n; leg++) {
        struct offer_state st;
        if (!leg_media(t, leg, o, &l, &st))
            continue;
        buf_printf(b, "%s%u %s", b->n ? "; " : "", leg, offer_mode_words(&st));
        if (st.mode == MEDIA_ON_HOLD)
            buf_printf(b, " by %s", st.side[0].holds ? st.side[1].holds ? "both" : "0" : "1");
        if (st.agreed.n[1])
            buf_addc(b, ' ');
        words_agreed(b, &st.agreed, 1);
    }
    loaded_fini(&l);
    offers_free(o);
    trace_close(t);
}

static const char *shared(void)
{
    const char *dir = getenv("RUNG_SHARED");
    return dir ? dir : "../shared";
}

static void check_file(const char *path, const char *want)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    tell_file(&b, path);
    if (strcmp(b.p ? b.p : "", want))
        print_message("%s\n", path);
    assert_string_equal(b.p ? b.p : "", want);
    buf_fini(&b);
}

static void test_samples(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "samples/call-setup.pcap", "1 two-way audio PCMU, PCMA" },
        { "samples/hold.pcap", "1 two-way audio PCMU, PCMA" }, /* and resumed */
        { "samples/attended-transfer.pcap",
          "1 on hold by 0 PCMU, PCMA; 2 two-way audio PCMU, PCMA; 3 two-way audio PCMU, PCMA" },
        { "samples/early-media.pcap", "1 two-way audio PCMU" }, /* by UPDATE */
        { "samples/prack-missing.pcap", "1 no media PCMU, PCMA" },
        { "samples/fax-refused.pcap", "1 two-way audio PCMU, PCMA" },
        { "samples/registration.pcap", "" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_file(cases[i][0], cases[i][1]);
}

static void test_flows(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "manual-04-hold", "1 on hold by 0 PCMU, PCMA" },
        { "manual-05-call-waiting", "1 on hold by 0 PCMU, PCMA; 2 two-way audio PCMU, PCMA" },
        { "rfc3665-3.6", "1 two-way audio PCMU" }, /* offer in the 200 */
        { "rfc3665-3.7", "1 two-way audio PCMU" }, /* moved, nobody holds */
        { "fault-glare-491", "1 on hold by 0 PCMU, PCMA" },
        { "ok-prack-update-early-media", "1 two-way audio PCMU, PCMA" },
        { "fault-488-codec", "" },
    };
    char path[4096];
    if (access(shared(), R_OK)) {
        print_message("skipped: %s is not there\n", shared());
        return;
    }
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        snprintf(path, sizeof(path), "%s/flows/%s/capture.pcap", shared(), cases[i][0]);
        check_file(path, cases[i][1]);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_flows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
