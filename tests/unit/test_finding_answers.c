/* Tests of the rules about answers and ACKs that are missing or late, about forks, loops and Via.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "tests/unit/findkit.h"

/* Makes the capture last until then (in ms). */
#define UNTIL(ms) ms " Y>Z OPTIONS id=late\n"

static const struct find_case acknowledged[] = {
    { "ACK-MISSING",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1500 B>A 200\n"
      "2500 B>A 200\n"
      "4500 B>A 200\n"
      "8500 B>A 200\n"
      "9000 B>A BYE f=t t=f u=callee,caller\n"
      "9010 A>B 481/BYE f=t t=f u=callee,caller\n",
      "error 3,4,5,6,7,8 callee answered, but caller never acknowledged the answer (200 sent 5 "
      "times in 7.50 s); callee gives the call up." },
    /* the capture ends before he would give up */
    { "ACK-MISSING",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1500 B>A 200\n"
      "2500 B>A 200\n" UNTIL("20000"),
      NULL },
    /* 32 s went by */
    { "ACK-MISSING",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1500 B>A 200\n"
      "2500 B>A 200\n" UNTIL("40000"),
      "error 3,4,5 callee answered, but caller never acknowledged the answer (200 sent 3 times in "
      "1.50 s)." },
    /* the ACK went straight to the Contact */
    { "ACK-MISSING",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1500 B>A 200\n"
      "2500 B>A 200\n"
      "2600 A>C ACK\n" UNTIL("40000"),
      NULL },
    /* it fell silent at once and the call went on: the ACK came another way */
    { "ACK-MISSING",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1500 B>A 200\n"
      "60000 A>B BYE seq=2\n"
      "60010 B>A 200/BYE seq=2\n" UNTIL("100000"),
      NULL },
    /* nothing of the caller is in the capture */
    { "ACK-MISSING",
      "1000 B>A 200\n"
      "1500 B>A 200\n"
      "2500 B>A 200\n" UNTIL("40000"),
      NULL },
    /* captured again, not sent again */
    { "ACK-MISSING",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1010 B>A 200\n"
      "1020 B>A 200\n" UNTIL("40000"),
      NULL },
    /* of a re-INVITE of the callee */
    { "ACK-MISSING",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1010 A>B ACK\n"
      "5000 B>A INVITE f=t t=f u=callee,caller seq=7\n"
      "5010 A>B 200 f=t t=f u=callee,caller seq=7\n"
      "5510 A>B 200 f=t t=f u=callee,caller seq=7\n"
      "6510 A>B 200 f=t t=f u=callee,caller seq=7\n" UNTIL("40000"),
      "error 6,7,8 caller answered, but callee never acknowledged the answer (200 sent 3 times in "
      "1.50 s)." },
    /* explained by ACK-MISSING */
    { "RETRANS-HIGH",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1500 B>A 200\n"
      "2500 B>A 200\n"
      "4500 B>A 200\n"
      "8500 B>A 200\n" UNTIL("40000"),
      NULL },
    /* the same */
    { "STALE-DIALOG-481",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1500 B>A 200\n"
      "2500 B>A 200\n"
      "3000 B>A BYE f=t t=f u=callee,caller\n"
      "3010 A>B 481/BYE f=t t=f u=callee,caller\n",
      NULL },
    { "ACK-LATE",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1500 B>A 200\n"
      "2500 B>A 200\n"
      "2600 A>B ACK\n",
      "warning 3,4,5,6 caller acknowledged the answer of callee only after 1.60 s; the 200 was "
      "sent 3 times in 1.50 s. An answer or its ACK was lost or delayed on the way, or caller is "
      "slow." },
    /* within T1 */
    { "ACK-LATE",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1500 B>A 200\n"
      "1400 A>B ACK\n",
      NULL },
    /* nothing was sent again */
    { "ACK-LATE",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1700 A>B ACK\n",
      NULL },
    /* of somebody else: not the same point */
    { "ACK-LATE",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1500 B>A 200\n"
      "1600 C>B ACK\n",
      NULL },
    /* nearest the caller: the proxy waited for him */
    { "ACK-LATE",
      "0 A>P INVITE\n"
      "10 P>B INVITE\n"
      "1000 B>P 200\n"
      "1010 P>A 200\n"
      "1500 B>P 200\n"
      "1510 P>A 200\n"
      "2010 A>P ACK\n"
      "2020 P>B ACK\n",
      "warning 4,6,7 caller acknowledged the answer of callee only after 1.00 s; the 200 was sent "
      "2 times in 500 ms. An answer or its ACK was lost or delayed on the way, or caller is "
      "slow." },
};

static const struct find_case answered[] = {
    { "REQ-NO-RESPONSE",
      "0 A>B INVITE\n"
      "500 A>B INVITE\n"
      "1500 A>B INVITE\n"
      "3500 A>B INVITE\n"
      "7500 A>B INVITE\n"
      "15500 A>B INVITE\n"
      "31500 A>B INVITE\n"
      "31600 Z>A OPTIONS id=other\n" UNTIL("33000"),
      "error 1,2,3,4,5,6,7 No answer of any kind came from 10.0.0.66:5060 to the INVITE of caller "
      "(sent 7 times in 31.5 s by 10.0.0.65): it is down, the address is wrong, or a filter drops "
      "the messages." },
    /* nothing comes to the sender at all: one direction only */
    { "REQ-NO-RESPONSE",
      "0 A>B INVITE\n"
      "500 A>B INVITE\n"
      "1500 A>B INVITE\n"
      "3500 A>B INVITE\n"
      "7500 A>B INVITE\n"
      "15500 A>B INVITE\n"
      "31500 A>B INVITE\n" UNTIL("33000"),
      NULL },
    /* the capture ends early */
    { "REQ-NO-RESPONSE",
      "0 A>B INVITE\n"
      "500 A>B INVITE\n"
      "1500 A>B INVITE\n"
      "3500 A>B INVITE\n"
      "7500 A>B INVITE\n"
      "8000 Z>A OPTIONS id=other\n",
      NULL },
    /* an answer */
    { "REQ-NO-RESPONSE",
      "0 A>B INVITE\n"
      "500 A>B INVITE\n"
      "1500 A>B INVITE\n"
      "3500 A>B INVITE\n"
      "7500 A>B INVITE\n"
      "15500 A>B INVITE\n"
      "31500 A>B INVITE\n"
      "31600 Z>A OPTIONS id=other\n"
      "31900 B>A 100\n" UNTIL("40000"),
      NULL },
    /* an answer with another branch */
    { "REQ-NO-RESPONSE",
      "0 A>B INVITE\n"
      "500 A>B INVITE\n"
      "1500 A>B INVITE\n"
      "3500 A>B INVITE\n"
      "7500 A>B INVITE\n"
      "15500 A>B INVITE\n"
      "31500 A>B INVITE\n"
      "31600 Z>A OPTIONS id=other\n"
      "31900 B>A 486 br=z9hG4bKother\n" UNTIL("40000"),
      NULL },
    /* he did not insist */
    { "REQ-NO-RESPONSE",
      "0 A>B INVITE\n"
      "500 A>B INVITE\n"
      "31600 Z>A OPTIONS id=other\n" UNTIL("33000"),
      NULL },
    /* the proxy gave up */
    { "REQ-NO-RESPONSE",
      "0 A>P INVITE\n"
      "10 P>A 100\n"
      "20 P>B INVITE\n"
      "520 P>B INVITE\n"
      "1520 P>B INVITE\n"
      "3520 P>B INVITE\n"
      "4000 P>A 408\n",
      "error 3,4,5,6 No answer of any kind came from 10.0.0.66:5060 to the INVITE of caller (sent "
      "4 times in 3.50 s by 10.0.0.80): it is down, the address is wrong, or a filter drops the "
      "messages." },
    /* in the dialog */
    { "REQ-NO-RESPONSE",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1010 A>B ACK\n"
      "5000 A>B BYE seq=2\n"
      "5500 A>B BYE seq=2\n"
      "6500 A>B BYE seq=2\n" UNTIL("40000"),
      "error 5,6,7 No answer of any kind came from 10.0.0.66:5060 to the BYE of caller (sent 3 "
      "times in 1.50 s by 10.0.0.65): it is down, the address is wrong, or a filter drops the "
      "messages." },
    /* keep-alives have a rule of their own */
    { "REQ-NO-RESPONSE",
      "0 A>B OPTIONS\n"
      "500 A>B OPTIONS\n"
      "1500 A>B OPTIONS\n"
      "3500 A>B OPTIONS\n"
      "31600 Z>A OPTIONS id=other\n" UNTIL("40000"),
      NULL },
    /* the same */
    { "RETRANS-HIGH",
      "0 A>B OPTIONS\n"
      "500 A>B OPTIONS\n"
      "1500 A>B OPTIONS\n"
      "3500 A>B OPTIONS\n"
      "31600 Z>A OPTIONS id=other\n" UNTIL("40000"),
      NULL },
    /* explained by REQ-NO-RESPONSE */
    { "RETRANS-HIGH",
      "0 A>B INVITE\n"
      "500 A>B INVITE\n"
      "1500 A>B INVITE\n"
      "3500 A>B INVITE\n"
      "7500 A>B INVITE\n"
      "15500 A>B INVITE\n"
      "31500 A>B INVITE\n"
      "31600 Z>A OPTIONS id=other\n" UNTIL("33000"),
      NULL },
    { "RETRANS-HIGH",
      "0 A>B INVITE\n"
      "500 A>B INVITE\n"
      "1500 A>B INVITE\n"
      "3500 A>B INVITE\n"
      "3600 B>A 180\n"
      "5000 B>A 200\n"
      "5010 A>B ACK\n",
      "warning 1,2,3,4 Messages between 10.0.0.65 and 10.0.0.66 had to be repeated (3 of 7; the "
      "INVITE was sent 4 times in 3.50 s): packets are lost on the way, or one side is slow." },
    /* twice is no high number */
    { "RETRANS-HIGH",
      "0 A>B INVITE\n"
      "500 A>B INVITE\n"
      "1500 A>B INVITE\n"
      "1600 B>A 180\n"
      "5000 B>A 200\n"
      "5010 A>B ACK\n",
      NULL },
    /* once a minute is required */
    { "RETRANS-HIGH",
      "0 A>B INVITE\n"
      "100 B>A 180\n"
      "60100 B>A 180\n"
      "120100 B>A 180\n"
      "180100 B>A 180\n"
      "180500 B>A 200\n"
      "180510 A>B ACK\n",
      NULL },
    /* captured at several points */
    { "RETRANS-HIGH",
      "0 A>B INVITE\n"
      "10 A>B INVITE\n"
      "20 A>B INVITE\n"
      "30 A>B INVITE\n"
      "3600 B>A 180\n"
      "5000 B>A 200\n"
      "5010 A>B ACK\n",
      NULL },
    /* one direction only */
    { "RETRANS-HIGH",
      "0 A>B INVITE\n"
      "500 A>B INVITE\n"
      "1500 A>B INVITE\n"
      "3500 A>B INVITE\n"
      "7500 A>B INVITE\n"
      "15500 A>B INVITE\n"
      "31500 A>B INVITE\n",
      "warning 1,2,3,4,5,6,7 Messages between 10.0.0.65 and 10.0.0.66 had to be repeated (6 of 7; "
      "the INVITE was sent 7 times in 31.5 s). Nothing that comes to 10.0.0.65 is in the capture: "
      "either it gets no answers, or only one direction was captured." },
    { "INVITE-NO-FINAL",
      "0 A>B INVITE\n"
      "20 B>A 100\n"
      "100 B>A 180\n" UNTIL("200000"),
      "warning 1,3 The INVITE of caller never got a final answer; the last that callee said was "
      "180, and then nothing for 3 m 20 s." },
    /* the capture ends first */
    { "INVITE-NO-FINAL",
      "0 A>B INVITE\n"
      "20 B>A 100\n"
      "100 B>A 180\n" UNTIL("100000"),
      "info 1,3 The call of caller to callee was still ringing at the end of the capture, so it is "
      "not known how it ended." },
    /* the same */
    { "INVITE-NO-FINAL",
      "0 A>B INVITE\n"
      "20 B>A 100\n",
      "info 1,2 The call of caller to callee was still being set up at the end of the capture, so "
      "it is not known how it ended." },
    { "INVITE-NO-FINAL",
      "0 A>B INVITE\n"
      "100 B>A 180\n"
      "5000 A>B CANCEL\n"
      "5010 B>A 200/CANCEL\n" UNTIL("40000"),
      "warning 1,2,4 The INVITE of caller never got its final answer: callee took the CANCEL "
      "(200), but no 487 followed." },
    /* the 487 may still come */
    { "INVITE-NO-FINAL",
      "0 A>B INVITE\n"
      "100 B>A 180\n"
      "5000 A>B CANCEL\n"
      "5010 B>A 200/CANCEL\n" UNTIL("20000"),
      NULL },
    { "INVITE-NO-FINAL",
      "0 A>B INVITE\n"
      "100 B>A 180\n"
      "5000 A>B CANCEL\n"
      "5010 B>A 200/CANCEL\n"
      "5020 B>A 487\n"
      "5030 A>B ACK br=invite\n" UNTIL("240000"),
      NULL },
    { "INVITE-NO-FINAL",
      "0 A>B INVITE\n"
      "20 B>A 180\n"
      "1000 B>A 200\n"
      "1010 A>B ACK\n" UNTIL("300000"),
      NULL },
    /* somebody knows how it ended */
    { "INVITE-NO-FINAL",
      "0 A>P INVITE\n"
      "5 P>A 100\n"
      "10 P>B INVITE\n"
      "20 B>P 180\n"
      "2000 B>P 486\n" UNTIL("300000"),
      NULL },
    /* the server came back later */
    { "REQ-NO-RESPONSE",
      "0 A>B REGISTER t=-\n"
      "500 A>B REGISTER t=-\n"
      "1500 A>B REGISTER t=-\n"
      "3500 A>B REGISTER t=-\n"
      "7500 A>B REGISTER t=-\n"
      "31600 Z>A OPTIONS id=other\n"
      "60000 A>B REGISTER t=- seq=2\n"
      "60010 B>A 200/REGISTER seq=2\n",
      "error 1,2,3,4,5 No answer of any kind came from 10.0.0.66:5060 to the REGISTER of caller "
      "(sent 5 times in 7.50 s by 10.0.0.65): it is down, the address is wrong, or a filter drops "
      "the messages." },
};

static const struct find_case routes[] = {
    { "LOOP",
      "0 A>P INVITE | Max-Forwards: 70\n"
      "1 P>A 100\n"
      "10 P>Q INVITE via=2 br=z9hG4bKpq1 | Max-Forwards: 69\n"
      "15 Q>P INVITE via=3 br=z9hG4bKqp1 | Max-Forwards: 68\n"
      "20 P>Q INVITE via=4 br=z9hG4bKpq2 | Max-Forwards: 67\n"
      "25 Q>P INVITE via=5 br=z9hG4bKqp2 | Max-Forwards: 66\n"
      "30 P>Q INVITE via=6 br=z9hG4bKpq3 | Max-Forwards: 65\n"
      "35 Q>P INVITE via=7 br=z9hG4bKqp3 | Max-Forwards: 64\n"
      "40 P>Q INVITE via=8 br=z9hG4bKpq4 | Max-Forwards: 63\n"
      "45 Q>P INVITE via=9 br=z9hG4bKqp4 | Max-Forwards: 62\n"
      "50 P>Q INVITE via=10 br=z9hG4bKpq5 | Max-Forwards: 61\n"
      "55 Q>P INVITE via=11 br=z9hG4bKqp5 | Max-Forwards: 60\n"
      "60 P>Q INVITE via=12 br=z9hG4bKpq6 | Max-Forwards: 59\n"
      "65 Q>P INVITE via=13 br=z9hG4bKqp6 | Max-Forwards: 58\n"
      "70 P>Q INVITE via=14 br=z9hG4bKpq7 | Max-Forwards: 57\n"
      "75 Q>P INVITE via=15 br=z9hG4bKqp7 | Max-Forwards: 56\n"
      "100 P>Q 483 via=15 br=z9hG4bKqp7\n"
      "200 P>A 483\n",
      "error 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17 The INVITE of caller goes round in a loop "
      "between 10.0.0.81 and 10.0.0.80, where it came 8 times, until 10.0.0.80 answered 483." },
    /* nobody noticed yet */
    { "LOOP",
      "0 A>P INVITE | Max-Forwards: 70\n"
      "1 P>A 100\n"
      "10 P>Q INVITE via=2 br=z9hG4bKpq1 | Max-Forwards: 69\n"
      "15 Q>P INVITE via=3 br=z9hG4bKqp1 | Max-Forwards: 68\n"
      "20 P>Q INVITE via=4 br=z9hG4bKpq2 | Max-Forwards: 67\n"
      "25 Q>P INVITE via=5 br=z9hG4bKqp2 | Max-Forwards: 66\n"
      "30 P>Q INVITE via=6 br=z9hG4bKpq3 | Max-Forwards: 65\n"
      "35 Q>P INVITE via=7 br=z9hG4bKqp3 | Max-Forwards: 64\n"
      "40 P>Q INVITE via=8 br=z9hG4bKpq4 | Max-Forwards: 63\n"
      "45 Q>P INVITE via=9 br=z9hG4bKqp4 | Max-Forwards: 62\n"
      "50 P>Q INVITE via=10 br=z9hG4bKpq5 | Max-Forwards: 61\n"
      "55 Q>P INVITE via=11 br=z9hG4bKqp5 | Max-Forwards: 60\n"
      "60 P>Q INVITE via=12 br=z9hG4bKpq6 | Max-Forwards: 59\n"
      "65 Q>P INVITE via=13 br=z9hG4bKqp6 | Max-Forwards: 58\n"
      "70 P>Q INVITE via=14 br=z9hG4bKpq7 | Max-Forwards: 57\n"
      "75 Q>P INVITE via=15 br=z9hG4bKqp7 | Max-Forwards: 56\n",
      "error 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16 The INVITE of caller goes round in a loop "
      "between 10.0.0.81 and 10.0.0.80, where it came 8 times." },
    { "LOOP",
      "0 A>P INVITE | Max-Forwards: 70\n"
      "10 P>B INVITE\n"
      "20 B>P 482\n"
      "30 P>A 482\n",
      "error 1,2,4 The INVITE of caller came back to a host where it had been: 10.0.0.80 answered "
      "482. Where it goes round is not in the capture." },
    /* a merge */
    { "LOOP",
      "0 A>P INVITE | Max-Forwards: 70\n"
      "10 P>B INVITE\n"
      "12 P>B INVITE br=z9hG4bKx\n"
      "20 B>P 482 br=z9hG4bKx\n"
      "30 B>P 200\n"
      "40 P>A 200\n"
      "50 A>P ACK\n",
      NULL },
    /* a merge, seen behind the fork */
    { "LOOP",
      "0 P>B INVITE via=2\n"
      "2 P>B INVITE br=z9hG4bKx via=2\n"
      "20 B>P 482 br=z9hG4bKx via=2\n"
      "30 B>P 180 via=2\n",
      NULL },
    /* a probe */
    { "LOOP",
      "0 A>B OPTIONS | Max-Forwards: 0\n"
      "10 B>A 483/OPTIONS\n",
      NULL },
    { "LOOP",
      "0 A>B INVITE | Max-Forwards: 1\n"
      "10 B>A 483\n",
      "error 1,2 The INVITE of caller ran out of hops: 10.0.0.66 answered 483. It was sent with "
      "Max-Forwards 1." },
    /* a spiral passes three times */
    { "LOOP",
      "0 A>P INVITE\n"
      "10 P>Q INVITE via=10 br=z9hG4bKpq1 | Max-Forwards: 59\n"
      "20 P>Q INVITE via=11 br=z9hG4bKpq2 | Max-Forwards: 58\n"
      "30 P>Q INVITE via=12 br=z9hG4bKpq3 | Max-Forwards: 57\n",
      NULL },
    { "FORK-MULTI-200",
      "0 A>P INVITE\n"
      "10 P>B INVITE\n"
      "12 P>C INVITE\n"
      "1000 B>P 200 t=b\n"
      "1010 P>A 200 t=b\n"
      "1020 A>P ACK t=b\n"
      "1030 P>B ACK t=b\n"
      "1100 C>P 200 t=c\n"
      "1110 P>A 200 t=c\n"
      "1120 A>P ACK t=c\n"
      "1130 P>C ACK t=c\n"
      "1500 A>P BYE t=c seq=2\n"
      "1510 P>C BYE t=c seq=2\n"
      "1520 C>P 200/BYE t=c seq=2\n"
      "1530 P>A 200/BYE t=c seq=2\n",
      "warning 4,8,12 Two phones answered the call of caller (10.0.0.66 and 10.0.0.67); 10.0.0.67 "
      "was hung up 400 ms after it had answered." },
    { "FORK-MULTI-200",
      "0 A>P INVITE\n"
      "10 P>B INVITE\n"
      "12 P>C INVITE\n"
      "1000 B>P 200 t=b\n"
      "1010 P>A 200 t=b\n"
      "1020 A>P ACK t=b\n"
      "1030 P>B ACK t=b\n"
      "1100 C>P 200 t=c\n"
      "1110 P>A 200 t=c\n"
      "1120 A>P ACK t=c\n"
      "1130 P>C ACK t=c\n",
      "warning 4,8 Two phones answered the call of caller (10.0.0.66 and 10.0.0.67); none was hung "
      "up, so all of them are in the call." },
    /* one phone answered */
    { "FORK-MULTI-200",
      "0 A>P INVITE\n"
      "10 P>B INVITE\n"
      "12 P>C INVITE\n"
      "100 B>P 180 t=b\n"
      "110 C>P 180 t=c\n"
      "1000 B>P 200 t=b\n"
      "1010 P>A 200 t=b\n"
      "1020 A>P ACK t=b\n"
      "1030 P>B ACK t=b\n"
      "1040 P>C CANCEL\n"
      "1050 C>P 200/CANCEL\n"
      "1060 C>P 487 t=c\n"
      "1070 P>C ACK t=c br=invite\n",
      NULL },
    { "NO-PRACK",
      "0 A>B INVITE | Supported: 100rel\n"
      "100 B>A 183 rseq=1\n"
      "600 B>A 183 rseq=1\n"
      "1600 B>A 183 rseq=1\n"
      "3600 B>A 183 rseq=1\n"
      "7600 B>A 504\n"
      "7610 A>B ACK br=invite\n" UNTIL("40000"),
      "warning 1,2,3,4,5 caller did not acknowledge the provisional answer of callee with a PRACK "
      "(183 sent 4 times in 3.50 s)." },
    /* late */
    { "NO-PRACK",
      "0 A>B INVITE | Supported: 100rel\n"
      "100 B>A 183 rseq=1\n"
      "600 B>A 183 rseq=1\n"
      "1600 B>A 183 rseq=1\n"
      "1700 A>B PRACK seq=2 | RAck: 1 1 INVITE\n"
      "1710 B>A 200/PRACK seq=2\n"
      "4000 B>A 200\n"
      "4010 A>B ACK\n",
      "warning 1,2,3,4,5 caller acknowledged the provisional answer of callee (183) only after "
      "1.60 s; it was sent 3 times in 1.50 s." },
    /* lost behind us */
    { "NO-PRACK",
      "0 A>B INVITE | Supported: 100rel\n"
      "100 B>A 183 rseq=1\n"
      "110 A>B PRACK seq=2 | RAck: 1 1 INVITE\n"
      "600 B>A 183 rseq=1\n"
      "610 B>A 200/PRACK seq=2\n"
      "4000 B>A 200\n"
      "4010 A>B ACK\n" UNTIL("60000"),
      NULL },
    /* of another answer */
    { "NO-PRACK",
      "0 A>B INVITE | Supported: 100rel\n"
      "100 B>A 183 rseq=1\n"
      "110 A>B PRACK seq=2 | RAck: 2 1 INVITE\n"
      "600 B>A 183 rseq=1\n"
      "4000 B>A 200\n"
      "4010 A>B ACK\n" UNTIL("60000"),
      "warning 1,2,4 caller did not acknowledge the provisional answer of callee with a PRACK (183 "
      "sent 2 times in 500 ms)." },
    /* the INVITE did not offer it */
    { "NO-PRACK",
      "0 A>B INVITE\n"
      "100 B>A 183 rseq=1\n"
      "600 B>A 183 rseq=1\n"
      "4000 B>A 200\n"
      "4010 A>B ACK\n" UNTIL("60000"),
      "warning 1,2,3 caller did not acknowledge the provisional answer of callee with a PRACK (183 "
      "sent 2 times in 500 ms). The fault is that of callee: the INVITE does not say that its "
      "sender supports 100rel." },
    /* the final answer came soon */
    { "NO-PRACK",
      "0 A>B INVITE | Supported: 100rel\n"
      "100 B>A 183 rseq=1\n"
      "400 B>A 200\n"
      "410 A>B ACK\n" UNTIL("60000"),
      NULL },
    /* the capture ends early */
    { "NO-PRACK",
      "0 A>B INVITE | Supported: 100rel\n"
      "100 B>A 183 rseq=1\n" UNTIL("20000"),
      NULL },
    { "NO-PRACK",
      "0 A>B INVITE | Supported: 100rel\n"
      "100 B>A 183 rseq=1\n" UNTIL("60000"),
      "warning 1,2 caller did not acknowledge the provisional answer of callee with a PRACK (183 "
      "sent once)." },
    /* only one direction */
    { "NO-PRACK",
      "100 B>A 183 rseq=1\n"
      "600 B>A 183 rseq=1\n"
      "1600 B>A 183 rseq=1\n"
      "3600 B>A 183 rseq=1\n" UNTIL("60000"),
      NULL },
    { "RESPONSE-ORPHAN",
      "0 Y>Z OPTIONS id=early\n"
      "1 A>B OPTIONS id=speaks\n"
      "40000 B>A 200/MESSAGE\n",
      "info 3 The answer 200 of 10.0.0.66 to MESSAGE has no request in the capture: that was sent "
      "before the capture began, or its packet was not captured." },
    /* its request may have been before the capture */
    { "RESPONSE-ORPHAN",
      "0 Y>Z OPTIONS id=early\n"
      "1 A>B OPTIONS id=speaks\n"
      "20000 B>A 200/MESSAGE\n" UNTIL("60000"),
      NULL },
    /* only one direction */
    { "RESPONSE-ORPHAN",
      "0 Y>Z OPTIONS id=early\n"
      "40000 B>A 200/MESSAGE\n",
      NULL },
    /* the Via was changed */
    { "RESPONSE-ORPHAN",
      "0 Y>Z OPTIONS id=early\n"
      "1 A>B OPTIONS id=speaks\n"
      "40000 A>B MESSAGE t=-\n"
      "40010 B>A 200/MESSAGE br=z9hG4bKchanged\n",
      "info 3,4 The answer 200 of 10.0.0.66 to MESSAGE has another branch in its top Via than the "
      "request: something on the way changed it, and the sender may take it for no answer." },
    { "RESPONSE-ORPHAN",
      "0 Y>Z OPTIONS id=early\n"
      "1 A>B OPTIONS id=speaks\n"
      "40000 A>B MESSAGE t=-\n"
      "40010 B>A 200/MESSAGE\n",
      NULL },
};

static void test_acknowledged(void **state)
{
    (void)state;
    FIND_CHECK(acknowledged);
}

static void test_answered(void **state)
{
    (void)state;
    FIND_CHECK(answered);
}

static void test_routes(void **state)
{
    (void)state;
    FIND_CHECK(routes);
}

/* So many requests with answers; of twenty one is sent again. */
static void check_lossy(const char *method, unsigned requests, const char *want)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    for (unsigned i = 0; i < requests; i++) {
        buf_printf(&b, "%u A>B %s id=m%u t=-\n", i * 1000, method, i);
        if (i % 20 == 3)
            buf_printf(&b, "%u A>B %s id=m%u t=-\n", i * 1000 + 500, method, i);
        buf_printf(&b, "%u B>A 200/%s id=m%u\n", i * 1000 + 600, method, i);
    }
    buf_addc(&b, 0);
    find_check(&(struct find_case){ "RETRANS-HIGH", b.p, want });
    buf_fini(&b);
}

static void test_lossy(void **state)
{
    (void)state;
    check_lossy(
        "MESSAGE", 60,
        "warning 8 Messages between 10.0.0.65 and 10.0.0.66 had to be repeated (3 of 123 in "
        "the whole capture, first in this call): packets are lost on the way, or one side "
        "is slow.");
    check_lossy("MESSAGE", 40, NULL); /* too few to judge */
    check_lossy("OPTIONS", 60, NULL); /* a host that is away is another matter */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_acknowledged),
        cmocka_unit_test(test_answered),
        cmocka_unit_test(test_routes),
        cmocka_unit_test(test_lossy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
