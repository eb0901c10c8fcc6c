/* What a status code is called and means (3261 21 and the RFCs that added codes). */
#ifndef DECODE_SIP_STATUS_H
#define DECODE_SIP_STATUS_H

/* "Ringing"; "" for a code without a name. */
const char *sip_status_reason(unsigned code);

/* "the called phone rings"; "" for a code without a name. */
const char *sip_status_help(unsigned code);

#endif
