/* What the code of a Warning header means (3261 20.43). */
#ifndef DECODE_SIP_WARNING_H
#define DECODE_SIP_WARNING_H

/* "the formats of the media do not fit"; "" for a code without words. */
const char *sip_warning_words(unsigned code);

#endif
