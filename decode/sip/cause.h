/* What a cause of the telephone network means (ITU-T Q.850; 3326 3). */
#ifndef DECODE_SIP_CAUSE_H
#define DECODE_SIP_CAUSE_H

/* "normal call clearing"; "" for a cause without words. */
const char *sip_cause_words(unsigned cause);

#endif
