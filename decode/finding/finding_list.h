/* The rules that find what went wrong, and what is worth knowing: X(name, "ID", SEVERITY, "RFC and
 * section", SCOPE, marks, "what it says").
 *   name   of the file and its function: decode/finding/NAME.c defines finding_NAME
 *   SCOPE  LEG (looks at one call, registration or other leg), CAPTURE (looks at all)
 *   marks  of which the legs must have one (decode/mark_list.h); ALWAYS for what the row of a leg
 *          tells without reading anything
 * The order is that of the output for one call: what explains most stands first. */
#ifndef DECODE_FINDING_FINDING_LIST_H
#define DECODE_FINDING_FINDING_LIST_H

#include "decode/mark.h"

#define FINDING_LIST(X)                                                                            \
    X(ack_missing, "ACK-MISSING", ERROR, "3261 13.3.1.4", LEG, MARK(ANSWER_REPEATED),              \
      "the answer was never acknowledged")                                                         \
    X(ack_late, "ACK-LATE", WARNING, "3261 13.2.2.4", LEG, MARK(ANSWER_REPEATED),                  \
      "the answer was acknowledged late")                                                          \
    X(req_no_response, "REQ-NO-RESPONSE", ERROR, "3261 17.1.1.2", LEG,                             \
      MARK(REQUEST_REPEATED) | MARK(UNREACHABLE), "a request got no answer of any kind")           \
    X(emergency_blocked, "EMERGENCY-BLOCKED", ERROR, "5031, 6881", LEG, MARK(EMERGENCY),           \
      "a call for help was refused")                                                               \
    X(replaces_not_found, "REPLACES-NOT-FOUND", ERROR, "3891 3", LEG, MARK(REPLACES),              \
      "the call to be taken over is not known there")                                              \
    X(loop, "LOOP", ERROR, "3261 16.3, 5393", LEG, MARK(LOOPED), "a request goes round in a loop") \
    X(xfer_failed, "XFER-FAILED", ERROR, "3515 2.4.5, 5589 6.3", LEG, ALWAYS, "a transfer failed") \
    X(xfer_no_result, "XFER-NO-RESULT", WARNING, "3515 2.4.4", LEG, ALWAYS,                        \
      "nobody reported how a transfer ended")                                                      \
    X(auth_loop, "AUTH-LOOP", ERROR, "3261 22, 7616", LEG, MARK(CHALLENGED_OFTEN),                 \
      "credentials are refused again and again")                                                   \
    X(forbidden, "FORBIDDEN", ERROR, "3261 21.4.4", LEG, ALWAYS,                                   \
      "a server refuses the request for good")                                                     \
    X(stale_dialog_481, "STALE-DIALOG-481", ERROR, "3261 12.2.2", LEG, MARK(GONE),                 \
      "the other side does not know the call any more")                                            \
    X(nat_private_contact, "NAT-PRIVATE-CONTACT", ERROR, "3261 8.1.1.8, 5626", LEG, MARK(NAT),     \
      "requests inside the call go to a private address")                                          \
    X(srtp_mixed, "SRTP-MIXED", WARNING, "4568, 5763", LEG, MARK(SRTP),                            \
      "one side asks for encrypted media, the other does not")                                     \
    X(t38_fail, "T38-FAIL", WARNING, "6913", LEG, MARK(FAX), "the switch to fax was refused")      \
    X(codec_mismatch, "CODEC-MISMATCH", ERROR, "3264 6, 3261 21.4.26", LEG,                        \
      MARK(MEDIA_REFUSED) | MARK(AUDIO_REFUSED) | MARK(ANSWER_NO_DTMF), "no codec in common")      \
    X(nat_private_sdp, "NAT-PRIVATE-SDP", WARNING, "3264, 4566 5.7", LEG, MARK(NAT),               \
      "the media address in the SDP cannot be reached")                                            \
    X(nat_private_via, "NAT-PRIVATE-VIA", WARNING, "3581 4, 3261 18.2.1", LEG, MARK(NAT),          \
      "a phone behind NAT without rport: answers may get lost")                                    \
    X(dtmf_mismatch, "DTMF-MISMATCH", WARNING, "4733, 6086", LEG, MARK(ANSWER_NO_DTMF),            \
      "keys may not be heard")                                                                     \
    X(malformed, "MALFORMED", WARNING, "3261 8.1.1, 4475", LEG, MARK(FAULTY), "a broken message")  \
    X(clen_mismatch, "CLEN-MISMATCH", WARNING, "3261 18.3", LEG, MARK(LENGTH),                     \
      "Content-Length does not fit the body")                                                      \
    X(options_unanswered, "OPTIONS-UNANSWERED", WARNING, "3261 11", CAPTURE, ALWAYS,               \
      "a peer does not answer keep-alives")                                                        \
    X(scanner, "SCANNER", WARNING, "-", CAPTURE, ALWAYS,                                           \
      "a host tries many targets, and none is accepted")                                           \
    X(reg_flood, "REG-FLOOD", WARNING, "3261 10.2", CAPTURE, ALWAYS, "registered far too often")   \
    X(reg_lapsed, "REG-LAPSED", WARNING, "3261 10.2.4", CAPTURE, ALWAYS,                           \
      "a registration ran out and was not renewed in time")                                        \
    X(reg_expiry_short, "REG-EXPIRY-SHORT", INFO, "3261 10.3", CAPTURE, ALWAYS,                    \
      "the registrar grants far less time than was asked for")                                     \
    X(udp_fragment, "UDP-FRAGMENT", WARNING, "3261 18.1.1", CAPTURE, ALWAYS,                       \
      "messages that do not fit a packet")                                                         \
    X(tcp_cut, "TCP-CUT", WARNING, "3261 18.3, 20.14", CAPTURE, ALWAYS,                            \
      "messages over TCP were cut")                                                                \
    X(auth_no_retry, "AUTH-NO-RETRY", WARNING, "3261 22.2", LEG, MARK(CHALLENGED),                 \
      "asked for a password, it did not try again")                                                \
    X(invite_no_final, "INVITE-NO-FINAL", WARNING, "3261 16.6, 9.2", LEG, ALWAYS,                  \
      "an INVITE never got a final answer")                                                        \
    X(session_timer_expired, "SESSION-TIMER-EXPIRED", WARNING, "4028 8, 10", LEG, ALWAYS,          \
      "the call was cut since nobody refreshed the session timer")                                 \
    X(fork_multi_200, "FORK-MULTI-200", WARNING, "3261 13.2.2.4", LEG, MARK(FORKED),               \
      "two phones answered the same call")                                                         \
    X(no_prack, "NO-PRACK", WARNING, "3262 3", LEG, MARK(RELIABLE),                                \
      "a provisional answer was not acknowledged")                                                 \
    X(retrans_high, "RETRANS-HIGH", WARNING, "3261 17", LEG, ALWAYS,                               \
      "messages had to be repeated often")                                                         \
    X(glare_491, "GLARE-491", INFO, "3261 14.1, 5407", LEG, MARK(GLARE),                           \
      "both sides changed the call at the same time")                                              \
    X(session_timer_422, "SESSION-TIMER-422", INFO, "4028 6", LEG, MARK(TIMER_SMALL),              \
      "the session timer asked for is too short")                                                  \
    X(auth_stale, "AUTH-STALE", INFO, "7616 3.3", LEG, MARK(CHALLENGED_OFTEN),                     \
      "the nonce runs out at once")                                                                \
    X(identity_invalid, "IDENTITY-INVALID", WARNING, "8224 6, 8588", LEG, MARK(IDENTITY),          \
      "the signature of the caller's number is not accepted, or cannot be right")                  \
    X(early_no_sdp, "EARLY-NO-SDP", INFO, "3960", LEG, MARK(PROGRESS_NO_SDP),                      \
      "early media without description")                                                           \
    X(schemeless_uri, "SCHEMELESS-URI", INFO, "3261 25", LEG, MARK(NO_SCHEME),                     \
      "a Request-URI without sip:")                                                                \
    X(sips_downgrade, "SIPS-DOWNGRADE", INFO, "5630", LEG, MARK(SIPS),                             \
      "a sips: request in clear text")                                                             \
    X(busy, "BUSY", INFO, "3261 21.4.24", LEG, ALWAYS, "the called user is busy")                  \
    X(unavailable, "UNAVAILABLE", INFO, "3261 21.4.18", LEG, ALWAYS,                               \
      "the called user cannot be reached")                                                         \
    X(declined, "DECLINED", INFO, "3261 21.6.2, 8197, 8688", LEG, ALWAYS,                          \
      "the callee refused the call")                                                               \
    X(response_orphan, "RESPONSE-ORPHAN", INFO, "3261 17.1.3", LEG, MARK(ORPHAN),                  \
      "an answer fits no request")

/* Where the first is found in a call, the second is only its consequence: X(root, consequence). */
#define FINDING_HIDES_LIST(X)                                                                      \
    X(srtp_mixed, codec_mismatch)                                                                  \
    X(t38_fail, codec_mismatch)                                                                    \
    X(ack_missing, ack_late)                                                                       \
    X(ack_missing, retrans_high)                                                                   \
    X(ack_missing, stale_dialog_481)                                                               \
    X(ack_late, retrans_high)                                                                      \
    X(nat_private_contact, req_no_response)                                                        \
    X(req_no_response, retrans_high)                                                               \
    X(no_prack, retrans_high)                                                                      \
    X(auth_loop, auth_no_retry)                                                                    \
    X(replaces_not_found, busy)                                                                    \
    X(replaces_not_found, declined)                                                                \
    X(emergency_blocked, forbidden)                                                                \
    X(emergency_blocked, busy)                                                                     \
    X(emergency_blocked, unavailable)                                                              \
    X(emergency_blocked, declined)

#endif
