/* The fields of the filter language, one row each, for the enum, the table, the completion and the
 * check of docs/filter.md: X(id, names, type, level, source, values, help).
 *   names   the name that is shown, then aliases, with spaces between; upper and lower case are
 *           one, and so are - and _; a name with [] takes a header's name in brackets
 *   type    TEXT (compares without case), ID (compares exactly), NUMBER, DURATION and TIME (ns),
 *           ADDR, BOOL, DIGITS (a telephone number, compared by its last digits)
 *   level   MESSAGE (differs from message to message) or CALL (one for the whole call)
 *   source  ROW (the store's rows know it) or BYTES (the message must be read again)
 *   values  usual values for the completion, with | between
 *   help    one sentence */
#ifndef DECODE_QUERY_FIELD_LIST_H
#define DECODE_QUERY_FIELD_LIST_H

#include "decode/finding/finding_list.h"
#include "decode/sip/method_list.h"
#include "decode/state_list.h"

#define QUERY_METHOD_VALUE(name, rfc, help) "|" #name
#define QUERY_STATE_VALUE(id, words, help) "|\"" words "\""

#define QUERY_FINDING_VALUE(name, id, severity, rfc, scope, marks, help) "|" id
#define QUERY_FINDING_VALUES FINDING_LIST(QUERY_FINDING_VALUE)

#define QUERY_FIELD_LIST(X)                                                                        \
    X(METHOD, "sip.method method", TEXT, MESSAGE, ROW, SIP_METHOD_LIST(QUERY_METHOD_VALUE),        \
      "Method of a request; a response has none, but has sip.cseq.method.")                        \
    X(STATUS, "sip.status status sip.status-code", NUMBER, MESSAGE, ROW,                           \
      "1xx|2xx|3xx|4xx|5xx|6xx|180|183|200|202|302|401|403|404|407|408|480|486|487|488|500|503",   \
      "Status code of a response.")                                                                \
    X(REQUEST, "sip.request", BOOL, MESSAGE, ROW, "true|false",                                    \
      "True for a request, false for a response.")                                                 \
    X(CALL_ID, "sip.call_id call_id", ID, CALL, BYTES, "",                                         \
      "Call-ID of the message; of a call, those of all its legs.")                                 \
    X(CSEQ, "sip.cseq cseq sip.cseq.seq", NUMBER, MESSAGE, BYTES, "",                              \
      "Sequence number of the CSeq header.")                                                       \
    X(CSEQ_METHOD, "sip.cseq.method cseq.method", TEXT, MESSAGE, BYTES,                            \
      SIP_METHOD_LIST(QUERY_METHOD_VALUE),                                                         \
      "Method of the CSeq header, in requests and responses.")                                     \
    X(FROM_USER, "sip.from.user from.user", TEXT, MESSAGE, BYTES, "",                              \
      "User part of the From address.")                                                            \
    X(FROM_HOST, "sip.from.host from.host", TEXT, MESSAGE, BYTES, "",                              \
      "Host part of the From address.")                                                            \
    X(FROM_TAG, "sip.from.tag from.tag", ID, MESSAGE, BYTES, "", "Tag of the From header.")        \
    X(TO_USER, "sip.to.user to.user", TEXT, MESSAGE, BYTES, "", "User part of the To address.")    \
    X(TO_HOST, "sip.to.host to.host", TEXT, MESSAGE, BYTES, "", "Host part of the To address.")    \
    X(TO_TAG, "sip.to.tag to.tag", ID, MESSAGE, BYTES, "",                                         \
      "Tag of the To header; the first request of a dialog has none.")                             \
    X(RURI_USER, "sip.ruri.user ruri.user sip.r-uri.user", TEXT, MESSAGE, BYTES, "",               \
      "User part of the Request-URI.")                                                             \
    X(RURI_HOST, "sip.ruri.host ruri.host sip.r-uri.host", TEXT, MESSAGE, BYTES, "",               \
      "Host part of the Request-URI.")                                                             \
    X(CONTACT_USER, "sip.contact.user contact.user", TEXT, MESSAGE, BYTES, "",                     \
      "User part of a Contact address.")                                                           \
    X(CONTACT_HOST, "sip.contact.host contact.host", TEXT, MESSAGE, BYTES, "",                     \
      "Host part of a Contact address.")                                                           \
    X(VIA_BRANCH, "sip.via.branch via.branch", ID, MESSAGE, BYTES, "",                             \
      "Branch of the topmost Via header.")                                                         \
    X(USER_AGENT, "sip.user_agent user_agent", TEXT, MESSAGE, BYTES, "",                           \
      "Text of the User-Agent header, or of the Server header.")                                   \
    X(HEADER, "sip.header[]", TEXT, MESSAGE, BYTES, "",                                            \
      "Value of any header by its name, as in sip.header[\"X-Foo\"].")                             \
    X(NUMBER, "number", DIGITS, MESSAGE, BYTES, "",                                                \
      "Last digits of a number in From, To, Request-URI, P-Asserted-Identity or Diversion.")       \
    X(PAYLOAD, "payload", TEXT, MESSAGE, BYTES, "", "The whole message as it was sent.")           \
    X(BODY, "body sip.msg_body", TEXT, MESSAGE, BYTES, "", "The body of the message.")             \
    X(IP, "ip ip.addr", ADDR, MESSAGE, ROW, "", "Address of the sender or of the receiver.")       \
    X(IP_SRC, "ip.src", ADDR, MESSAGE, ROW, "", "Address of the sender.")                          \
    X(IP_DST, "ip.dst", ADDR, MESSAGE, ROW, "", "Address of the receiver.")                        \
    X(PORT, "port", NUMBER, MESSAGE, ROW, "5060|5061", "Port of the sender or of the receiver.")   \
    X(PORT_SRC, "port.src", NUMBER, MESSAGE, ROW, "5060|5061", "Port of the sender.")              \
    X(PORT_DST, "port.dst", NUMBER, MESSAGE, ROW, "5060|5061", "Port of the receiver.")            \
    X(TRANSPORT, "transport", TEXT, MESSAGE, ROW, "udp|tcp|sctp|tls|ws|wss",                       \
      "What carried the message.")                                                                 \
    X(TIME, "time frame.time", TIME, MESSAGE, ROW, "", "When the message was captured.")           \
    X(PACKET, "packet frame.number", NUMBER, MESSAGE, ROW, "",                                     \
      "Number of the packet that completes the message.")                                          \
    X(STATE, "state call.state", TEXT, CALL, ROW, CALL_STATE_LIST(QUERY_STATE_VALUE),              \
      "State of the call.")                                                                        \
    X(CODE, "code call.code", NUMBER, CALL, ROW,                                                   \
      "2xx|3xx|4xx|5xx|6xx|200|302|403|404|408|480|486|487|488|500|503|603",                       \
      "Status code of the final answer to the call.")                                              \
    X(MESSAGES, "messages call.messages", NUMBER, CALL, ROW, "",                                   \
      "How many messages the call has.")                                                           \
    X(DURATION, "duration call.duration", DURATION, CALL, ROW, "",                                 \
      "From the first message of the call to the last.")                                           \
    X(PDD, "pdd call.pdd", DURATION, CALL, ROW, "",                                                \
      "Post-dial delay: from INVITE to the first 180, 183 or 200.")                                \
    X(SETUP, "setup call.setup", DURATION, CALL, ROW, "", "From INVITE to the 200.")               \
    X(TALK, "talk call.talk", DURATION, CALL, ROW, "", "From the answer to the end of the call.")  \
    X(CALL, "call call.number", NUMBER, CALL, ROW, "",                                             \
      "Number of the call, as the list shows it.")                                                 \
    X(SESSION, "session call.session", NUMBER, CALL, ROW, "",                                      \
      "Number of the session that the call belongs to.")                                           \
    X(LEGS, "legs call.legs", NUMBER, CALL, ROW, "",                                               \
      "How many legs (Call-IDs) were joined into the call.")                                       \
    X(TRANSFER_KIND, "transfer.kind transfer", TEXT, CALL, ROW, "blind|attended|semi-attended",    \
      "Kind of the transfer of the call.")                                                         \
    X(TRANSFER_OUTCOME, "transfer.outcome", TEXT, CALL, ROW,                                       \
      "completed|accepted|failed|refused|unknown", "What became of the transfer of the call.")     \
    X(RELATION, "relation call.relation", TEXT, CALL, ROW,                                         \
      "transfer|forward|retry|pickup|park|conference|consultation|session",                        \
      "How the call follows from another one of its session.")                                     \
    X(LINKED_BY, "linked_by call.linked_by", TEXT, CALL, ROW, "",                                  \
      "Why its legs, or it and another call, belong together, as in Session-ID.")                  \
    X(FORWARDED_TO, "forwarded_to call.forwarded_to", TEXT, CALL, BYTES, "",                       \
      "User part of the address that the call was forwarded to.")                                  \
    X(HELD_BY, "held_by call.held_by", TEXT, CALL, BYTES, "caller|callee|both",                    \
      "Who has the other side on hold: caller, callee or both; also by user or name.")             \
    X(CODEC, "codec call.codec", TEXT, CALL, BYTES, "PCMU|PCMA|G722|G729|opus|telephone-event",    \
      "A codec that both sides of the call agreed on.")                                            \
    X(FINDING, "finding call.finding", TEXT, CALL, BYTES, QUERY_FINDING_VALUES,                    \
      "Name of a finding about the call, as rung explain has it.")                                 \
    X(SEVERITY, "finding.severity severity", TEXT, CALL, BYTES, "error|warning|info",              \
      "Severity of a finding about the call.")

#endif
