/* Tests of ui/flow/plan.c and arrange.c: what the user wants otherwise in a ladder. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/saykit.h"
#include "ui/flow/arrange.h"
#include "ui/flow/draft.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* "User A | Proxy / 1 0>1 INVITE / ..." */
static const char *told(const struct flow *f, char out[2048])
{
    static const char *const kind[] = {
        [FLOW_BAND] = "band", [FLOW_NOTE] = "note", [FLOW_CALL] = "rule", [FLOW_GAP] = "gap"
    };
    size_t n = 0;
    out[0] = '\0';
    for (unsigned i = 0; i < f->participants; i++)
        n += (size_t)snprintf(out + n, 2048 - n, "%s%s", i ? " | " : "", f->participant[i].name);
    for (unsigned i = 0; i < f->rows; i++) {
        const struct flow_row *r = &f->row[i];
        char step[16];
        snprintf(step, sizeof(step), "%u", r->step);
        n += (size_t)snprintf(out + n, 2048 - n, " / %s %u>%u %s",
                              r->kind == FLOW_MESSAGE ? step : kind[r->kind], r->from, r->to,
                              r->text);
    }
    assert_true(n < 2048);
    return out;
}

/* The text of `flow` arranged by `p`; also that nothing is out of place. */
static void check(const struct flow *whole, const struct plan *p, unsigned hidden, const char *want)
{
    char text[2048];
    struct flow *f;
    assert_int_equal(arrange_new(&f, whole, p), 0);
    assert_string_equal(told(f, text), want);
    assert_int_equal(arrange_hidden(f), hidden);
    for (unsigned i = 0; i < f->rows; i++) {
        const struct flow_row *r = &f->row[i];
        assert_true(r->from < f->participants && r->to < f->participants);
        if (r->kind == FLOW_MESSAGE)
            assert_int_equal(f->arrow[r->step - 1], i);
        assert_int_equal(arrange_row(f, arrange_source(f, i)), i + (r->kind == FLOW_GAP));
    }
    arrange_free(f);
}

static const struct said call[] = {
    { "a>p", "INVITE sip:1002@x", "a1", AB, "1 INVITE", NULL, NULL },
    { "p>a", "407 Proxy Authentication Required", "a1", ABT, "1 INVITE", NULL, NULL },
    { "a>p", "ACK sip:1002@x", "a1", ABT, "1 ACK", NULL, NULL },
    { "a>p", "INVITE sip:1002@x", "a2", AB, "2 INVITE", OFFER, NULL },
    { "p>b", "INVITE sip:1002@x", "p2,a2", AB, "2 INVITE", OFFER, NULL },
    { "b>p", "200 OK", "p2,a2", ABT, "2 INVITE", ANSWER, NULL },
    { "p>a", "200 OK", "a2", ABT, "2 INVITE", ANSWER, NULL },
    { "a>b", "ACK sip:1002@x", "a3", ABT, "2 ACK", NULL, NULL },
};

#define A "10.0.0.1:5060"
#define B "10.0.0.2:5060"
#define P "10.0.0.16:5060"

static void lanes_are_as_the_user_wants_them(void **state)
{
    static const struct {
        struct plan_change change[4];
        unsigned hidden;
        const char *want;
    } cases[] = {
        { { { .lane = "" } },
          0,
          "User A | Proxy | User B / 1 0>1 INVITE / 2 1>0 407 Proxy Authentication Required / 3 "
          "0>1 "
          "ACK / 4 0>1 INVITE / 5 1>2 INVITE / 6 2>1 200 OK / 7 1>0 200 OK / 8 0>2 ACK / band 0>2 "
          "two-way audio" },
        { { { PLAN_HIDE, P, "", "" } }, 1, "User A | User B / 8 0>1 ACK / band 0>1 two-way audio" },
        { { { PLAN_HIDE, P, "", "" }, { PLAN_HIDE, A, "", "" }, { PLAN_HIDE, B, "", "" } },
          2,
          "User B" },
        { { { PLAN_HIDE, "10.0.0.99:5060", "", "" } },
          0,
          "User A | Proxy | User B / 1 0>1 INVITE / 2 1>0 407 Proxy Authentication Required / 3 "
          "0>1 "
          "ACK / 4 0>1 INVITE / 5 1>2 INVITE / 6 2>1 200 OK / 7 1>0 200 OK / 8 0>2 ACK / band 0>2 "
          "two-way audio" },
        { { { PLAN_MERGE, P, B, "" }, { PLAN_HIDE, A, "", "" } },
          1,
          "Proxy + User B / 5 0>0 INVITE / 6 0>0 200 OK" },
        { { { PLAN_MERGE, P, B, "" }, { PLAN_NAME, P, "", "Them" }, { PLAN_HIDE, A, "", "" } },
          1,
          "Them / 5 0>0 INVITE / 6 0>0 200 OK" },
        { { { PLAN_MERGE, A, B, "" },
            { PLAN_HIDE, P, "", "" },
            { PLAN_SPLIT, A, "", "" },
            { PLAN_SPLIT, A, "", "" } },
          1,
          "User A | User B / 8 0>1 ACK / band 0>1 two-way audio" },
        /* over the hidden lane to the other side */
        { { { PLAN_HIDE, P, "", "" }, { PLAN_RIGHT, A, "", "" } },
          1,
          "User B | User A / 8 1>0 ACK / band 1>0 two-way audio" },
        { { { PLAN_LEFT, A, "", "" }, { PLAN_HIDE, P, "", "" } },
          1,
          "User A | User B / 8 0>1 ACK / band 0>1 two-way audio" },
    };
    struct told t;
    (void)state;
    say_tell(&t, call, COUNT(call), NULL);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct plan p = { .fold = false };
        for (unsigned k = 0; k < 4 && cases[i].change[k].lane[0]; k++) {
            const struct plan_change *c = &cases[i].change[k];
            assert_int_equal(plan_add(&p, c->kind, c->lane, c->other, c->name), 0);
        }
        check(t.flow, &p, cases[i].hidden, cases[i].want);
        plan_show_all(&p);
        for (unsigned k = 0; k < p.changes; k++)
            assert_int_not_equal(p.change[k].kind, PLAN_HIDE);
        plan_fini(&p);
    }
    say_forget(&t);
}

static void challenges_fold(void **state)
{
    struct told t;
    struct flow *f;
    struct buf words;
    struct plan p = { .fold = true };
    (void)state;
    say_tell(&t, call, COUNT(call), NULL);
    check(t.flow, &p, 0,
          "User A | Proxy | User B / 1 0>1 INVITE challenged / 4 0>1 INVITE / 5 1>2 INVITE / 6 2>1 "
          "200 OK / 7 1>0 200 OK / 8 0>2 ACK / band 0>2 two-way audio");
    assert_int_equal(arrange_new(&f, t.flow, &p), 0);
    assert_int_equal(f->arrow[1], 0);
    assert_int_equal(f->arrow[2], 0);
    assert_int_equal(f->row[0].challenge, 2);
    assert_string_equal(f->row[0].detail, "407");
    struct narrator *n = narrator_new(f);
    assert_non_null(n);
    buf_init(&words, 4096);
    narrator_row(n, 0, &words);
    buf_addc(&words, '\0');
    assert_non_null(strstr((const char *)words.p, "User A calls"));
    assert_non_null(strstr((const char *)words.p, "password"));
    buf_fini(&words);
    narrator_free(n);
    arrange_free(f);
    assert_true(plan_open(&p, t.flow->row[0].message, true));
    check(
        t.flow, &p, 0,
        "User A | Proxy | User B / 1 0>1 INVITE / 2 1>0 407 Proxy Authentication Required / 3 0>1 "
        "ACK / 4 0>1 INVITE / 5 1>2 INVITE / 6 2>1 200 OK / 7 1>0 200 OK / 8 0>2 ACK / band 0>2 "
        "two-way audio");
    plan_fini(&p);
    say_forget(&t);
}

/* A finding that names one of its messages keeps a challenge as it is. */
static void findings_stay_in_sight(void **state)
{
    struct told t;
    struct plan p = { .fold = true };
    char text[2048];
    struct flow *f;
    (void)state;
    struct flow_mark mark = { 2, "AUTH-LOOP", FLOW_WARNING, "The password is wrong." };
    struct flow_options o = { .mark = &mark, .marks = 1 };
    say_tell(&t, call, COUNT(call), &o);
    assert_int_equal(arrange_new(&f, t.flow, &p), 0);
    assert_non_null(strstr(told(f, text), "2 1>0 407 Proxy Authentication Required"));
    arrange_free(f);
    say_forget(&t);
}

/* ---- a ladder made by hand: one participant has two addresses, and two ports */

struct hand {
    struct drawn drawn;
    struct flow_participant participant[2];
    struct flow_row row[4];
    uint32_t arrow[4];
};

static const char *inside[] = { "10.0.0.1:5060" };
static const char *outside[] = { "10.0.0.2:5060", "[2001:db8::2]:5060", "10.0.0.2:5062" };

static void make_by_hand(struct hand *h)
{
    static const int64_t at[] = { 0, 6, 60, 64 };
    *h = (struct hand){ .participant = { { .name = "A",
                                           .role = "",
                                           .address = "10.0.0.1",
                                           .endpoint = inside,
                                           .endpoints = 1 },
                                         { .name = "10.0.0.2",
                                           .role = "",
                                           .address = "10.0.0.2",
                                           .endpoint = outside,
                                           .endpoints = 3 } } };
    for (unsigned i = 0; i < 4; i++) {
        h->row[i] = (struct flow_row){ .kind = FLOW_MESSAGE,
                                       .step = i + 1,
                                       .to = 1,
                                       .to_end = i % 3,
                                       .time_ns = at[i] * NS_PER_S,
                                       .text = "OPTIONS",
                                       .detail = "" };
        h->arrow[i] = i;
    }
    h->row[2].kind = FLOW_CALL;
    h->row[2].step = 0;
    h->row[2].text = "call 2";
    h->row[2].time_ns = h->row[3].time_ns;
    h->row[3].step = 3;
    h->arrow[2] = 3;
    h->drawn.flow = (struct flow){ .title = "",
                                   .participant = h->participant,
                                   .participants = 2,
                                   .row = h->row,
                                   .rows = 4,
                                   .steps = 3,
                                   .arrow = h->arrow,
                                   .last_ns = 64 * NS_PER_S };
}

static void a_lane_splits_by_address_and_by_port(void **state)
{
    static const char *const want[] = {
        "A | 10.0.0.2 / 1 0>1 OPTIONS / 2 0>1 OPTIONS / rule 0>1 call 2 / 3 0>1 OPTIONS",
        "A | 10.0.0.2 | [2001:db8::2]:5060 / 1 0>1 OPTIONS / 2 0>2 OPTIONS / rule 0>2 call 2 / 3 "
        "0>1 OPTIONS",
        "A | 10.0.0.2:5060 | 10.0.0.2:5062 | [2001:db8::2]:5060 / 1 0>1 OPTIONS / 2 0>3 OPTIONS / "
        "rule 0>3 call 2 / 3 0>1 OPTIONS",
        "A | 10.0.0.2:5060 | 10.0.0.2:5062 | [2001:db8::2]:5060 / 1 0>1 OPTIONS / 2 0>3 OPTIONS / "
        "rule 0>3 call 2 / 3 0>1 OPTIONS",
    };
    struct hand h;
    struct plan p = { .fold = true };
    (void)state;
    make_by_hand(&h);
    for (size_t i = 0; i < COUNT(want); i++) {
        check(&h.drawn.flow, &p, 0, want[i]);
        assert_int_equal(plan_add(&p, PLAN_SPLIT, outside[0], NULL, NULL), 0);
    }
    plan_fini(&p);
}

static void time_that_passes_is_a_row(void **state)
{
    struct hand h;
    struct plan p = { .gaps = true };
    (void)state;
    make_by_hand(&h);
    /* 6 s are less than a tenth of it all */
    h.drawn.flow.last_ns = 64 * NS_PER_S;
    check(&h.drawn.flow, &p, 0,
          "A | 10.0.0.2 / 1 0>1 OPTIONS / 2 0>1 OPTIONS / gap 0>1 58.0 s / rule 0>1 call 2 / 3 0>1 "
          "OPTIONS");
    h.row[1].repeat_ns = 55 * NS_PER_S;
    check(&h.drawn.flow, &p, 0,
          "A | 10.0.0.2 / 1 0>1 OPTIONS / 2 0>1 OPTIONS / rule 0>1 call 2 / 3 0>1 OPTIONS");
}

static void a_plan_is_bounded(void **state)
{
    struct plan p = { .fold = true };
    (void)state;
    for (unsigned i = 0; i < PLAN_CHANGES_MAX; i++)
        assert_int_equal(plan_add(&p, i % 2 ? PLAN_HIDE : PLAN_LEFT, A, NULL, NULL), 0);
    assert_int_equal(plan_add(&p, PLAN_HIDE, A, NULL, NULL), -E2BIG);
    assert_int_equal(plan_show_all(&p), PLAN_CHANGES_MAX / 2);
    assert_int_equal(p.changes, PLAN_CHANGES_MAX / 2);
    for (uint32_t i = 0; i < PLAN_OPENED_MAX; i++)
        assert_true(plan_open(&p, 2 * (i * 7919 % PLAN_OPENED_MAX) + 1, true));
    assert_false(plan_open(&p, 2, true));
    assert_true(plan_open(&p, 3, true));
    assert_true(plan_is_open(&p, 5));
    assert_false(plan_is_open(&p, 6));
    assert_true(plan_open(&p, 5, false));
    assert_true(plan_open(&p, 5, false));
    assert_false(plan_is_open(&p, 5));
    assert_true(plan_open(&p, 2, true));
    for (uint32_t i = 1; i < p.opens; i++)
        assert_true(p.opened[i - 1] < p.opened[i]);
    plan_fini(&p);
}

/* Rows that were unfolded one by one: each time a message was sent is a row. */
static void one_row_unfolds_alone(void **state)
{
    static const struct said again[] = {
        { "a>b", "INVITE sip:1002@x", "a1", AB, "1 INVITE", NULL, NULL },
        { "a>b", "INVITE sip:1002@x", "a1", AB, "1 INVITE", NULL, NULL },
        { "b>a", "180 Ringing", "a1", ABT, "1 INVITE", NULL, NULL },
        { "b>a", "180 Ringing", "a1", ABT, "1 INVITE", NULL, NULL },
    };
    static const uint32_t first = 1;
    struct told t;
    char text[2048];
    struct flow_options o = { .open = &first, .opens = 1 };
    (void)state;
    say_tell(&t, again, COUNT(again), &o);
    assert_string_equal(told(t.flow, text), "User A | User B / 1 0>1 INVITE / 2 0>1 INVITE / 3 1>0 "
                                            "180 Ringing");
    assert_true(t.flow->row[1].repeat);
    assert_int_equal(t.flow->row[0].repeats, 0);
    assert_int_equal(t.flow->row[2].repeats, 1);
    say_forget(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lanes_are_as_the_user_wants_them),
        cmocka_unit_test(challenges_fold),
        cmocka_unit_test(findings_stay_in_sight),
        cmocka_unit_test(a_lane_splits_by_address_and_by_port),
        cmocka_unit_test(time_that_passes_is_a_row),
        cmocka_unit_test(a_plan_is_bounded),
        cmocka_unit_test(one_row_unfolds_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
