/* The fields of the filter language, one row each. Expanded for the enum, the table, the completion
 * and the check of docs/filter.md; it has no include guard on purpose.
 *
 * QUERY_FIELD(id, names, type, level, source, values, help)
 *   names   the name shown first, then aliases, with spaces between. Upper and lower case are one, and
 *           so are - and _. A name with [] takes a header's name in brackets.
 *   type    TEXT (compares without case), ID (compares exactly), NUMBER, DURATION and TIME (ns),
 *           ADDR, BOOL, DIGITS (a telephone number, compared by its last digits)
 *   level   MESSAGE (differs from message to message) or CALL (one for the whole call)
 *   source  ROW (the store's rows know it) or BYTES (the message must be read again)
 *   values  usual values for the completion, with | between
 *   help    one sentence */
QUERY_FIELD(METHOD, "sip.method method", TEXT, MESSAGE, ROW,
            "INVITE|ACK|BYE|CANCEL|REGISTER|OPTIONS|PRACK|UPDATE|INFO|REFER|NOTIFY|SUBSCRIBE|"
            "MESSAGE|PUBLISH",
            "Method of a request; a response has none, but has sip.cseq.method.")
QUERY_FIELD(STATUS, "sip.status status sip.status-code", NUMBER, MESSAGE, ROW,
            "1xx|2xx|3xx|4xx|5xx|6xx|180|183|200|202|302|401|403|404|407|408|480|486|487|488|500|503",
            "Status code of a response.")
QUERY_FIELD(REQUEST, "sip.request", BOOL, MESSAGE, ROW, "true|false",
            "True for a request, false for a response.")
QUERY_FIELD(CALL_ID, "sip.call_id call_id", ID, CALL, ROW, "",
            "Call-ID of the message; of a call, those of all its legs.")
QUERY_FIELD(CSEQ, "sip.cseq cseq sip.cseq.seq", NUMBER, MESSAGE, ROW, "",
            "Sequence number of the CSeq header.")
QUERY_FIELD(CSEQ_METHOD, "sip.cseq.method cseq.method", TEXT, MESSAGE, ROW,
            "INVITE|ACK|BYE|CANCEL|REGISTER|OPTIONS|PRACK|UPDATE|INFO|REFER|NOTIFY|SUBSCRIBE|"
            "MESSAGE|PUBLISH",
            "Method of the CSeq header, in requests and responses.")
QUERY_FIELD(FROM_USER, "sip.from.user from.user", TEXT, MESSAGE, BYTES, "",
            "User part of the From address.")
QUERY_FIELD(FROM_HOST, "sip.from.host from.host", TEXT, MESSAGE, BYTES, "",
            "Host part of the From address.")
QUERY_FIELD(FROM_TAG, "sip.from.tag from.tag", ID, MESSAGE, BYTES, "", "Tag of the From header.")
QUERY_FIELD(TO_USER, "sip.to.user to.user", TEXT, MESSAGE, BYTES, "",
            "User part of the To address.")
QUERY_FIELD(TO_HOST, "sip.to.host to.host", TEXT, MESSAGE, BYTES, "",
            "Host part of the To address.")
QUERY_FIELD(TO_TAG, "sip.to.tag to.tag", ID, MESSAGE, BYTES, "",
            "Tag of the To header; the first request of a dialog has none.")
QUERY_FIELD(RURI_USER, "sip.ruri.user ruri.user sip.r-uri.user", TEXT, MESSAGE, BYTES, "",
            "User part of the Request-URI.")
QUERY_FIELD(RURI_HOST, "sip.ruri.host ruri.host sip.r-uri.host", TEXT, MESSAGE, BYTES, "",
            "Host part of the Request-URI.")
QUERY_FIELD(CONTACT_USER, "sip.contact.user contact.user", TEXT, MESSAGE, BYTES, "",
            "User part of a Contact address.")
QUERY_FIELD(CONTACT_HOST, "sip.contact.host contact.host", TEXT, MESSAGE, BYTES, "",
            "Host part of a Contact address.")
QUERY_FIELD(VIA_BRANCH, "sip.via.branch via.branch", ID, MESSAGE, BYTES, "",
            "Branch of the topmost Via header.")
QUERY_FIELD(USER_AGENT, "sip.user_agent user_agent", TEXT, MESSAGE, BYTES, "",
            "Text of the User-Agent header, or of the Server header.")
QUERY_FIELD(HEADER, "sip.header[]", TEXT, MESSAGE, BYTES, "",
            "Value of any header by its name, as in sip.header[\"X-Foo\"].")
QUERY_FIELD(NUMBER, "number", DIGITS, MESSAGE, BYTES, "",
            "Last digits of a number in From, To, Request-URI, P-Asserted-Identity or Diversion.")
QUERY_FIELD(PAYLOAD, "payload", TEXT, MESSAGE, BYTES, "", "The whole message as it was sent.")
QUERY_FIELD(BODY, "body sip.msg_body", TEXT, MESSAGE, BYTES, "", "The body of the message.")
QUERY_FIELD(IP, "ip ip.addr", ADDR, MESSAGE, ROW, "",
            "Address of the sender or of the receiver.")
QUERY_FIELD(IP_SRC, "ip.src", ADDR, MESSAGE, ROW, "", "Address of the sender.")
QUERY_FIELD(IP_DST, "ip.dst", ADDR, MESSAGE, ROW, "", "Address of the receiver.")
QUERY_FIELD(PORT, "port", NUMBER, MESSAGE, ROW, "5060|5061", "Port of the sender or of the receiver.")
QUERY_FIELD(PORT_SRC, "port.src", NUMBER, MESSAGE, ROW, "5060|5061", "Port of the sender.")
QUERY_FIELD(PORT_DST, "port.dst", NUMBER, MESSAGE, ROW, "5060|5061", "Port of the receiver.")
QUERY_FIELD(TRANSPORT, "transport", TEXT, MESSAGE, ROW, "udp|tcp|sctp|tls|ws|wss",
            "What carried the message.")
QUERY_FIELD(TIME, "time frame.time", TIME, MESSAGE, ROW, "", "When the message was captured.")
QUERY_FIELD(PACKET, "packet frame.number", NUMBER, MESSAGE, ROW, "",
            "Number of the packet that completes the message.")
QUERY_FIELD(STATE, "state call.state", TEXT, CALL, ROW,
            "trying|proceeding|ringing|\"in call\"|completed|cancelled|busy|rejected|unavailable|"
            "\"not found\"|\"no answer\"|redirected|failed|expired|transferred|replaced|"
            "\"picked up elsewhere\"|incomplete",
            "State of the call.")
QUERY_FIELD(CODE, "code call.code", NUMBER, CALL, ROW,
            "2xx|3xx|4xx|5xx|6xx|200|302|403|404|408|480|486|487|488|500|503|603",
            "Status code of the final answer to the call.")
QUERY_FIELD(MESSAGES, "messages call.messages", NUMBER, CALL, ROW, "",
            "How many messages the call has.")
QUERY_FIELD(DURATION, "duration call.duration", DURATION, CALL, ROW, "",
            "From the first message of the call to the last.")
QUERY_FIELD(PDD, "pdd call.pdd", DURATION, CALL, ROW, "",
            "Post-dial delay: from INVITE to the first 180, 183 or 200.")
QUERY_FIELD(SETUP, "setup call.setup", DURATION, CALL, ROW, "", "From INVITE to the 200.")
QUERY_FIELD(TALK, "talk call.talk", DURATION, CALL, ROW, "", "From the answer to the end of the call.")
QUERY_FIELD(CALL, "call call.number", NUMBER, CALL, ROW, "",
            "Number of the call, as the list shows it.")
