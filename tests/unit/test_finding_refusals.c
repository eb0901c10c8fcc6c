/* Tests of the rules about refusals, credentials and what goes wrong inside a dialog. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/findkit.h"

/* Makes the capture last until then (in ms). */
#define UNTIL(ms) ms " Y>Z OPTIONS id=late\n"

static const struct find_case refused[] = {
    { "BUSY",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 486\n"
      "1010 A>B ACK br=invite\n",
      "info 3 callee is busy (486)." },
    { "BUSY",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 486 | !Line 2 in use | Warning: 399 pbx.test \"All lines busy\", 392 pbx.test "
      "\"debug\" | Reason: Q.850;cause=17 | Retry-After: 60\n"
      "1010 A>B ACK br=invite\n",
      "info 3 callee is busy (486 \"Line 2 in use\"). pbx.test warns (399): \"All lines busy\". "
      "The reason given is Q.850 cause 17, user busy. It asks to try again in 60 s." },
    { "BUSY",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 600\n"
      "1010 A>B ACK br=invite\n",
      "info 3 callee is busy everywhere (600)." },
    { "BUSY",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 480\n"
      "1010 A>B ACK br=invite\n",
      NULL },
    /* one phone of a fork was busy */
    { "BUSY",
      "0 A>P INVITE\n"
      "10 P>B INVITE\n"
      "20 P>C INVITE br=z9hG4bKc\n"
      "100 B>P 486\n"
      "110 P>B ACK br=invite\n"
      "2000 C>P 200 br=z9hG4bKc\n"
      "2010 P>A 200\n"
      "2020 A>P ACK\n",
      NULL },
    { "UNAVAILABLE",
      "0 A>B INVITE\n"
      "1000 B>A 480\n"
      "1010 A>B ACK br=invite\n",
      "info 2 callee cannot be reached (480)." },
    /* it rang */
    { "UNAVAILABLE",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 480 | !Do Not Disturb\n"
      "1010 A>B ACK br=invite\n",
      "info 3 callee did not answer (480 \"Do Not Disturb\")." },
    { "UNAVAILABLE",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 486\n"
      "1010 A>B ACK br=invite\n",
      NULL },
    { "DECLINED",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 603 | Reason: SIP;cause=603;text=\"not today\"\n"
      "1010 A>B ACK br=invite\n",
      "info 3 callee refused the call (603). The reason given is SIP cause 603 (\"not today\")." },
    { "DECLINED",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 607\n"
      "1010 A>B ACK br=invite\n",
      "info 3 callee does not want calls of this caller (607)." },
    { "DECLINED",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 608 | Call-Info: <https://block.test>;purpose=jwscard\n"
      "1010 A>B ACK br=invite\n",
      "info 3 A service on the way refused the call to callee without asking the user (608)." },
    { "DECLINED",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 604\n"
      "1010 A>B ACK br=invite\n",
      NULL },
    { "FORBIDDEN",
      "0 A>P INVITE\n"
      "10 P>B INVITE\n"
      "20 B>P 403 | !Outgoing calls barred\n"
      "30 P>A 403\n"
      "40 A>P ACK br=invite\n",
      "error 3,4 10.0.0.66 refuses the call of caller to callee (403 \"Outgoing calls barred\"): "
      "the account, its permissions or a call barring does not allow it." },
    { "FORBIDDEN",
      "0 A>B REGISTER t=-\n"
      "20 B>A 403/REGISTER\n",
      "error 2 10.0.0.66 refuses the registration of caller (403): the account, its permissions or "
      "a call barring does not allow it." },
    /* it was accepted in the end */
    { "FORBIDDEN",
      "0 A>B REGISTER t=-\n"
      "20 B>A 403/REGISTER\n"
      "5000 A>B REGISTER seq=2\n"
      "5020 B>A 200/REGISTER seq=2\n",
      NULL },
    { "FORBIDDEN",
      "0 A>B MESSAGE t=-\n"
      "20 B>A 403/MESSAGE\n",
      NULL },
    { "EMERGENCY-BLOCKED",
      "0 A>B INVITE uri=urn:service:sos\n"
      "20 B>A 404\n",
      "error 1,2 The emergency call of caller (to urn:service:sos) failed: 10.0.0.66 refused it "
      "(404)." },
    { "EMERGENCY-BLOCKED",
      "0 A>B INVITE uri=sip:112@test\n"
      "20 B>A 403 | !Barred\n",
      "error 1,2 The emergency call of caller (to sip:112@test) failed: 10.0.0.66 refused it (403 "
      "\"Barred\")." },
    /* explained by EMERGENCY-BLOCKED */
    { "FORBIDDEN",
      "0 A>B INVITE uri=sip:112@test\n"
      "20 B>A 403 | !Barred\n",
      NULL },
    /* a challenge */
    { "EMERGENCY-BLOCKED",
      "0 A>B INVITE uri=sip:112@test\n"
      "20 B>A 407\n"
      "30 A>B ACK br=invite\n",
      NULL },
    /* the caller hung up */
    { "EMERGENCY-BLOCKED",
      "0 A>B INVITE uri=sip:112@test\n"
      "20 B>A 180\n"
      "1000 A>B CANCEL\n"
      "1010 B>A 200/CANCEL\n"
      "1020 B>A 487\n",
      NULL },
    /* another number */
    { "EMERGENCY-BLOCKED",
      "0 A>B INVITE uri=sip:1125@test\n"
      "20 B>A 404\n",
      NULL },
    { "EMERGENCY-BLOCKED",
      "0 A>B INVITE uri=sip:911@test\n"
      "20 B>A 200\n"
      "30 A>B ACK\n",
      NULL },
    { "REPLACES-NOT-FOUND",
      "0 A>B INVITE | Replaces: old@test;to-tag=1;from-tag=2\n"
      "20 B>A 481\n",
      "error 1,2 The call that caller wants to take over is not known there: callee refused the "
      "INVITE that names it (Call-ID old@test) (481)." },
    { "REPLACES-NOT-FOUND",
      "0 A>B INVITE | Replaces: old@test;to-tag=1;from-tag=2\n"
      "20 B>A 603\n",
      "error 1,2 The call that caller wants to take over has ended already: callee refused the "
      "INVITE that names it (Call-ID old@test) (603)." },
    /* explained by REPLACES-NOT-FOUND */
    { "DECLINED",
      "0 A>B INVITE | Replaces: old@test;to-tag=1;from-tag=2\n"
      "20 B>A 603\n",
      NULL },
    { "REPLACES-NOT-FOUND",
      "0 A>B INVITE | Replaces: old@test;to-tag=1;from-tag=2;early-only\n"
      "20 B>A 486\n",
      "error 1,2 The call that caller wants to take over was answered already: callee refused the "
      "INVITE that names it (Call-ID old@test) (486)." },
    /* the phone is busy, nothing more */
    { "REPLACES-NOT-FOUND",
      "0 A>B INVITE | Replaces: old@test;to-tag=1;from-tag=2\n"
      "20 B>A 486\n",
      NULL },
    { "REPLACES-NOT-FOUND",
      "0 A>B INVITE | Replaces: old@test;to-tag=1;from-tag=2\n"
      "20 B>A 200\n"
      "30 A>B ACK\n",
      NULL },
};

static const struct find_case credentials[] = {
    { "AUTH-LOOP",
      "100 A>B REGISTER t=- seq=1\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n"
      "200 A>B REGISTER t=- seq=2 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "220 B>A 401/REGISTER seq=2 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n2\"\n"
      "300 A>B REGISTER t=- seq=3 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "320 B>A 401/REGISTER seq=3 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n3\"\n"
      "400 A>B REGISTER t=- seq=4 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "420 B>A 401/REGISTER seq=4 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n4\"\n",
      "error 3,4,5,6,7,8 caller keeps being refused: 3 REGISTER requests with credentials were "
      "answered 401 in 220 ms (realm \"pbx\"). The password or the user name \"1001\" is wrong." },
    /* two refusals */
    { "AUTH-LOOP",
      "100 A>B REGISTER t=- seq=1\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n"
      "200 A>B REGISTER t=- seq=2 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "220 B>A 401/REGISTER seq=2 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n2\"\n"
      "300 A>B REGISTER t=- seq=3 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "320 B>A 401/REGISTER seq=3 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n3\"\n",
      NULL },
    /* the nonce was stale */
    { "AUTH-LOOP",
      "100 A>B REGISTER t=- seq=1\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n"
      "200 A>B REGISTER t=- seq=2 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "220 B>A 401/REGISTER seq=2 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n2\", "
      "stale=TRUE\n"
      "300 A>B REGISTER t=- seq=3 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "320 B>A 401/REGISTER seq=3 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n3\", "
      "stale=TRUE\n"
      "400 A>B REGISTER t=- seq=4 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "420 B>A 401/REGISTER seq=4 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n4\", "
      "stale=TRUE\n"
      "500 A>B REGISTER t=- seq=5 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "520 B>A 401/REGISTER seq=5 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n5\"\n",
      NULL },
    /* each time asked anew */
    { "AUTH-LOOP",
      "100 A>B REGISTER t=- seq=1\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n"
      "200 A>B REGISTER t=- seq=2 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "220 B>A 401/REGISTER seq=2 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n2\"\n"
      "300 A>B REGISTER t=- seq=3\n"
      "320 B>A 401/REGISTER seq=3 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n3\"\n"
      "400 A>B REGISTER t=- seq=4 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "420 B>A 401/REGISTER seq=4 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n4\"\n"
      "500 A>B REGISTER t=- seq=5\n"
      "520 B>A 401/REGISTER seq=5 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n5\"\n"
      "600 A>B REGISTER t=- seq=6 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "620 B>A 401/REGISTER seq=6 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n6\"\n",
      "error 3,4,7,8,11,12 caller keeps being refused: 3 REGISTER requests with credentials were "
      "answered 401 in 420 ms (realm \"pbx\"). The password or the user name \"1001\" is wrong." },
    /* never with credentials */
    { "AUTH-LOOP",
      "100 A>B REGISTER t=- seq=1\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n"
      "200 A>B REGISTER t=- seq=2\n"
      "220 B>A 401/REGISTER seq=2 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n2\"\n"
      "300 A>B REGISTER t=- seq=3\n"
      "320 B>A 401/REGISTER seq=3 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n3\"\n"
      "400 A>B REGISTER t=- seq=4\n"
      "420 B>A 401/REGISTER seq=4 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n4\"\n"
      "500 A>B REGISTER t=- seq=5\n"
      "520 B>A 401/REGISTER seq=5 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n5\"\n"
      "600 A>B REGISTER t=- seq=6\n"
      "620 B>A 401/REGISTER seq=6 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n6\"\n",
      NULL },
    /* accepted in between */
    { "AUTH-LOOP",
      "100 A>B REGISTER t=- seq=1 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n"
      "200 A>B REGISTER t=- seq=2 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "220 B>A 200/REGISTER seq=2\n"
      "300 A>B REGISTER t=- seq=3 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "320 B>A 401/REGISTER seq=3 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n3\"\n"
      "400 A>B REGISTER t=- seq=4 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "420 B>A 200/REGISTER seq=4\n"
      "500 A>B REGISTER t=- seq=5 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "520 B>A 401/REGISTER seq=5 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n5\"\n"
      "600 A>B REGISTER t=- seq=6 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "620 B>A 200/REGISTER seq=6\n"
      "700 A>B REGISTER t=- seq=7 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "720 B>A 401/REGISTER seq=7 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n7\"\n"
      "800 A>B REGISTER t=- seq=8 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "820 B>A 200/REGISTER seq=8\n",
      NULL },
    /* seen on two hops, counted once */
    { "AUTH-LOOP",
      "100 A>P INVITE seq=1 | Proxy-Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "102 P>B INVITE seq=1\n"
      "110 B>P 407 seq=1 | Proxy-Authenticate: Digest realm=\"pbx\"\n"
      "120 P>A 407 seq=1 | Proxy-Authenticate: Digest realm=\"pbx\"\n"
      "130 A>P ACK seq=1 br=invite\n"
      "200 A>P INVITE seq=2 | Proxy-Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "202 P>B INVITE seq=2\n"
      "210 B>P 407 seq=2 | Proxy-Authenticate: Digest realm=\"pbx\"\n"
      "220 P>A 407 seq=2 | Proxy-Authenticate: Digest realm=\"pbx\"\n"
      "230 A>P ACK seq=2 br=invite\n"
      "300 A>P INVITE seq=3 | Proxy-Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "302 P>B INVITE seq=3\n"
      "310 B>P 407 seq=3 | Proxy-Authenticate: Digest realm=\"pbx\"\n"
      "320 P>A 407 seq=3 | Proxy-Authenticate: Digest realm=\"pbx\"\n"
      "330 A>P ACK seq=3 br=invite\n",
      "error 1,4,6,9,11,14 caller keeps being refused: 3 INVITE requests with credentials were "
      "answered 407 in 220 ms (realm \"pbx\"). The password or the user name \"1001\" is wrong." },
    { "AUTH-STALE",
      "100 A>B REGISTER t=- seq=1\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n"
      "200 A>B REGISTER t=- seq=2 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "220 B>A 401/REGISTER seq=2 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n2\", "
      "stale=TRUE\n"
      "300 A>B REGISTER t=- seq=3 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "320 B>A 401/REGISTER seq=3 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n3\", "
      "stale=TRUE\n"
      "400 A>B REGISTER t=- seq=4 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "420 B>A 401/REGISTER seq=4 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n4\"\n",
      "info 4,6 The nonce of 10.0.0.66 runs out at once: 2 of 4 requests were sent back as stale, "
      "which costs a round trip each time." },
    /* once */
    { "AUTH-STALE",
      "100 A>B REGISTER t=- seq=1\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n"
      "200 A>B REGISTER t=- seq=2 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "220 B>A 401/REGISTER seq=2 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n2\", "
      "stale=TRUE\n",
      NULL },
    /* each third */
    { "AUTH-STALE",
      "100 A>B REGISTER t=- seq=1 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "120 B>A 200/REGISTER seq=1\n"
      "200 A>B REGISTER t=- seq=2 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "220 B>A 200/REGISTER seq=2\n"
      "300 A>B REGISTER t=- seq=3 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "320 B>A 401/REGISTER seq=3 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n3\", "
      "stale=true\n"
      "400 A>B REGISTER t=- seq=4 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "420 B>A 200/REGISTER seq=4\n"
      "500 A>B REGISTER t=- seq=5 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "520 B>A 200/REGISTER seq=5\n"
      "600 A>B REGISTER t=- seq=6 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "620 B>A 401/REGISTER seq=6 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n6\", "
      "stale=true\n"
      "700 A>B REGISTER t=- seq=7 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "720 B>A 200/REGISTER seq=7\n"
      "800 A>B REGISTER t=- seq=8 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "820 B>A 200/REGISTER seq=8\n"
      "900 A>B REGISTER t=- seq=9 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "920 B>A 401/REGISTER seq=9 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n9\", "
      "stale=true\n",
      NULL },
    { "AUTH-NO-RETRY",
      "100 A>B REGISTER t=- seq=1\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n" UNTIL(
          "40000"),
      "warning 1,2 caller was asked for a password for REGISTER (401) and did not try again; realm "
      "\"pbx\". No password is set for it, or the challenge did not arrive." },
    /* with the wrong password */
    { "AUTH-NO-RETRY",
      "100 A>B REGISTER t=- seq=1\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n"
      "200 A>B REGISTER t=- seq=2 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "220 B>A 401/REGISTER seq=2 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n2\"\n" UNTIL(
          "40000"),
      "warning 3,4 caller sent a password with REGISTER, which was refused (401), and did not try "
      "again; realm \"pbx\". Most likely the password or the user name is wrong." },
    /* the capture ends early */
    { "AUTH-NO-RETRY",
      "100 A>B REGISTER t=- seq=1\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n" UNTIL(
          "20000"),
      NULL },
    { "AUTH-NO-RETRY",
      "100 A>B REGISTER t=- seq=1\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n"
      "4000 A>B REGISTER t=- seq=2 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "4020 B>A 200/REGISTER seq=2\n" UNTIL("40000"),
      NULL },
    /* somebody typed it */
    { "AUTH-NO-RETRY",
      "100 A>B REGISTER t=- seq=1\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n"
      "60000 A>B REGISTER t=- seq=2 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "60020 B>A 200/REGISTER seq=2\n" UNTIL("140000"),
      NULL },
    /* packets that changed places */
    { "AUTH-NO-RETRY",
      "100 A>B REGISTER t=-\n"
      "105 A>B REGISTER t=- seq=2 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "110 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n"
      "120 B>A 200/REGISTER seq=2\n" UNTIL("40000"),
      NULL },
    /* under a new Call-ID */
    { "AUTH-NO-RETRY",
      "100 A>B REGISTER t=- seq=1\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n"
      "1000 A>B REGISTER id=second t=-\n" UNTIL("40000"),
      NULL },
    /* explained by AUTH-LOOP */
    { "AUTH-NO-RETRY",
      "100 A>B REGISTER t=- seq=1\n"
      "120 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n"
      "200 A>B REGISTER t=- seq=2 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "220 B>A 401/REGISTER seq=2 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n2\"\n"
      "300 A>B REGISTER t=- seq=3 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "320 B>A 401/REGISTER seq=3 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n3\"\n"
      "400 A>B REGISTER t=- seq=4 | Authorization: Digest username=\"1001\", realm=\"pbx\", "
      "response=\"x\"\n"
      "420 B>A 401/REGISTER seq=4 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n4\"\n" UNTIL(
          "40000"),
      NULL },
    /* any answer to a keep-alive will do */
    { "AUTH-NO-RETRY",
      "0 A>B OPTIONS\n"
      "20 B>A 401/OPTIONS\n" UNTIL("40000"),
      NULL },
    /* only one direction */
    { "AUTH-NO-RETRY",
      "20 B>A 401/REGISTER seq=1 | WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\n" UNTIL(
          "40000"),
      NULL },
    { "AUTH-NO-RETRY",
      "0 A>B INVITE\n"
      "20 B>A 407 | Proxy-Authenticate: Digest realm=\"pbx\"\n"
      "30 A>B ACK br=invite\n" UNTIL("40000"),
      "warning 1,2 caller was asked for a password for INVITE (407) and did not try again; realm "
      "\"pbx\". No password is set for it, or the challenge did not arrive." },
};

static const struct find_case dialogs[] = {
    { "STALE-DIALOG-481",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1010 A>B ACK\n"
      "9000 A>B BYE seq=2\n"
      "9010 B>A 481/BYE seq=2\n",
      "error 5,6 callee does not know this call any more: it answered 481 to the BYE of caller. It "
      "ended or forgot the call without the other side hearing of it." },
    /* the BYEs crossed */
    { "STALE-DIALOG-481",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1010 A>B ACK\n"
      "9000 A>B BYE seq=2\n"
      "9005 B>A BYE f=t t=f u=callee,caller\n"
      "9010 B>A 481/BYE seq=2\n"
      "9015 A>B 481/BYE f=t t=f u=callee,caller\n",
      "info 5,7 callee does not know this call any more: it answered 481 to the BYE of caller. "
      "That is harmless: the BYE of both sides crossed." },
    /* after the BYE */
    { "STALE-DIALOG-481",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1010 A>B ACK\n"
      "9000 A>B BYE seq=2\n"
      "9010 B>A 200/BYE seq=2\n"
      "9500 B>A NOTIFY f=t t=f u=callee,caller seq=9\n"
      "9510 A>B 481/NOTIFY f=t t=f u=callee,caller seq=9\n",
      "info 7,8 caller does not know this call any more: it answered 481 to the NOTIFY of callee. "
      "That is harmless: a BYE had ended the call before." },
    { "STALE-DIALOG-481",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1010 A>B ACK\n"
      "5000 B>A INVITE f=t t=f u=callee,caller seq=7\n"
      "5010 A>B 481 f=t t=f u=callee,caller seq=7\n",
      "error 5,6 caller does not know this call any more: it answered 481 to the INVITE of callee. "
      "It ended or forgot the call without the other side hearing of it." },
    /* no dialog */
    { "STALE-DIALOG-481",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 A>B CANCEL\n"
      "1010 B>A 481/CANCEL\n",
      NULL },
    { "STALE-DIALOG-481",
      "0 A>B INVITE\n"
      "20 B>A 481\n",
      NULL },
    { "STALE-DIALOG-481",
      "0 A>B SUBSCRIBE seq=2 t=t\n"
      "20 B>A 481/SUBSCRIBE seq=2\n",
      "error 1,2 10.0.0.66 does not know this subscription any more: it answered 481 to the "
      "SUBSCRIBE of caller. It ended or forgot the subscription without the other side hearing of "
      "it." },
    /* who answered, not who passed it on */
    { "STALE-DIALOG-481",
      "0 A>P INVITE\n"
      "10 P>B INVITE\n"
      "100 B>P 200\n"
      "110 P>A 200\n"
      "120 A>P ACK\n"
      "130 P>B ACK\n"
      "5000 A>P BYE seq=2\n"
      "5010 P>B BYE seq=2\n"
      "5020 B>P 481/BYE seq=2\n"
      "5030 P>A 481/BYE seq=2\n",
      "error 8,9 callee does not know this call any more: it answered 481 to the BYE of caller. It "
      "ended or forgot the call without the other side hearing of it." },
    { "GLARE-491",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1010 A>B ACK\n"
      "5000 A>B INVITE t=t seq=2\n"
      "5005 B>A INVITE f=t t=f u=callee,caller seq=9\n"
      "5010 B>A 491 seq=2\n"
      "5015 A>B 491 f=t t=f u=callee,caller seq=9\n"
      "5020 A>B ACK seq=2 br=invite\n"
      "5025 B>A ACK f=t t=f u=callee,caller seq=9 br=invite\n"
      "7500 A>B INVITE t=t seq=3\n"
      "7510 B>A 200 seq=3\n"
      "7520 A>B ACK seq=3\n",
      "info 5,6,7,8,12 caller and callee changed the call at the same time, so 491 was the answer "
      "to both; caller tried again after 2.50 s, and that was accepted." },
    /* never again */
    { "GLARE-491",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1010 A>B ACK\n"
      "5000 A>B INVITE t=t seq=2\n"
      "5005 B>A INVITE f=t t=f u=callee,caller seq=9\n"
      "5010 B>A 491 seq=2\n"
      "5015 A>B 491 f=t t=f u=callee,caller seq=9\n"
      "5020 A>B ACK seq=2 br=invite\n"
      "5025 B>A ACK f=t t=f u=callee,caller seq=9 br=invite\n" UNTIL("60000"),
      "warning 5,6,7,8 caller and callee changed the call at the same time, so 491 was the answer "
      "to both; no change succeeded afterwards." },
    /* the capture ends */
    { "GLARE-491",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1010 A>B ACK\n"
      "5000 A>B INVITE t=t seq=2\n"
      "5005 B>A INVITE f=t t=f u=callee,caller seq=9\n"
      "5010 B>A 491 seq=2\n"
      "5015 A>B 491 f=t t=f u=callee,caller seq=9\n"
      "5020 A>B ACK seq=2 br=invite\n"
      "5025 B>A ACK f=t t=f u=callee,caller seq=9 br=invite\n",
      "info 5,6,7,8 caller and callee changed the call at the same time, so 491 was the answer to "
      "both; the capture ends before it was tried again." },
    /* nothing crossed it */
    { "GLARE-491",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1010 A>B ACK\n"
      "5000 A>B INVITE t=t seq=2\n"
      "5010 B>A 491 seq=2\n"
      "5020 A>B ACK seq=2 br=invite\n" UNTIL("60000"),
      NULL },
    { "SESSION-TIMER-EXPIRED",
      "0 A>B INVITE se=90\n"
      "1000 B>A 200 se=90\n"
      "1010 A>B ACK\n"
      "46000 A>B UPDATE t=t seq=2 se=90\n"
      "46010 B>A 200/UPDATE seq=2 se=90\n"
      "106000 B>A BYE f=t t=f u=callee,caller\n"
      "106010 A>B 200/BYE f=t t=f u=callee,caller\n",
      "warning 2,5,6 callee cut the call after 1 m 45 s: the session timer of 90 s was last "
      "refreshed 1 m 00 s before. It was for caller to refresh it." },
    { "SESSION-TIMER-EXPIRED",
      "0 A>B INVITE se=90\n"
      "1000 B>A 200 se=90\n"
      "1010 A>B ACK\n"
      "91000 B>A BYE f=t t=f u=callee,caller\n"
      "91010 A>B 200/BYE f=t t=f u=callee,caller\n",
      "warning 2,4 callee cut the call after 1 m 30 s: the session timer of 90 s was never "
      "refreshed. It was for caller to refresh it." },
    /* hung up in time */
    { "SESSION-TIMER-EXPIRED",
      "0 A>B INVITE se=90\n"
      "1000 B>A 200 se=90\n"
      "1010 A>B ACK\n"
      "46000 A>B UPDATE t=t seq=2 se=90\n"
      "46010 B>A 200/UPDATE seq=2 se=90\n"
      "70000 B>A BYE f=t t=f u=callee,caller\n"
      "70010 A>B 200/BYE f=t t=f u=callee,caller\n",
      NULL },
    /* no timer */
    { "SESSION-TIMER-EXPIRED",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1010 A>B ACK\n"
      "91000 B>A BYE f=t t=f u=callee,caller\n"
      "91010 A>B 200/BYE f=t t=f u=callee,caller\n",
      NULL },
    { "SESSION-TIMER-422",
      "100 A>B INVITE seq=1 se=60\n"
      "120 B>A 422 seq=1 | Min-SE: 90\n"
      "130 A>B ACK seq=1 br=invite\n"
      "200 A>B INVITE seq=2 se=60\n"
      "220 B>A 422 seq=2 | Min-SE: 1800\n"
      "230 A>B ACK seq=2 br=invite\n"
      "1000 A>B INVITE seq=3 se=1800\n"
      "1020 B>A 200 seq=3\n"
      "1030 A>B ACK seq=3\n",
      "info 2,5 The session timer that caller asks for is too short: refused 2 times (422), and in "
      "the end at least 1800 s were wanted." },
    /* once is how it is agreed on */
    { "SESSION-TIMER-422",
      "100 A>B INVITE seq=1 se=60\n"
      "120 B>A 422 seq=1 | Min-SE: 90\n"
      "130 A>B ACK seq=1 br=invite\n"
      "1000 A>B INVITE seq=2 se=90\n"
      "1020 B>A 200 seq=2\n"
      "1030 A>B ACK seq=2\n" UNTIL("60000"),
      NULL },
    /* without retry */
    { "SESSION-TIMER-422",
      "100 A>B INVITE seq=1 se=60\n"
      "120 B>A 422 seq=1 | Min-SE: 90\n"
      "130 A>B ACK seq=1 br=invite\n" UNTIL("60000"),
      "info 2 The session timer that caller asks for is too short: refused (422), at least 90 s "
      "are wanted; it was not asked for again." },
    /* the capture ends early */
    { "SESSION-TIMER-422",
      "100 A>B INVITE seq=1 se=60\n"
      "120 B>A 422 seq=1 | Min-SE: 90\n"
      "130 A>B ACK seq=1 br=invite\n" UNTIL("20000"),
      NULL },
};

static void test_refused(void **state)
{
    (void)state;
    FIND_CHECK(refused);
}

static void test_credentials(void **state)
{
    (void)state;
    FIND_CHECK(credentials);
}

static void test_dialogs(void **state)
{
    (void)state;
    FIND_CHECK(dialogs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_credentials),
        cmocka_unit_test(test_dialogs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
