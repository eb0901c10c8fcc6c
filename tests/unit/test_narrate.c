/* Tests of ui/flow/narrate.c with facts.c and word.c, and of ui/export/steps.c: what is said about
 * a message. The tables behind it are in test_step_list.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/mem.h"
#include "tests/unit/saykit.h"
#include "ui/export/cells.h"
#include "ui/export/steps.h"
#include "ui/flow/facts.h"
#include "ui/flow/text.h"

static void check(const struct said *m, size_t n)
{
    struct told t;
    struct buf b;
    say_tell(&t, m, n, NULL);
    assert_int_equal(t.flow->steps, n);
    buf_init(&b, 8192);
    for (unsigned i = 0; i < n; i++) {
        buf_clear(&b);
        narrator_row(t.narrator, t.flow->arrow[i], &b);
        if (m[i].want)
            assert_string_equal(b.p, m[i].want);
        assert_true(b.n > 1);
    }
    narrator_row(t.narrator, t.flow->rows, &b); /* there is none */
    buf_fini(&b);
    say_forget(&t);
}

#define CHECK(messages) check(messages, sizeof(messages) / sizeof((messages)[0]))

/* ---- what is said */

static const struct said call[] = {
    { "a>p", "INVITE sip:1002@x", "a1", AB, "1 INVITE", OFFER,
      "User A calls User B: From names User A, the Request-URI names 1002, a new Call-ID, and the "
      "SDP says what User A can receive (PCMU, PCMA)." },
    { "p>a", "100 Trying", "a1", AB, "1 INVITE", NULL,
      "Proxy has the INVITE and is working on it." },
    { "p>b", "INVITE sip:1002@10.0.0.2", "p1,a1", AB, "1 INVITE", OFFER,
      "Proxy passes the INVITE on to User B." },
    { "b>p", "180 Ringing", "p1,a1", ABT, "1 INVITE", NULL, "User B's phone rings." },
    { "p>a", "180 Ringing", "a1", ABT, "1 INVITE", NULL,
      "Proxy passes the ringing on; User A hears ringback." },
    { "b>p", "200 OK", "p1,a1", ABT, "1 INVITE", ANSWER,
      "User B answers; the SDP says what User B can receive (PCMA)." },
    { "p>a", "200 OK", "a1", ABT, "1 INVITE", ANSWER,
      "Proxy passes the answer on; User A learns that User B has answered." },
    { "a>p", "ACK sip:1002@10.0.0.2", "a2", ABT, "1 ACK", NULL,
      "User A confirms the answer; the call with User B is up (codecs: PCMA)." },
    { "p>b", "ACK sip:1002@10.0.0.2", "p2,a2", ABT, "1 ACK", NULL,
      "Proxy passes the confirmation on to User B; User A and User B are connected." },
    { "b>a", "INVITE sip:1001@10.0.0.1", "b5", BAT, "5 INVITE",
      SDP("2", "10.0.0.2", "5000", "8", "sendonly"),
      "User B puts User A on hold: the SDP says sendonly." },
    { "a>b", "491 Request Pending", "b5", BAT, "5 INVITE", NULL,
      "User A refuses for now: both sides want to change the call at the same time (glare)." },
    { "b>a", "ACK sip:1001@10.0.0.1", "b5", BAT, "5 ACK", NULL,
      "User B confirms to User A that the 491 answer has arrived." },
    { "b>a", "INVITE sip:1001@10.0.0.1", "b6", BAT, "6 INVITE",
      SDP("2", "10.0.0.2", "5000", "8", "sendonly"),
      "User B puts User A on hold: the SDP says sendonly." },
    { "a>b", "200 OK", "b6", BAT, "6 INVITE", SDP("2", "10.0.0.1", "4000", "8", "recvonly"),
      "User A accepts the hold: the SDP says recvonly." },
    { "b>a", "ACK sip:1001@10.0.0.1", "b7", BAT, "6 ACK", NULL,
      "User B confirms; User A is on hold." },
    { "b>a", "INVITE sip:1001@10.0.0.1", "b8", BAT, "8 INVITE",
      SDP("3", "10.0.0.2", "5000", "8", "sendrecv"),
      "User B takes User A back from hold: the SDP says sendrecv (PCMA)." },
    { "a>b", "200 OK", "b8", BAT, "8 INVITE", SDP("3", "10.0.0.1", "4000", "8", "sendrecv"),
      "User A agrees to go on: the SDP says sendrecv." },
    { "b>a", "INVITE sip:1001@10.0.0.1", "b9", BAT, "9 INVITE",
      SDP("4", "10.0.0.7", "5002", "8", "sendrecv"),
      "User B moves the media: they are to come to 10.0.0.7:5002 from now on (PCMA)." },
    { "b>a", "UPDATE sip:1001@10.0.0.1", "bA", BAT, "10 UPDATE", "Session-Expires: 90\r\n",
      "User B refreshes the call; it may go on for 90 s." },
    { "b>a", "INVITE sip:1001@10.0.0.1", "bB", BAT, "11 INVITE",
      "Content-Type: application/sdp\r\n\r\nv=0\r\no=- 1 9 IN IP4 10.0.0.2\r\nc=IN IP4 10.0.0.7\r\n"
      "m=image 5002 udptl t38\r\n",
      "User B asks to change over from speech to fax (T.38 fax)." },
    { "b>p", "BYE sip:1001@10.0.0.1", "bC", BAT, "12 BYE",
      "Reason: SIP;cause=200, Q.850;cause=16;text=\"bye\"\r\n",
      "User B hangs up; the reason given is Q.850 cause 16, normal call clearing, \"bye\" and SIP "
      "200, OK." },
    { "p>a", "BYE sip:1001@10.0.0.1", "pC,bC", BAT, "12 BYE", NULL,
      "Proxy passes the BYE on to User A." },
    { "a>p", "200 OK", "pC,bC", BAT, "12 BYE", NULL,
      "User A confirms the end of the call with User B." },
    { "p>b", "200 OK", "bC", BAT, "12 BYE", NULL, "Proxy passes the confirmation on to User B." },
};

static const struct said given_up[] = {
    { "a>p", "INVITE sip:1002@x", "a1", AB, "1 INVITE", NULL,
      "User A calls User B: From names User A, the Request-URI names 1002, a new Call-ID, and no "
      "SDP: the offer is left to User B." },
    { "p>b", "INVITE sip:1002@x", "p1,a1", AB, "1 INVITE", NULL, NULL },
    { "p>c", "INVITE sip:1003@x", "p2,a1", AB, "1 INVITE", NULL,
      "Proxy also sends the call to 1003 (fork)." },
    { "b>p", "180 Ringing", "p1,a1", ABT, "1 INVITE", NULL, "User B's phone rings." },
    { "a>p", "CANCEL sip:1002@x", "a1", AB, "1 CANCEL", NULL,
      "User A gives the call up before it is answered." },
    { "p>b", "CANCEL sip:1002@x", "p1", AB, "1 CANCEL",
      "Reason: SIP;cause=200;text=\"elsewhere\"\r\n",
      "Proxy stops the ringing at User B too: another phone has answered." },
    { "b>p", "200 OK", "p1", ABT, "1 CANCEL", NULL,
      "User B takes the CANCEL; the INVITE will be answered with 487." },
    { "b>p", "487 Request Terminated", "p1,a1", ABT, "1 INVITE", NULL,
      "User B confirms that the call was given up: this is the answer to the INVITE that User A "
      "cancelled." },
    { "p>b", "ACK sip:1002@x", "p1", ABT, "1 ACK", NULL,
      "Proxy confirms to User B that the 487 answer has arrived." },
    { "p>a", "487 Request Terminated", "a1", ABT, "1 INVITE", NULL,
      "Proxy passes the 487 on; for User A the call is over." },
};

static const struct said turns[] = {
    { "a>p", "INVITE sip:1002@x", "a1", AB, "1 INVITE", OFFER, NULL },
    { "p>a", "407 No", "a1", AB ";tag=p", "1 INVITE", "Proxy-Authenticate: Digest realm=\"x\"\r\n",
      "Proxy asks User A for a password (realm x)." },
    { "a>p", "ACK sip:1002@x", "a1", AB ";tag=p", "1 ACK", NULL,
      "User A confirms to Proxy that the 407 answer has arrived." },
    { "a>p", "INVITE sip:1002@x", "a2", AB, "2 INVITE",
      "Proxy-Authorization: Digest username=\"u1\", realm=\"x\"\r\n" OFFER,
      "User A calls again, now with the credentials that Proxy asked for (as u1)." },
    { "p>b", "INVITE sip:1002@x", "p2,a2", AB, "2 INVITE", OFFER, NULL },
    { "b>p", "486 Busy Here", "p2,a2", ABT, "2 INVITE", "Retry-After: 60 (soon)\r\n",
      "User B is busy; to be tried again after 60 s." },
    { "p>c", "INVITE sip:1003@x", "p3,a2", AB, "2 INVITE",
      "Diversion: <sip:1002@x>;reason=user-busy\r\n" OFFER,
      "Proxy sends the call on to 1003 instead: the Request-URI changes, the Call-ID stays; "
      "diverted by User B because the line is busy." },
    { "p>a", "408 Request Timeout", "a2", AB ";tag=p", "2 INVITE", NULL,
      "Proxy itself gives up: nobody answered in time." },
    { "a>p", "INVITE sip:1002@x", "a3", AB, "3 INVITE", OFFER,
      "User A tries to reach User B again after the 408 answer." },
    { "p>a", "302 Moved", "a3", AB ";tag=p", "3 INVITE",
      "Contact: <sip:1003@x>, <sip:1002@y>\r\nDiversion: <sip:1002@x>;reason=no-answer\r\n",
      "Proxy forwards the call: User A is to call 1003, 1002@y instead, because nobody answers." },
    { "a>p", "INVITE sip:1003@x", "a4", AB, "4 INVITE", OFFER,
      "User A follows the redirection and calls 1003." },
    { "p>a", "488 Not Acceptable Here", "a4", AB ";tag=q", "4 INVITE",
      "Warning: 304 x \"no codec\"\r\n",
      "Proxy refuses: it cannot use the media offered (PCMU, PCMA); the warning says: no codec." },
    { "a>p", "INVITE sip:1003@x", "a5", AB, "5 INVITE", OFFER, NULL },
    { "p>a", "503 Overload", "a5", AB ";tag=r", "5 INVITE", "Retry-After: 5\r\n",
      "Proxy refuses the INVITE with 503 Overload: overloaded or under maintenance; to be tried "
      "again after 5 s." },
};

#define CA "\"User C\" <sip:1003@x>"
static const struct said transfer[] = {
    { "a>b", "INVITE sip:1002@x", "a1", AB, "1 INVITE", OFFER, NULL },
    { "b>a", "200 OK", "a1", ABT, "1 INVITE", ANSWER, NULL },
    { "b>a", "REFER sip:1001@x", "b1", BAT, "1 REFER",
      "Refer-To: <sip:1003@x?Replaces=two%40x%3Bto-tag%3D1>\r\n",
      "User B asks User A to call User C in place of User B: attended transfer, Refer-To names the "
      "call to be replaced." },
    { "a>b", "202 Accepted", "b1", BAT, "1 REFER", NULL, "User A will try the transfer." },
    { "a>b", "NOTIFY sip:1002@x", "a5", ABT, "5 NOTIFY",
      "Event: refer\r\nSubscription-State: active\r\nContent-Type: message/sipfrag\r\n\r\nSIP/2.0 "
      "100 Trying\r\n",
      "User A reports on the transfer: 100 Trying, under way." },
    { "b>a", "200 OK", "a5", ABT, "5 NOTIFY", NULL, "User B confirms the report." },
    { "a>c", "INVITE sip:1003@x", "a6", "\"User A\" <sip:1001@x>;tag=n|" CA, "other 1 INVITE",
      "Replaces: three@x;to-tag=1;from-tag=2\r\n" OFFER,
      "User A calls User C because User B asked for it (transfer): the new call is to take the "
      "place of one that User C has (Replaces)." },
    { "c>a", "200 OK", "a6", "\"User A\" <sip:1001@x>;tag=n|" CA ";tag=c", "other 1 INVITE", ANSWER,
      "User C takes the call, which takes the place of the other one; the SDP says what User C can "
      "receive (PCMA)." },
    { "a>b", "NOTIFY sip:1002@x", "a7", ABT, "7 NOTIFY",
      "Event: refer\r\nSubscription-State: terminated\r\nContent-Type: message/sipfrag\r\n\r\n"
      "SIP/2.0 603 Decline\r\n",
      "User A reports that the transfer failed (603 Decline)." },
    { "b>a", "REFER sip:1001@x", "b2", BAT, "2 REFER", "Refer-To: <sip:1003@x>\r\n",
      "User B asks User A to call User C instead: blind transfer." },
    { "a>b", "603 Decline", "b2", BAT, "2 REFER", NULL,
      "User A refuses the transfer: refused on all phones." },
    { "b>a", "REFER sip:1001@x", "b3", BAT, "3 REFER", "Refer-To: <sip:conf@x;method=BYE>\r\n",
      "User B asks User A to send BYE to conf." },
    { "b>a", "BYE sip:1001@x", "b4", BAT, "4 BYE", NULL,
      "User B ends the call with User A; the transfer has failed." },
};

#define ME "\"User A\" <sip:1001@x>;tag=a|<sip:1001@x>"
static const struct said registrations[] = {
    { "a>r", "REGISTER sip:x", "a1", ME, "1 REGISTER",
      "Contact: <sip:1001@10.0.0.1:5062>\r\nExpires: 60\r\n"
      "Authorization: Digest username=\"1001\", nonce=\"\", response=\"\"\r\n",
      "User A registers: calls for 1001@x are to go to 1001@10.0.0.1:5062, for 60 s." },
    { "r>a", "401 No", "a1", ME ";tag=r", "1 REGISTER", "WWW-Authenticate: Digest realm=\"x\"\r\n",
      "Registrar asks User A for a password (realm x)." },
    { "a>r", "REGISTER sip:x", "a2", ME, "2 REGISTER",
      "Contact: <sip:1001@10.0.0.1>\r\nAuthorization: Digest username=\"1001\"\r\n",
      "User A registers again, now with the credentials that Registrar asked for (as 1001)." },
    { "r>a", "401 No", "a2", ME ";tag=r", "2 REGISTER",
      "WWW-Authenticate: Digest realm=\"x\", stale=true\r\n",
      "Registrar asks User A for the password again (realm x): the nonce was too old." },
    { "a>r", "REGISTER sip:x", "a3", ME, "3 REGISTER",
      "Contact: <sip:1001@10.0.0.1>\r\nAuthorization: Digest username=\"1001\"\r\n", NULL },
    { "r>a", "423 Interval Too Brief", "a3", ME ";tag=r", "3 REGISTER", "Min-Expires: 90\r\n",
      "Registrar refuses: the registration would be too short, it takes 90 s or more." },
    { "a>r", "REGISTER sip:x", "a4", ME, "4 REGISTER", "Contact: <sip:1001@10.0.0.1>\r\n", NULL },
    { "r>a", "200 OK", "a4", ME ";tag=r", "4 REGISTER",
      "Contact: <sip:1001@10.0.0.1>;expires=90\r\n", "Registrar has registered 1001@x for 90 s." },
    { "a>r", "REGISTER sip:x", "a5", ME, "5 REGISTER", "Contact: <sip:1001@10.0.0.1>\r\n",
      "User A renews the registration of 1001@x." },
    { "r>a", "200 OK", "a5", ME ";tag=r", "5 REGISTER", NULL, "Registrar has registered 1001@x." },
    { "a>r", "REGISTER sip:x", "a6", ME, "6 REGISTER", NULL,
      "User A asks where 1001@x is registered." },
    { "a>r", "REGISTER sip:x", "a7", ME, "7 REGISTER", "Contact: *\r\nExpires: 0\r\n",
      "User A asks to remove all registrations of 1001@x." },
    { "r>a", "200 OK", "a7", ME ";tag=r", "7 REGISTER", NULL, "Registrar confirms the removal." },
};

static const struct said others[] = {
    { "a>b", "SUBSCRIBE sip:1002@x", "a1", AB, "1 SUBSCRIBE", "Event: dialog\r\nExpires: 60\r\n",
      "User A asks to be told about the calls of User B for 60 s." },
    { "b>a", "NOTIFY sip:1001@x", "b1", BAT, "1 NOTIFY",
      "Event: message-summary\r\nSubscription-State: terminated;reason=timeout\r\nContent-Type: "
      "application/simple-message-summary\r\n\r\nMessages-Waiting: yes\r\nVoice-Message: 2/8\r\n",
      "User B tells User A about the mailbox: messages are waiting (voice: 2 new, 8 old); the "
      "subscription ends (timeout)." },
    { "b>a", "NOTIFY sip:1001@x", "b2", BAT, "2 NOTIFY",
      "Event: presence\r\nSubscription-State: pending\r\n",
      "User B tells User A about the presence; the subscription still waits for consent." },
    { "b>a", "NOTIFY sip:1001@x", "b3", BAT, "3 NOTIFY", "Event: strange\r\n",
      "User B tells User A about the event strange." },
    { "a>b", "MESSAGE sip:1002@x", "a2", AB, "2 MESSAGE",
      "Content-Type: text/plain\r\n\r\nHello\x1b[31m there.",
      "User A sends User B a message: \"Hello\uFFFD[31m there.\"" },
    { "a>b", "INFO sip:1002@x", "a3", ABT, "3 INFO",
      "Content-Type: application/dtmf-relay\r\n\r\nSignal=5\r\nDuration=160\r\n",
      "User A sends User B the digit 5 (DTMF) inside the call." },
    { "a>b", "OPTIONS sip:1002@x", "a4", AB, "4 OPTIONS", NULL,
      "User A asks User B what it can do, or whether it is alive." },
    { "b>a", "200 OK", "a4", ABT, "4 OPTIONS", "Allow: INVITE,\r\n ACK\r\n",
      "User B is alive and takes INVITE, ACK." },
    { "a>b", "DANCE sip:1002@x", "a6", AB, "6 DANCE", NULL, "User A sends DANCE to User B." },
    { "b>a", "299 Whirl", "a6", ABT, "6 DANCE", NULL, "User B confirms the DANCE." },
    { "a>b", "INVITE sip:1002@x", "a7", "", "other 7 INVITE", NULL,
      "User A sends User B an INVITE that does not say who calls whom: From or To is missing." },
    { "b>a", "699 \x07", "a7", "", "other 7 INVITE", NULL,
      "User B refuses the INVITE with 699 \uFFFD." },
};

#define OPENED(route, vias, uri, want)                                                             \
    {                                                                                              \
        route, "INVITE sip:" uri "@x", vias, AB, "1 INVITE", NULL, want                            \
    }

/* Branches side by side, then one after another. */
static const struct said forked[] = {
    OPENED("a>p", "a1", "1002", NULL),
    OPENED("p>b", "p1,a1", "1002", "Proxy passes the INVITE on to User B."),
    OPENED("p>c", "p2,a1", "1003", "Proxy also sends the call to 1003 (fork)."),
    { "b>p", "180 Ringing", "p1,a1", ABT, "1 INVITE", NULL, "User B's phone rings." },
    { "b>p", "486 Busy Here", "p1,a1", ABT, "1 INVITE", NULL, "User B is busy." },
    OPENED("p>d", "p3,a1", "1004", "Proxy also sends the call to 1004 (fork)."),
    { "c>p", "180 Ringing", "p2,a1", AB ";tag=c", "1 INVITE", NULL, "1003's phone rings." },
    { "c>p", "480 No", "p2,a1", AB ";tag=c", "1 INVITE", NULL, "1003 cannot be reached now." },
    { "d>p", "480 No", "p3,a1", AB ";tag=d", "1 INVITE", NULL, "1004 cannot be reached now." },
    OPENED("p>e", "p4,a1", "1005",
           "Proxy sends the call on to 1005 instead: the Request-URI changes, the Call-ID stays."),
    { "e>p", "487 Gone", "p4,a1", AB ";tag=e", "1 INVITE", NULL,
      "1005 ends the call before an answer, though the capture shows no CANCEL for it." },
};

#define NOBODY "<sip:unavailable@hostportion>;tag=a|<sip:10.0.0.2>"
#define CLOSED SDP("1", "10.0.0.1", "0", "0", "sendrecv")

/* A REFER outside of any call is no transfer. */
static const struct said asked[] = {
    { "a>b", "REFER sip:1002@x", "a1", AB, "1 REFER", "Refer-To: <sip:1003@x>\r\n",
      "User A asks User B to call 1003." },
    { "b>a", "202 Accepted", "a1", ABT, "1 REFER", NULL, "User B will try the call." },
    { "b>a", "NOTIFY sip:1001@x", "b2", BAT, "2 NOTIFY",
      "Event: refer\r\nSubscription-State: active\r\nContent-Type: message/sipfrag\r\n\r\nSIP/2.0 "
      "180 Ringing\r\n",
      "User B reports on what the REFER asked for: 180 Ringing, under way." },
    { "b>a", "NOTIFY sip:1001@x", "b3", BAT, "3 NOTIFY",
      "Event: refer\r\nSubscription-State: terminated\r\nContent-Type: message/sipfrag\r\n\r\n"
      "SIP/2.0 486 Busy Here\r\n",
      "User B reports that what the REFER asked for failed (486 Busy Here)." },
    { "a>b", "REFER sip:1002@x", "a4", ABT, "4 REFER",
      "Refer-To: <sip:1003@x?\r\n Replaces=two%40x>\r\n",
      "User A asks User B to call 1003 in place of User A: attended transfer, Refer-To names the "
      "call to be replaced." },
};

/* What headers say, where lifelines are called otherwise. */
static const struct said plain[] = {
    { "a>b", "INVITE sip:10.0.0.2", "a1", NOBODY, "1 INVITE", CLOSED,
      "10.0.0.1 calls 10.0.0.2: From names unavailable, the Request-URI names 10.0.0.2, a new "
      "Call-ID, and the SDP offers no media (port 0)." },
    { "b>a", "407 No", "a1", NOBODY ";tag=b", "1 INVITE",
      "Proxy-Authenticate: Digest realm=\"x\"\r\n",
      "10.0.0.2, a proxy, asks 10.0.0.1 for a password (realm x)." },
    { "a>b", "INVITE sip:10.0.0.2", "a2", NOBODY, "2 INVITE", OFFER, NULL },
    { "b>a", "180 Ringing", "a2", NOBODY ";tag=c", "2 INVITE", NULL,
      "The phone of 10.0.0.2 rings." },
    { "b>a", "183 Progress", "a2", NOBODY ";tag=c", "2 INVITE", CLOSED,
      "10.0.0.2 reports progress; the SDP opens early media (all media refused), perhaps an "
      "announcement." },
    { "a>b", "BYE sip:10.0.0.2", "a3", NOBODY ";tag=c", "3 BYE",
      "Reason: Q.850 ;cause=16 ;text=\"3\"\r\n",
      "10.0.0.1 hangs up; the reason given is Q.850 cause 16, normal call clearing." },
    { "b>a", "487 Gone", "a2", NOBODY ";tag=c", "2 INVITE",
      "Reason: X.int ;reasoncode=0x0000030B\r\n",
      "10.0.0.2 ends the INVITE: the BYE came before an answer to it; the reason given is X.int "
      "reasoncode 0x0000030B." },
    { "b>a", "481 No", "a3", NOBODY ";tag=c", "3 BYE", NULL,
      "10.0.0.2 no longer knows this call." },
    { "a>b", "INVITE sip:10.0.0.2", "a4", NOBODY, "other 1 INVITE", OFFER, NULL },
    { "b>a", "200 OK", "a4", NOBODY ";tag=d", "other 1 INVITE", CLOSED,
      "10.0.0.2 answers; the SDP refuses all media (port 0)." },
};

static void test_call(void **state)
{
    (void)state;
    CHECK(call);
}

static void test_given_up(void **state)
{
    (void)state;
    CHECK(given_up);
}

static void test_turns(void **state)
{
    (void)state;
    CHECK(turns);
}

static void test_transfer(void **state)
{
    (void)state;
    CHECK(transfer);
}

static void test_registrations(void **state)
{
    (void)state;
    CHECK(registrations);
}

static void test_others(void **state)
{
    (void)state;
    CHECK(others);
}

static void test_fork(void **state)
{
    (void)state;
    CHECK(forked);
}

static void test_asked(void **state)
{
    (void)state;
    CHECK(asked);
}

static void test_plain(void **state)
{
    (void)state;
    CHECK(plain);
}

static void test_repeats(void **state)
{
    (void)state;
    const struct said m[] = { call[0], call[0], call[0] };
    static const char *const want[] = { "; INVITE sent 3 times.",
                                        " sends INVITE to User B again." };
    for (int unfold = 0; unfold < 2; unfold++) {
        struct told t;
        struct buf b;
        say_tell(&t, m, 3, &(struct flow_options){ .unfold = unfold });
        buf_init(&b, 8192);
        narrator_row(t.narrator, t.flow->rows - 1, &b);
        assert_int_equal(t.flow->steps, unfold ? 3 : 1);
        assert_non_null(strstr(b.p, want[unfold]));
        buf_fini(&b);
        say_forget(&t);
    }
}

/* Whatever is cut off, there is a sentence, and no terminal obeys it. */
static void test_every_prefix(void **state)
{
    (void)state;
    const struct said *const whole[] = { &call[0], &call[20], &turns[9], &transfer[2], &others[1] };
    for (size_t w = 0; w < sizeof(whole) / sizeof(whole[0]); w++) {
        struct told t;
        struct buf b;
        say_tell_prefixes(&t, whole[w]);
        buf_init(&b, 65000);
        for (unsigned i = 0; i < t.flow->rows; i++) {
            buf_clear(&b);
            narrator_row(t.narrator, i, &b);
            assert_true(b.n > 5);
            for (size_t k = 0; k < b.n; k++)
                assert_true((uint8_t)b.p[k] >= 0x20);
        }
        buf_fini(&b);
        say_forget(&t);
    }
}

/* ---- the table on paper */

static void test_widths(void **state)
{
    (void)state;
    struct told t;
    struct buf b;
    say_tell(&t, call, sizeof(call) / sizeof(call[0]), NULL);
    buf_init(&b, 1 << 20);
    for (unsigned width = 24; width <= 160; width++) {
        buf_clear(&b);
        const struct render_options o = { .width = width, .narrator = t.narrator };
        assert_int_equal((width % 2 ? steps_text : steps_ascii)(&b, t.flow, &o), 0);
        size_t lines = 0;
        for (size_t at = 0, n; at < b.n; at += n + 1, lines++) {
            struct slice rest = slice_sub(buf_slice(&b), at, b.n);
            n = slice_index(rest, '\n');
            struct slice line = slice_sub(rest, 0, n);
            assert_true(cells_width(line, false) <= width);
            assert_true(!line.n || line.p[line.n - 1] != ' ');
            for (size_t i = 0; i < line.n && !(width % 2); i++)
                assert_true((uint8_t)line.p[i] < 0x80);
        }
        assert_true(lines > t.flow->rows);
    }
    buf_fini(&b);
    say_forget(&t);
}

static void test_markdown(void **state)
{
    (void)state;
    struct said m[] = { others[4], others[8] };
    struct told t;
    struct buf b;
    m[0].extra = "Content-Type: text/plain\r\n\r\n|<b>*_`";
    m[1].start = "D|NCE sip:1002@x";
    say_tell(&t, m, 2, NULL);
    buf_init(&b, 1 << 20);
    const struct render_options o = { .narrator = t.narrator };
    assert_int_equal(steps_markdown(&b, t.flow, &o), 0);
    assert_non_null(
        strstr(b.p, "\n| Step | Action | Description |\n|---|---|---|\n| F1 | MESSAGE"));
    assert_non_null(strstr(b.p, "\\|\\<b\\>\\*\\_\\`"));
    buf_clear(&b);
    assert_int_equal(render_find(RENDER_STEPS, "JSON")->run(&b, t.flow, &o), 0);
    assert_non_null(strstr(b.p, "\"description\":\"User A sends"));
    buf_fini(&b);
    say_forget(&t);
}

static void test_renderers(void **state)
{
    (void)state;
    assert_null(render_find(RENDER_STEPS, "lace"));
    assert_ptr_equal(render_by_path(RENDER_STEPS, "a.b/steps.MD"),
                     render_find(RENDER_STEPS, "markdown"));
    assert_ptr_equal(render_by_path(RENDER_STEPS, "steps.txt"), render_find(RENDER_STEPS, "text"));
    assert_null(render_by_path(RENDER_STEPS, "a.md/steps"));
    assert_null(render_by_path(RENDER_STEPS, "steps.lace"));
}

#ifdef RUNG_OOM
/* With the Nth allocation failing there is no narrator, or one that tells what it knows. */
static void test_no_memory(void **state)
{
    (void)state;
    struct told t;
    struct buf b;
    unsigned refused = 0;
    say_tell(&t, transfer, sizeof(transfer) / sizeof(transfer[0]), NULL);
    buf_init(&b, 1 << 20);
    for (int nth = 0; nth < 300; nth++) {
        mem_test_fail_after = nth;
        struct narrator *n = narrator_new(t.flow);
        for (unsigned i = 0; i < t.flow->rows && n; i++)
            narrator_row(n, i, &b);
        const struct render_options o = { .width = 80, .narrator = n };
        if (n)
            steps_text(&b, t.flow, &o);
        mem_test_fail_after = -1;
        refused += !n;
        narrator_free(n);
        buf_clear(&b);
        b.failed = false;
    }
    assert_true(refused);
    buf_fini(&b);
    say_forget(&t);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_call),          cmocka_unit_test(test_given_up),
        cmocka_unit_test(test_turns),         cmocka_unit_test(test_transfer),
        cmocka_unit_test(test_registrations), cmocka_unit_test(test_others),
        cmocka_unit_test(test_fork),          cmocka_unit_test(test_asked),
        cmocka_unit_test(test_plain),         cmocka_unit_test(test_repeats),
        cmocka_unit_test(test_every_prefix),  cmocka_unit_test(test_widths),
        cmocka_unit_test(test_markdown),      cmocka_unit_test(test_renderers),
#ifdef RUNG_OOM
        cmocka_unit_test(test_no_memory),
#endif
    };
    return cmocka_run_group_tests_name("narrate", tests, NULL, NULL);
}
