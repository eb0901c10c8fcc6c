/* Tests of decode/call.c: the table of states, row by row, by short scripts of messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "tests/unit/sipkit.h"

struct row {
    const char *name;
    const char *script;
    int64_t end_ms; /* until when the capture looked */
    enum call_state state;
    unsigned code;
    bool goes_on; /* more may come */
};

/* A calls B through P, who tells A at once. */
#define ASK "0 A>P INVITE\n1 P>A 100\n2 P>B INVITE\n"
#define RING "300 B>P 180\n301 P>A 180\n"
#define ANSWER "900 B>P 200\n901 P>A 200\n"
#define CONFIRM "910 A>P ACK\n911 P>B ACK\n"
#define CALL ASK RING ANSWER CONFIRM
#define HANG_UP "5000 A>P BYE seq=2\n5001 P>B BYE seq=2\n"
#define GONE "5010 B>P 200/BYE seq=2\n5011 P>A 200/BYE seq=2\n"
#define REFUSED(code)                                                                              \
    "900 B>P " #code "\n901 P>B ACK br=invite\n902 P>A " #code "\n910 A>P ACK br=invite\n"
#define GIVE_UP "2000 A>P CANCEL\n2001 P>A 200/CANCEL\n"

static const struct row before_answer[] = {
    { "asked", "0 A>P INVITE\n", 100, CALL_TRYING, 0, false },
    { "asked, 31 s ago", "0 A>P INVITE\n", 31900, CALL_TRYING, 0, false },
    { "asked in vain", "0 A>P INVITE\n500 A>P INVITE\n1500 A>P INVITE\n", 32000, CALL_FAILED, 0,
      false },
    { "100", ASK, 40000, CALL_TRYING, 0, false },
    { "100 seen at once with the INVITE", "0 P>A 100\n0 A>P INVITE\n", 40000, CALL_TRYING, 0,
      false },
    { "181", ASK "300 P>A 181\n", 400, CALL_PROCEEDING, 0, false },
    { "182", ASK "300 P>A 182\n", 400, CALL_PROCEEDING, 0, false },
    { "183", ASK "300 P>A 183\n", 400, CALL_PROCEEDING, 0, false },
    { "183 and no 100", "0 A>P INVITE\n300 P>A 183\n", 40000, CALL_PROCEEDING, 0, false },
    { "180", ASK RING, 60000, CALL_RINGING, 0, false },
    { "183, then 180", ASK "300 P>A 183\n400 P>A 180\n", 500, CALL_RINGING, 0, false },
    { "180, then 183", ASK "300 P>A 180\n400 P>A 183\n", 500, CALL_RINGING, 0, false },
    { "180 without a tag", "0 A>P INVITE\n9 P>A 180 t=-\n", 500, CALL_RINGING, 0, false },
    { "rings on the last hop only", ASK "300 B>P 180\n", 400, CALL_RINGING, 0, false },
    { "CANCEL and no answer to it", ASK RING "2000 A>P CANCEL\n", 2100, CALL_RINGING, 0, false },
};

static const struct row answered[] = {
    { "200, no ACK yet", ASK RING ANSWER, 1000, CALL_IN_CALL, 200, false },
    { "200 and ACK", CALL, 1000, CALL_IN_CALL, 200, false },
    { "200 and ACK, for an hour", CALL, 3600000, CALL_IN_CALL, 200, false },
    { "200 without anything before", "0 A>P INVITE\n900 P>A 200\n", 1000, CALL_IN_CALL, 200,
      false },
    { "BYE not answered yet", CALL HANG_UP, 6000, CALL_IN_CALL, 200, false },
    { "BYE never answered", CALL HANG_UP, 37100, CALL_COMPLETED, 200, false },
    { "BYE answered", CALL HANG_UP GONE, 6000, CALL_COMPLETED, 200, false },
    { "BYE of the called",
      CALL "5000 B>P BYE f=t t=f\n5001 P>A BYE f=t t=f via=2\n"
           "5010 A>P 200/BYE f=t t=f via=2\n5011 P>B 200/BYE f=t t=f\n",
      6000, CALL_COMPLETED, 200, false },
    { "BYE answered by 481", CALL HANG_UP "5010 P>A 481/BYE seq=2\n", 6000, CALL_COMPLETED, 200,
      false },
    { "BYE challenged", CALL HANG_UP "5010 P>A 407/BYE seq=2\n", 6000, CALL_IN_CALL, 200, false },
    { "BYE challenged, and again",
      CALL HANG_UP "5010 P>A 407/BYE seq=2\n5020 A>P BYE seq=3\n"
                   "5030 P>A 200/BYE seq=3\n",
      6000, CALL_COMPLETED, 200, false },
    { "both hang up", CALL HANG_UP "5001 B>P BYE f=t t=f seq=1\n5010 P>A 200/BYE seq=2\n", 6000,
      CALL_COMPLETED, 200, false },
    { "re-INVITE goes well",
      CALL "3000 A>P INVITE seq=2 t=t\n3010 P>A 200 seq=2\n"
           "3020 A>P ACK seq=2\n",
      4000, CALL_IN_CALL, 200, false },
    { "re-INVITE refused",
      CALL "3000 A>P INVITE seq=2 t=t\n3010 P>A 488 seq=2\n"
           "3020 A>P ACK seq=2 br=invite\n",
      4000, CALL_IN_CALL, 200, false },
    { "re-INVITE of the called refused, same number",
      CALL "3000 P>A INVITE f=t t=f\n3010 A>P 488 f=t t=f\n3020 P>A ACK f=t t=f br=invite\n", 4000,
      CALL_IN_CALL, 200, false },
    { "re-INVITEs cross",
      CALL "3000 A>P INVITE seq=2 t=t\n3001 P>A INVITE f=t t=f seq=7\n"
           "3010 P>A 491 seq=2\n3011 A>P 491 f=t t=f seq=7\n" HANG_UP GONE,
      6000, CALL_COMPLETED, 200, false },
    { "re-INVITE challenged", CALL "3000 A>P INVITE seq=2 t=t\n3010 P>A 401 seq=2\n", 60000,
      CALL_IN_CALL, 200, false },
    { "re-INVITE unanswered", CALL "3000 A>P INVITE seq=2 t=t\n", 60000, CALL_IN_CALL, 200, false },
    { "re-INVITE answered 408, then BYE",
      CALL
      "3000 A>P INVITE seq=2 t=t\n3500 P>A 408 seq=2\n5000 A>P BYE seq=3\n5010 P>A 200/BYE seq=3\n",
      60000, CALL_COMPLETED, 200, false },
    { "CANCEL and 200 cross",
      ASK RING "2000 A>P CANCEL\n2000 P>A 200\n2001 P>A 200/CANCEL\n"
               "2010 A>P ACK\n",
      3000, CALL_IN_CALL, 200, false },
    { "CANCEL and 200 cross, then BYE",
      ASK RING "2000 A>P CANCEL\n2000 P>A 200\n2001 P>A 200/CANCEL\n2010 A>P ACK\n" HANG_UP GONE,
      6000, CALL_COMPLETED, 200, false },
    { "CANCEL too late: 481", CALL "920 A>P CANCEL\n921 P>A 481/CANCEL\n", 3000, CALL_IN_CALL, 200,
      false },
    { "200 before its INVITE", "0 P>A 200\n0 A>P INVITE\n10 A>P ACK\n", 1000, CALL_IN_CALL, 200,
      false },
    { "answered on the last hop only", ASK RING "900 B>P 200\n", 1000, CALL_IN_CALL, 200, false },
    { "200 and then a refusal of the other branch",
      "0 P>B INVITE\n1 P>C INVITE\n500 B>P 200 t=b\n510 P>B ACK t=b\n600 C>P 487 t=c\n", 1000,
      CALL_IN_CALL, 200, false },
    { "a refusal and then 200 of the other branch",
      "0 P>B INVITE\n1 P>C INVITE\n500 B>P 486 t=b\n600 C>P 200 t=c\n610 P>C ACK t=c\n", 1000,
      CALL_IN_CALL, 200, false },
};

static const struct row not_answered[] = {
    { "487", ASK RING GIVE_UP "2010 P>A 487\n", 3000, CALL_CANCELLED, 487, false },
    { "487 without CANCEL", ASK RING "2010 P>A 487\n", 3000, CALL_CANCELLED, 487, false },
    { "CANCEL answered, no 487", ASK RING GIVE_UP, 3000, CALL_CANCELLED, 0, false },
    { "CANCEL answered, no 487 for long", ASK RING GIVE_UP, 60000, CALL_CANCELLED, 0, false },
    { "CANCEL answered, then 486", ASK RING GIVE_UP "2010 P>A 486\n", 3000, CALL_BUSY, 486, false },
    { "picked up elsewhere",
      "0 P>B INVITE\n300 B>P 180\n900 P>B CANCEL via=1 reason=200\n"
      "901 B>P 200/CANCEL via=1\n902 B>P 487\n",
      1000, CALL_ELSEWHERE, 487, false },
    { "picked up elsewhere, no 487",
      "0 P>B INVITE\n300 B>P 180\n900 P>B CANCEL via=1 reason=200\n901 B>P 200/CANCEL via=1\n",
      1000, CALL_ELSEWHERE, 0, false },
    { "CANCEL with another reason",
      "0 P>B INVITE\n300 B>P 180\n900 P>B CANCEL via=1 reason=408\n901 B>P 200/CANCEL via=1\n"
      "902 B>P 487\n",
      1000, CALL_CANCELLED, 487, false },
    { "486", ASK REFUSED(486), 1000, CALL_BUSY, 486, false },
    { "600", ASK REFUSED(600), 1000, CALL_BUSY, 600, false },
    { "403", ASK REFUSED(403), 1000, CALL_REJECTED, 403, false },
    { "603", ASK REFUSED(603), 1000, CALL_REJECTED, 603, false },
    { "607", ASK REFUSED(607), 1000, CALL_REJECTED, 607, false },
    { "608", ASK REFUSED(608), 1000, CALL_REJECTED, 608, false },
    { "603 after it rang", ASK RING REFUSED(603), 1000, CALL_REJECTED, 603, false },
    { "480", ASK REFUSED(480), 1000, CALL_UNAVAILABLE, 480, false },
    { "480 after 180", ASK RING REFUSED(480), 1000, CALL_NO_ANSWER, 480, false },
    { "480 after 183", ASK "300 P>A 183\n" REFUSED(480), 1000, CALL_NO_ANSWER, 480, false },
    { "408 after 180", ASK RING REFUSED(408), 1000, CALL_NO_ANSWER, 408, false },
    { "408", ASK REFUSED(408), 1000, CALL_FAILED, 408, false },
    { "404", ASK REFUSED(404), 1000, CALL_NOT_FOUND, 404, false },
    { "410", ASK REFUSED(410), 1000, CALL_NOT_FOUND, 410, false },
    { "484", ASK REFUSED(484), 1000, CALL_NOT_FOUND, 484, false },
    { "485", ASK REFUSED(485), 1000, CALL_NOT_FOUND, 485, false },
    { "604", ASK REFUSED(604), 1000, CALL_NOT_FOUND, 604, false },
    { "488", ASK REFUSED(488), 1000, CALL_FAILED, 488, false },
    { "500", ASK REFUSED(500), 1000, CALL_FAILED, 500, false },
    { "503", ASK REFUSED(503), 1000, CALL_FAILED, 503, false },
    { "606", ASK REFUSED(606), 1000, CALL_FAILED, 606, false },
    { "699", ASK REFUSED(699), 1000, CALL_FAILED, 699, false },
};

static const struct row on_and_on[] = {
    { "302", ASK REFUSED(302), 1000, CALL_REDIRECTED, 302, false },
    { "302, and the caller goes on",
      "0 A>P INVITE\n9 P>A 302\n10 A>P ACK br=invite\n"
      "20 A>C INVITE seq=2\n30 C>A 180 seq=2\n",
      1000, CALL_RINGING, 0, false },
    { "302, and the caller goes on in vain",
      "0 A>P INVITE\n9 P>A 302\n20 A>C INVITE seq=2\n30 C>A 486 seq=2\n", 1000, CALL_BUSY, 486,
      false },
    { "rang, 302, and there nobody is",
      "0 A>P INVITE\n5 P>A 180\n9 P>A 302\n20 A>C INVITE seq=2\n"
      "30 C>A 480 seq=2 t=c\n",
      1000, CALL_UNAVAILABLE, 480, false },
    { "302, and the proxy goes on", ASK "9 B>P 302\n10 P>B ACK br=invite\n20 P>C INVITE\n", 1000,
      CALL_TRYING, 0, false },
    { "302, and a silent proxy goes on",
      "0 A>P INVITE\n2 P>B INVITE\n9 B>P 302 t=b\n20 P>C INVITE\n", 1000, CALL_TRYING, 0, false },
    { "302, and a silent proxy goes on to one who rings",
      "0 A>P INVITE\n2 P>B INVITE\n9 B>P 302 t=b\n20 P>C INVITE\n30 C>P 180 t=c\n", 1000,
      CALL_RINGING, 0, false },
    { "busy, and the proxy goes on",
      ASK "9 B>P 486 t=b\n20 P>C INVITE\n30 C>P 180 t=c\n31 P>A 180 t=c\n", 1000, CALL_RINGING, 0,
      false },
    { "busy, the proxy goes on, answered",
      ASK "9 B>P 486 t=b\n20 P>C INVITE\n30 C>P 200 t=c\n31 P>A 200 t=c\n40 A>P ACK t=c\n", 1000,
      CALL_IN_CALL, 200, false },
    { "a branch is cancelled by the proxy, another rings",
      ASK RING "5000 P>B CANCEL via=1\n5001 B>P 200/CANCEL via=1\n5002 B>P 487\n5003 P>C INVITE\n"
               "5100 C>P 180 t=c\n",
      6000, CALL_RINGING, 0, false },
    { "answered elsewhere, told to the other branch",
      ASK "3 P>C INVITE\n300 B>P 180 t=b\n301 C>P 180 t=c\n302 P>A 180 t=b\n900 C>P 200 t=c\n"
          "901 P>A 200 t=c\n902 P>B CANCEL via=1 reason=200\n903 B>P 200/CANCEL via=1\n"
          "904 B>P 487 t=b\n905 P>B ACK br=invite t=b via=1\n910 A>P ACK t=c\n",
      1000, CALL_IN_CALL, 200, false },
    { "no branch answers: the best is what the caller gets",
      ASK "3 P>C INVITE\n300 B>P 486 t=b\n400 C>P 404 t=c\n401 P>A 486 t=b\n", 1000, CALL_BUSY, 486,
      false },
    { "the refusal is not seen at the caller", "0 A>P INVITE\n2 P>B INVITE\n9 B>P 486\n", 1000,
      CALL_BUSY, 486, false },
    { "401, the retry may come", "0 A>P INVITE\n9 P>A 401\n", 1000, CALL_TRYING, 401, true },
    { "407 and no retry for 32 s", "0 A>P INVITE\n9 P>A 407\n", 33000, CALL_FAILED, 407, true },
    { "407 and no retry by the end", "0 A>P INVITE\n9 P>A 407\n", 1000, CALL_FAILED, 407, false },
    { "401, retry", "0 A>P INVITE\n9 P>A 401\n10 A>P ACK br=invite\n20 A>P INVITE seq=2\n", 1000,
      CALL_TRYING, 0, false },
    { "401, retry in vain", "0 A>P INVITE\n9 P>A 401\n20 A>P INVITE seq=2\n", 33000, CALL_FAILED, 0,
      false },
    { "401, retry, 407, retry, answered",
      "0 A>P INVITE\n9 P>A 401\n20 A>P INVITE seq=2\n29 P>A 407 seq=2\n40 A>P INVITE seq=3 f=g\n"
      "50 P>A 180 seq=3 f=g\n60 P>A 200 seq=3 f=g\n70 A>P ACK seq=3 f=g\n",
      1000, CALL_IN_CALL, 200, false },
    { "401, retry, refused", "0 A>P INVITE\n9 P>A 401\n20 A>P INVITE seq=2\n30 P>A 403 seq=2\n",
      1000, CALL_REJECTED, 403, false },
    { "the 401 comes again after the retry",
      "0 A>P INVITE\n9 P>A 401\n20 A>P INVITE seq=2\n30 P>A 401\n31 P>A 180 seq=2\n", 1000,
      CALL_RINGING, 0, false },
    { "422", ASK "9 P>A 422\n", 60000, CALL_TRYING, 422, false },
    { "422 and no 100", "0 A>P INVITE\n9 P>A 422\n", 60000, CALL_TRYING, 422, false },
    { "422, retry", "0 A>P INVITE\n9 P>A 422\n20 A>P INVITE seq=2\n30 P>A 180 seq=2\n", 1000,
      CALL_RINGING, 0, false },
    { "423", ASK "9 P>A 423\n", 1000, CALL_TRYING, 423, false },
    { "491", ASK "9 P>A 491\n", 1000, CALL_TRYING, 491, false },
};

#define AGAIN                                                                                      \
    "1401 P>A 200\n2401 P>A 200\n4401 P>A 200\n8401 P>A 200\n12401 P>A 200\n16401 P>A 200\n"

static const struct row losses[] = {
    { "the ACK is missing", ASK RING ANSWER AGAIN, 33000, CALL_FAILED, 200, false },
    { "the ACK is missing, then BYE", ASK RING ANSWER AGAIN "20000 P>A BYE f=t t=f\n", 21000,
      CALL_FAILED, 200, false },
    { "the ACK is missing, not yet for long", ASK RING ANSWER AGAIN, 20000, CALL_IN_CALL, 200,
      false },
    { "the ACK comes late", ASK RING ANSWER AGAIN "17000 A>P ACK\n", 60000, CALL_IN_CALL, 200,
      false },
    { "no ACK and one 200: the capture looks one way", ASK RING ANSWER, 60000, CALL_IN_CALL, 200,
      false },
    { "the ACK of a refused branch is none",
      ASK "3 P>C INVITE\n300 B>P 180 t=b\n901 P>A 200 t=c\n905 P>B ACK br=invite t=b via=1\n"
          "1401 P>A 200 t=c\n2401 P>A 200 t=c\n4401 P>A 200 t=c\n",
      40000, CALL_FAILED, 200, false },
    { "two answer: the end of the second does not end the first",
      ASK "3 P>C INVITE\n900 P>A 200 t=b\n901 P>A 200 t=c\n910 A>P ACK t=b\n911 A>P ACK t=c\n"
          "920 A>P BYE t=c seq=2\n930 P>A 200/BYE t=c seq=2\n",
      60000, CALL_IN_CALL, 200, false },
    { "two answer: both end",
      ASK "3 P>C INVITE\n900 P>A 200 t=b\n901 P>A 200 t=c\n910 A>P ACK t=b\n911 A>P ACK t=c\n"
          "920 A>P BYE t=c seq=2\n930 P>A 200/BYE t=c seq=2\n"
          "5000 A>P BYE t=b seq=3\n5010 P>A 200/BYE t=b seq=3\n",
      60000, CALL_COMPLETED, 200, false },
    { "the session timer runs out",
      "0 A>P INVITE\n900 P>A 200 se=90\n910 A>P ACK\n"
      "90901 P>A BYE f=t t=f\n90911 A>P 200/BYE f=t t=f\n",
      100000, CALL_EXPIRED, 200, false },
    { "the session timer runs out, less a third",
      "0 A>P INVITE\n900 P>A 200 se=90\n910 A>P ACK\n"
      "60900 P>A BYE f=t t=f\n60911 A>P 200/BYE f=t t=f\n",
      100000, CALL_EXPIRED, 200, false },
    { "the session timer is refreshed by INVITE",
      "0 A>P INVITE\n900 P>A 200 se=90\n910 A>P ACK\n45900 A>P INVITE seq=2 t=t\n"
      "45910 P>A 200 seq=2 se=90\n90901 P>A BYE f=t t=f\n90911 A>P 200/BYE f=t t=f\n",
      100000, CALL_COMPLETED, 200, false },
    { "the session timer is refreshed by UPDATE",
      "0 A>P INVITE\n900 P>A 200 se=90\n910 A>P ACK\n45900 A>P UPDATE seq=2\n"
      "45910 P>A 200/UPDATE seq=2 se=90\n90901 P>A BYE f=t t=f\n90911 A>P 200/BYE f=t t=f\n",
      100000, CALL_COMPLETED, 200, false },
    { "a session timer, and BYE at once",
      "0 A>P INVITE\n900 P>A 200 se=1800\n910 A>P ACK\n" HANG_UP GONE, 6000, CALL_COMPLETED, 200,
      false },
    { "begins with BYE", "0 A>P BYE seq=2\n10 P>A 200/BYE seq=2\n", 1000, CALL_INCOMPLETE, 0,
      false },
    { "begins with ACK", "0 A>P ACK\n", 1000, CALL_INCOMPLETE, 0, false },
    { "begins with the 200", "0 P>A 200\n10 A>P ACK\n5000 A>P BYE seq=2\n5010 P>A 200/BYE seq=2\n",
      6000, CALL_INCOMPLETE, 200, false },
    { "begins with a re-INVITE", "0 A>P INVITE t=t seq=5\n10 P>A 200 seq=5\n20 A>P ACK seq=5\n",
      6000, CALL_INCOMPLETE, 200, false },
    { "begins with CANCEL", "0 A>P CANCEL\n1 P>A 200/CANCEL\n2 P>A 487\n", 6000, CALL_INCOMPLETE,
      487, false },
};

/* The nth line of a script, from 0; NULL after the last. */
static const char *line_of(const char *script, int n)
{
    for (; *script; script += strcspn(script, "\n"), script += *script == '\n')
        if (!n--)
            return script;
    return NULL;
}

static bool check(const struct row *row, const char *how, const struct sipkit *k)
{
    unsigned code;
    enum call_state state = sipkit_state(k, 1, row->end_ms, !row->goes_on, &code);
    if (state == row->state && code == row->code && k->store.calls.n == 1)
        return true;
    print_error("%s (%s): %s (%u), expected %s (%u), calls %u\n", row->name, how,
                call_state_words(state), code, call_state_words(row->state), row->code,
                k->store.calls.n);
    return false;
}

/* As it is; over IPv6; each message as two packets of one capture; over TCP. */
static void play_all(const struct row *row, size_t n)
{
    bool right = true;
    for (; n; n--, row++) {
        for (int how = 0; how < 4; how++) {
            static const char *const names[] = { "as it is", "IPv6", "mirrored", "TCP" };
            const char *line;
            struct sipkit k;
            assert_true(sipkit_init(&k));
            k.transport = how == 3 ? TRANSPORT_TCP : TRANSPORT_UDP;
            for (int i = 0; (line = line_of(row->script, i)); i++) {
                char text[256];
                int len = (int)strcspn(line, "\n");
                snprintf(text, sizeof(text), "%.*s%s", len, line, how == 1 ? " id6=1" : "");
                sipkit_say(&k, text);
                snprintf(text, sizeof(text), "%.*s copy=1", len, line);
                if (how == 2)
                    sipkit_say(&k, text);
            }
            right &= check(row, names[how], &k);
            sipkit_fini(&k);
        }
    }
    assert_true(right);
}

#define PLAY(rows) play_all(rows, sizeof(rows) / sizeof(*rows))

static void test_before_answer(void **state)
{
    (void)state;
    PLAY(before_answer);
}

static void test_answered(void **state)
{
    (void)state;
    PLAY(answered);
}

static void test_not_answered(void **state)
{
    (void)state;
    PLAY(not_answered);
}

static void test_on_and_on(void **state)
{
    (void)state;
    PLAY(on_and_on);
}

static void test_losses(void **state)
{
    (void)state;
    PLAY(losses);
}

/* Any final code has a state of the end, and a code that is that code. */
static void test_every_code(void **state)
{
    (void)state;
    for (unsigned code = 300; code < 700; code++) {
        struct sipkit k;
        char line[64];
        unsigned got;
        assert_true(sipkit_init(&k));
        sipkit_say(&k, "0 A>P INVITE");
        snprintf(line, sizeof(line), "10 P>A %u", code);
        sipkit_say(&k, line);
        enum call_state s = sipkit_state(&k, 1, 60000, true, &got);
        bool goes_on = code == 422 || code == 423 || code == 491;
        assert_int_equal(got, code);
        assert_int_equal(s < CALL_CANCELLED, goes_on);
        if (code < 400)
            assert_int_equal(s, CALL_REDIRECTED);
        sipkit_fini(&k);
    }
}

/* Every part of every script, from anywhere to anywhere: some state, whatever is missing. */
static void test_every_part(void **state)
{
    (void)state;
    static const struct {
        const struct row *row;
        size_t n;
    } all[] = {
        { answered, sizeof(answered) / sizeof(*answered) },
        { on_and_on, sizeof(on_and_on) / sizeof(*on_and_on) },
        { losses, sizeof(losses) / sizeof(*losses) },
    };
    for (size_t t = 0; t < sizeof(all) / sizeof(*all); t++)
        for (size_t r = 0; r < all[t].n; r++) {
            const char *script = all[t].row[r].script;
            for (int from = 0; line_of(script, from); from++) {
                struct sipkit k;
                unsigned code;
                assert_true(sipkit_init(&k));
                for (int to = from; line_of(script, to); to++) {
                    sipkit_say(&k, line_of(script, to));
                    assert_true(sipkit_state(&k, 1, 0, false, &code) < CALL_STATE_COUNT);
                    assert_true(sipkit_state(&k, 1, 1000000, true, &code) < CALL_STATE_COUNT);
                }
                sipkit_fini(&k);
            }
        }
}

static void test_measures(void **state)
{
    (void)state;
    struct sipkit k;
    assert_true(sipkit_init(&k));
    sipkit_say(&k, "0 A>P INVITE");
    const struct leg *leg = store_leg(&k.store, 1);
    assert_int_equal(call_pdd(&k.store, leg), -1);
    assert_int_equal(call_setup(&k.store, leg), -1);
    assert_int_equal(call_talk(&k.store, leg), -1);
    sipkit_play(&k, "1 P>A 100\n2 P>B INVITE\n300 B>P 180\n");
    assert_int_equal(call_pdd(&k.store, leg), -1);
    sipkit_play(&k, "302 P>A 180\n400 P>A 183\n900 B>P 200\n902 P>A 200\n910 A>P ACK\n");
    assert_int_equal(call_pdd(&k.store, leg), 302 * 1000000);
    assert_int_equal(call_setup(&k.store, leg), 902 * 1000000);
    assert_int_equal(call_talk(&k.store, leg), -1);
    sipkit_play(&k, HANG_UP GONE);
    assert_int_equal(call_talk(&k.store, leg), (5000 - 902) * INT64_C(1000000));
    sipkit_fini(&k);
    assert_true(sipkit_init(&k)); /* an answer without ringing */
    sipkit_play(&k, "0 A>P INVITE\n500 P>A 200\n");
    assert_int_equal(call_pdd(&k.store, store_leg(&k.store, 1)), 500 * 1000000);
    sipkit_fini(&k);
}

/* Which messages make a call, and which another kind of leg. */
static void test_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *script;
        enum leg_kind kind;
    } rows[] = {
        { "0 A>P INVITE\n", LEG_CALL },
        { "0 P>A 180\n", LEG_CALL },
        { "0 A>P BYE\n", LEG_CALL },
        { "0 A>P PRACK\n", LEG_CALL },
        { "0 A>P REGISTER\n", LEG_REGISTRATION },
        { "0 P>A 200/REGISTER\n", LEG_REGISTRATION },
        { "0 A>P SUBSCRIBE\n", LEG_SUBSCRIPTION },
        { "0 P>A NOTIFY\n", LEG_SUBSCRIPTION },
        { "0 P>A NOTIFY\n10 A>P SUBSCRIBE\n20 A>P INVITE seq=2 t=t\n", LEG_CALL },
        { "0 A>P INVITE\n10 A>P SUBSCRIBE t=t seq=2\n20 A>P REGISTER seq=3\n", LEG_CALL },
        { "0 A>P OPTIONS\n", LEG_OTHER },
        { "0 A>P MESSAGE\n10 P>A 200/MESSAGE\n", LEG_OTHER },
        { "0 A>P REFER\n", LEG_OTHER },
        { "0 A>P OPTIONS\n10 A>P SUBSCRIBE seq=2\n", LEG_SUBSCRIPTION },
        { "0 A>P STRANGE\n", LEG_OTHER },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, rows[i].script);
        assert_int_equal(store_leg(&k.store, 1)->kind, rows[i].kind);
        assert_int_equal(k.store.calls.n, rows[i].kind == LEG_CALL);
        sipkit_fini(&k);
    }
}

static void test_words(void **state)
{
    (void)state;
    for (int i = 0; i < CALL_STATE_COUNT; i++) {
        assert_true(*call_state_words((enum call_state)i));
        assert_true(*call_state_help((enum call_state)i));
    }
    assert_string_equal(call_state_words(CALL_IN_CALL), "in call");
    assert_string_equal(call_state_words(CALL_ELSEWHERE), "picked up elsewhere");
}

static void test_who_ended(void **state)
{
    static const struct {
        const char *script;
        enum call_side side;
        unsigned refused_at; /* place of the answer in the capture, 0: none */
    } rows[] = {
        { CALL, CALL_NOBODY, 0 },
        { CALL HANG_UP GONE, CALL_CALLER, 0 },
        { CALL "5000 B>P BYE seq=2 f=t t=f\n5001 P>A BYE seq=2 f=t t=f\n", CALL_CALLEE, 0 },
        { CALL "5000 B>P BYE seq=2 f=x t=y\n", CALL_NOBODY, 0 },
        { ASK RING REFUSED(486), CALL_NOBODY, 6 },
        { ASK "900 P>A 486\n", CALL_NOBODY, 4 },
        { ASK "900 B>P 503\n910 P>A 500\n", CALL_NOBODY, 4 },
        { ASK "900 B>P 404\n905 C>P 486\n910 P>A 486\n", CALL_NOBODY, 5 },
        { ASK "900 B>P 486\n", CALL_NOBODY, 4 },
        { ASK, CALL_NOBODY, 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct sipkit k;
        assert_true(sipkit_init(&k));
        sipkit_play(&k, rows[i].script);
        const struct leg *leg = store_leg(&k.store, 1);
        if (call_hung_up(leg) != rows[i].side || call_refused_at(&k.store, 1) != rows[i].refused_at)
            fail_msg("row %zu: side %d, refused at %u", i, (int)call_hung_up(leg),
                     call_refused_at(&k.store, 1));
        sipkit_fini(&k);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_before_answer), cmocka_unit_test(test_answered),
        cmocka_unit_test(test_not_answered),  cmocka_unit_test(test_on_and_on),
        cmocka_unit_test(test_losses),        cmocka_unit_test(test_every_code),
        cmocka_unit_test(test_every_part),    cmocka_unit_test(test_measures),
        cmocka_unit_test(test_kinds),         cmocka_unit_test(test_words),
        cmocka_unit_test(test_who_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
