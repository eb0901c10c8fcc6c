/* Tests of what stands between the arrows of a ladder (ui/flow/aside.c, band.c, note.c, mark.c,
 * transferred.c). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "tests/unit/saykit.h"
#include "ui/flow/agreement.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *name_of(const struct flow *f, unsigned participant)
{
    return f->participant[participant].name;
}

/* "8 band User A-User B two-way audio (PCMA)" for each; the number is the step above it. */
static void list(struct buf *b, const struct flow *f)
{
    static const char *const kind[] = {
        [FLOW_BAND] = "band", [FLOW_NOTE] = "note", [FLOW_CALL] = "rule"
    };
    static const char sign[] = {
        [FLOW_TWO_WAY] = '=', [FLOW_ONE_WAY] = '>', [FLOW_HOLD] = '.', [FLOW_FAX] = '#'
    };
    unsigned step = 0;
    for (unsigned i = 0; i < f->rows; i++) {
        const struct flow_row *r = &f->row[i];
        if (r->kind == FLOW_MESSAGE) {
            assert_int_equal(f->arrow[step], i);
            step = r->step;
            continue;
        }
        buf_printf(b, "%u %s %s%c%s %s", step, kind[r->kind], name_of(f, r->from),
                   r->kind == FLOW_BAND ? sign[r->band] : '-', name_of(f, r->to), r->text);
        if (r->detail[0])
            buf_printf(b, " (%s)", r->detail);
        for (unsigned k = 0; k < r->findings; k++)
            buf_printf(b, " [%s]", r->finding[k]);
        buf_addc(b, '\n');
    }
    assert_int_equal(step, f->steps);
}

static void check(const struct said *m, size_t n, const struct flow_options *o, const char *want)
{
    struct told t;
    struct buf b;
    say_tell(&t, m, n, o);
    buf_init(&b, 1 << 16);
    buf_adds(&b, "");
    list(&b, t.flow);
    assert_string_equal(b.p, want);
    buf_fini(&b);
    say_forget(&t);
}

/* ---- bands and notes */

static const struct said held[] = {
    { "a>p", "INVITE sip:1002@x", "a1", AB, "1 INVITE", OFFER, NULL },
    { "p>b", "INVITE sip:1002@x", "p1,a1", AB, "1 INVITE", OFFER, NULL },
    { "b>p", "200 OK", "p1,a1", ABT, "1 INVITE", ANSWER, NULL },
    { "p>a", "200 OK", "a1", ABT, "1 INVITE", ANSWER, NULL },
    { "a>p", "ACK sip:1002@x", "a2", ABT, "1 ACK", NULL, NULL },
    { "p>b", "ACK sip:1002@x", "p2,a2", ABT, "1 ACK", NULL, NULL },
    /* refused: nothing changes */
    { "b>a", "INVITE sip:1001@x", "b1", BAT, "5 INVITE",
      SDP("2", "10.0.0.2", "5000", "8", "sendonly"), NULL },
    { "a>b", "491 Request Pending", "b1", BAT, "5 INVITE", NULL, NULL },
    { "b>a", "ACK sip:1001@x", "b1", BAT, "5 ACK", NULL, NULL },
    /* hold */
    { "b>a", "INVITE sip:1001@x", "b2", BAT, "6 INVITE",
      SDP("2", "10.0.0.2", "5000", "8", "sendonly"), NULL },
    { "a>b", "200 OK", "b2", BAT, "6 INVITE", SDP("2", "10.0.0.1", "4000", "8", "recvonly"), NULL },
    { "b>a", "ACK sip:1001@x", "b3", BAT, "6 ACK", NULL, NULL },
    /* by both, without an ACK in the capture */
    { "a>b", "INVITE sip:1002@x", "a7", ABT, "7 INVITE",
      SDP("3", "10.0.0.1", "4000", "8", "inactive"), NULL },
    { "b>a", "200 OK", "a7", ABT, "7 INVITE", SDP("3", "10.0.0.2", "5000", "8", "inactive"), NULL },
    { "b>a", "UPDATE sip:1001@x", "b8", BAT, "8 UPDATE",
      SDP("4", "10.0.0.2", "5000", "8", "sendrecv"), NULL },
    { "a>b", "200 OK", "b8", BAT, "8 UPDATE", SDP("4", "10.0.0.1", "4000", "8", "sendrecv"), NULL },
    { "b>a", "BYE sip:1001@x", "b9", BAT, "9 BYE", NULL, NULL },
};

static void holds_have_bands_and_notes(void **state)
{
    (void)state;
    check(held, COUNT(held), NULL,
          "6 band User A=User B two-way audio (PCMA)\n"
          "10 note User B-User A User B puts User A on hold\n"
          "12 band User A.User B on hold by User B\n"
          "13 note User A-User B User A puts User B on hold\n"
          "14 band User A.User B on hold by both\n"
          "15 note User B-User A User B takes User A back from hold\n"
          "16 band User A=User B two-way audio (PCMA)\n");
}

/* Each until the next one of its dialog stands below it, the last one until the BYE. */
static void bands_say_how_long_they_hold(void **state)
{
    static const unsigned want[] = { 13, 15, 17, 17 };
    struct told t;
    unsigned n = 0;
    (void)state;
    say_tell(&t, held, COUNT(held), NULL);
    for (unsigned i = 0; i < t.flow->rows; i++)
        if (t.flow->row[i].kind == FLOW_BAND)
            assert_int_equal(t.flow->row[i].until, want[n++]);
    assert_int_equal(n, COUNT(want));
    say_forget(&t);
}

/* Which offer and which answer each step of it is about: on its own hop where it has one. */
static void steps_know_their_offer_and_answer(void **state)
{
    static const struct agreement want[] = {
        { 1, 4 },   { 2, 3 },   { 2, 3 },   { 1, 4 },   { 1, 4 },   { 1, 4 },
        { 7, 0 },   { 1, 4 },   { 1, 4 },   { 10, 11 }, { 10, 11 }, { 10, 11 },
        { 13, 14 }, { 13, 14 }, { 15, 16 }, { 15, 16 }, { 15, 16 },
    };
    struct told t;
    (void)state;
    say_tell(&t, held, COUNT(held), NULL);
    for (unsigned step = 0; step <= t.flow->steps + 1; step++) {
        struct agreement a = agreement_at(t.flow, step);
        bool there = step && step <= t.flow->steps;
        assert_int_equal(a.offer, there ? want[step - 1].offer : 0);
        assert_int_equal(a.answer, there ? want[step - 1].answer : 0);
    }
    say_forget(&t);
}

#define ONE_WAY SDP("1", "10.0.0.2", "5000", "8", "sendonly")
#define FAX                                                                                        \
    "Content-Type: application/sdp\r\n\r\nv=0\r\no=- 1 9 IN IP4 10.0.0.1\r\nc=IN IP4 10.0.0.1\r\n" \
    "m=image 5002 udptl t38\r\n"

static void other_states_have_bands_too(void **state)
{
    static const struct said announcement[] = {
        { "a>b", "INVITE sip:1002@x", "a1", AB, "1 INVITE",
          SDP("1", "10.0.0.1", "4000", "0 8", "recvonly"), NULL },
        { "b>a", "200 OK", "a1", ABT, "1 INVITE", ONE_WAY, NULL },
        { "a>b", "ACK sip:1002@x", "a2", ABT, "1 ACK", NULL, NULL },
    };
    static const struct said fax[] = {
        { "a>b", "INVITE sip:1002@x", "a1", AB, "1 INVITE", OFFER, NULL },
        { "b>a", "200 OK", "a1", ABT, "1 INVITE", ANSWER, NULL },
        { "a>b", "ACK sip:1002@x", "a2", ABT, "1 ACK", NULL, NULL },
        { "b>a", "INVITE sip:1001@x", "b1", BAT, "2 INVITE", FAX, NULL },
        { "a>b", "200 OK", "b1", BAT, "2 INVITE", FAX, NULL },
        { "b>a", "ACK sip:1001@x", "b2", BAT, "2 ACK", NULL, NULL },
    };
    static const struct said unanswered[] = {
        /* sent again and again, for there is no ACK: nobody talks */
        { "a>b", "INVITE sip:1002@x", "a1", AB, "1 INVITE", OFFER, NULL },
        { "b>a", "200 OK", "a1", ABT, "1 INVITE", ANSWER, NULL },
        { "b>a", "200 OK", "a1", ABT, "1 INVITE", ANSWER, NULL },
    };
    (void)state;
    check(announcement, COUNT(announcement), NULL,
          "3 band User B>User A one-way audio from User B (PCMA)\n");
    check(fax, COUNT(fax), NULL,
          "3 band User A=User B two-way audio (PCMA)\n"
          "4 note User B-User A User B and User A change over from speech to fax\n"
          "6 band User A#User B fax\n");
    check(unanswered, COUNT(unanswered), NULL, "");
    check(unanswered, COUNT(unanswered), &(struct flow_options){ .unfold = true }, "");
}

/* The legs that a B2BUA joins have one band, from phone to phone, and its own notes are left out.
 */
static void legs_of_a_call_share_bands(void **state)
{
    static const struct said m[] = {
        { "a>p", "INVITE sip:1002@x", "a1", AB, "1 INVITE", OFFER, NULL },
        { "p>b", "INVITE sip:1002@x", "p1", AB, "other 1 INVITE", OFFER, NULL },
        { "b>p", "200 OK", "p1", ABT, "other 1 INVITE", ANSWER, NULL },
        { "p>b", "ACK sip:1002@x", "p2", ABT, "other 1 ACK", NULL, NULL },
        { "p>a", "200 OK", "a1", ABT, "1 INVITE", ANSWER, NULL },
        { "a>p", "ACK sip:1002@x", "a2", ABT, "1 ACK", NULL, NULL },
        { "a>p", "INVITE sip:1002@x", "a3", ABT, "2 INVITE",
          SDP("2", "10.0.0.1", "4000", "8", "sendonly"), NULL },
        { "p>b", "INVITE sip:1002@x", "p3", ABT, "other 2 INVITE",
          SDP("2", "10.0.0.1", "4000", "8", "sendonly"), NULL },
        { "b>p", "200 OK", "p3", ABT, "other 2 INVITE",
          SDP("2", "10.0.0.2", "5000", "8", "recvonly"), NULL },
        { "p>b", "ACK sip:1002@x", "p4", ABT, "other 2 ACK", NULL, NULL },
        { "p>a", "200 OK", "a3", ABT, "2 INVITE", SDP("2", "10.0.0.2", "5000", "8", "recvonly"),
          NULL },
        { "a>p", "ACK sip:1002@x", "a4", ABT, "2 ACK", NULL, NULL },
    };
    struct told t;
    (void)state;
    check(m, COUNT(m), NULL,
          "6 band User A=User B two-way audio (PCMA)\n"
          "7 note User A-B2BUA User A puts User B on hold\n"
          "12 band User A.User B on hold by User A\n");
    say_tell(&t, m, COUNT(m), NULL);
    assert_int_equal(t.flow->calls, 1);
    assert_int_equal(t.flow->legs, 2);
    assert_string_equal(t.flow->title, "User A \u2192 User B \u00b7 in call (held by User A)");
    say_forget(&t);
}

static void titles_tell_who_holds(void **state)
{
    static const struct {
        size_t n;
        const char *title;
    } want[] = {
        { 6, "User A \u2192 User B \u00b7 in call" },
        { 9, "User A \u2192 User B \u00b7 in call" },
        { 12, "User A \u2192 User B \u00b7 in call (held by User B)" },
        { 14, "User A \u2192 User B \u00b7 in call (held by both)" },
        { 16, "User A \u2192 User B \u00b7 in call" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(want); i++) {
        struct told t;
        say_tell(&t, held, want[i].n, NULL);
        assert_string_equal(t.flow->title, want[i].title);
        assert_string_equal(t.flow->call[0].state, strstr(want[i].title, "in call"));
        say_forget(&t);
    }
}

/* ---- transfers, and the calls of a story */

#define AC "\"User A\" <sip:1001@x>;tag=n|\"User C\" <sip:1003@x>"

static const struct said transfer[] = {
    { "a>b", "INVITE sip:1002@x", "a1", AB, "1 INVITE", OFFER, NULL },
    { "b>a", "200 OK", "a1", ABT, "1 INVITE", ANSWER, NULL },
    { "a>b", "ACK sip:1002@x", "a2", ABT, "1 ACK", NULL, NULL },
    { "b>a", "REFER sip:1001@x", "b1", BAT, "1 REFER", "Refer-To: <sip:1003@x>\r\n", NULL },
    { "a>b", "202 Accepted", "b1", BAT, "1 REFER", NULL, NULL },
    { "b>a", "BYE sip:1001@x", "b2", BAT, "2 BYE", NULL, NULL },
    { "a>b", "200 OK", "b2", BAT, "2 BYE", NULL, NULL },
    { "a>c", "INVITE sip:1003@x", "a6", AC, "other 1 INVITE", "Referred-By: <sip:1002@x>\r\n" OFFER,
      NULL },
    { "c>a", "200 OK", "a6", AC ";tag=c", "other 1 INVITE", ANSWER, NULL },
    { "a>c", "ACK sip:1003@x", "a7", AC ";tag=c", "other 1 ACK", NULL, NULL },
};

static void transfers_are_told(void **state)
{
    struct told t;
    (void)state;
    check(transfer, COUNT(transfer), NULL,
          "3 band User A=User B two-way audio (PCMA)\n"
          "4 note User B-User A User B transfers User A to User C (blind)\n"
          "7 rule User A-User C call 2 \u00b7 User A \u2192 User C\n"
          "9 note User C-User A transfer completed\n"
          "10 band User A=User C two-way audio (PCMA)\n");
    say_tell(&t, transfer, COUNT(transfer), NULL);
    assert_string_equal(t.flow->title,
                        "Blind transfer \u00b7 User B transfers User A to User C \u00b7 completed");
    assert_int_equal(t.flow->calls, 2);
    assert_int_equal(t.flow->legs, 2);
    say_forget(&t);
    /* until the REFER is answered nobody knows */
    check(transfer, 4, NULL,
          "3 band User A=User B two-way audio (PCMA)\n"
          "4 note User B-User A User B transfers User A to 1003 (blind)\n");
}

static void forwards_are_told(void **state)
{
    static const struct said forwarded[] = {
        { "a>b", "INVITE sip:1002@x", "a1", AB, "1 INVITE", NULL, NULL },
        { "b>a", "302 Moved", "a1", ABT, "1 INVITE",
          "Contact: <sip:1003@x>\r\nDiversion: <sip:1002@x>;reason=user-busy\r\n", NULL },
        { "a>b", "ACK sip:1002@x", "a1", ABT, "1 ACK", NULL, NULL },
    };
    (void)state;
    check(forwarded, COUNT(forwarded), NULL,
          "2 note User B-User A User B forwards the call to 1003, because the line is busy\n");
}

/* Seven copies of the INVITE are one arrow, and so are the seven errors about it one note. */
static void unreachable_ports_are_told(void **state)
{
    const char *path = "samples/port-unreachable.pcap";
    const struct trace_options to = { .threads = 1 };
    const uint32_t leg = 1;
    struct trace *t;
    struct flow *f;
    struct err err;
    struct buf b;
    (void)state;
    assert_int_equal(trace_open(&t, &path, 1, &to, &err), 0);
    trace_run(t);
    assert_int_equal(flow_new(&f, t, &leg, 1, NULL, &err), 0);
    buf_init(&b, 1 << 16);
    list(&b, f);
    assert_string_equal(b.p, "3 note Proxy-User B User B (10.1.1.32) answers ICMP port "
                             "unreachable, 7 times\n");
    buf_fini(&b);
    flow_free(f);
    trace_close(t);
}

/* ---- findings */

static void findings_stand_at_their_messages(void **state)
{
    static const char late[] = "The answer came late.", odd[] = "Something is odd",
                      again[] = "Something is odd";
    const struct flow_mark mark[] = {
        { 3, "LATE", FLOW_WARNING, late },    { 1, "LATE", FLOW_WARNING, late },
        { 3, "ODD", FLOW_ERROR, odd },        { 3, "ODD", FLOW_ERROR, odd },
        { 2, "ODD", FLOW_ERROR, again },      { 999, "LOST", FLOW_ERROR, "of another call" },
        { 3, NULL, FLOW_INFO, "of no rule" },
    };
    const struct flow_options o = { .mark = mark, .marks = COUNT(mark) };
    struct told t;
    (void)state;
    check(held, 4, &o,
          "2 note Proxy-User B Something is odd [ODD]\n"
          "3 note User B-Proxy The answer came late [LATE]\n"
          "3 note User B-Proxy Something is odd [ODD]\n"
          "4 band User A=User B two-way audio (PCMA)\n");
    say_tell(&t, held, 4, &o);
    const struct flow_row *row = &t.flow->row[t.flow->arrow[2]];
    assert_int_equal(row->findings, 2);
    assert_int_equal(row->severity, FLOW_ERROR);
    assert_string_equal(row->finding[0], "ODD"); /* the worst first */
    assert_string_equal(row->finding[1], "LATE");
    row = &t.flow->row[t.flow->arrow[0]];
    assert_int_equal(row->findings, 1);
    assert_int_equal(row->severity, FLOW_WARNING);
    assert_int_equal(t.flow->row[t.flow->arrow[3]].findings, 0);
    say_forget(&t);
}

/* A mark on a retransmission stands at the row that it is folded into. */
static void findings_of_repeats_are_folded_too(void **state)
{
    const struct said m[] = { held[0], held[0], held[0] };
    const struct flow_mark mark[] = { { 3, "AGAIN", FLOW_INFO, "again" } };
    const struct flow_options o = { .mark = mark, .marks = 1 };
    const struct flow_options unfold = { .mark = mark, .marks = 1, .unfold = true };
    (void)state;
    check(m, COUNT(m), &o, "1 note User A-User B again [AGAIN]\n");
    check(m, COUNT(m), &unfold, "3 note User A-User B again [AGAIN]\n");
}

/* However much of a flow is there, it is sound. */
static void test_every_beginning(void **state)
{
    (void)state;
    for (size_t n = 1; n <= COUNT(held); n++) {
        struct told t;
        struct buf b;
        say_tell(&t, held, n, NULL);
        buf_init(&b, 1 << 16);
        list(&b, t.flow);
        buf_fini(&b);
        say_forget(&t);
    }
}

#ifdef RUNG_OOM
static void test_no_memory(void **state)
{
    struct told t;
    struct flow *f;
    struct err err;
    const struct flow_mark mark[] = { { 3, "AGAIN", FLOW_INFO, "again" } };
    const struct flow_options o = { .mark = mark, .marks = 1 };
    const uint32_t leg[] = { 1, 2 };
    (void)state;
    say_tell(&t, transfer, COUNT(transfer), NULL);
    for (int nth = 0; nth < 400; nth++) {
        mem_test_fail_after = nth;
        int r = flow_new(&f, t.trace, leg, 2, &o, &err);
        mem_test_fail_after = -1;
        if (!r)
            flow_free(f);
    }
    say_forget(&t);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_have_bands_and_notes),
        cmocka_unit_test(bands_say_how_long_they_hold),
        cmocka_unit_test(steps_know_their_offer_and_answer),
        cmocka_unit_test(titles_tell_who_holds),
        cmocka_unit_test(other_states_have_bands_too),
        cmocka_unit_test(legs_of_a_call_share_bands),
        cmocka_unit_test(transfers_are_told),
        cmocka_unit_test(forwards_are_told),
        cmocka_unit_test(unreachable_ports_are_told),
        cmocka_unit_test(findings_stand_at_their_messages),
        cmocka_unit_test(findings_of_repeats_are_folded_too),
        cmocka_unit_test(test_every_beginning),
#ifdef RUNG_OOM
        cmocka_unit_test(test_no_memory),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
