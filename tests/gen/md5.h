/* MD5 (RFC 1321), for the digests in Authorization only. */
#ifndef GEN_MD5_H
#define GEN_MD5_H

#include "base/slice.h"

enum { MD5_TEXT = 33 };

/* The digest of the bytes as 32 lower-case hex digits and a NUL. Bytes: less than 2^28 of them. */
void md5_text(char text[MD5_TEXT], struct slice bytes);

#endif
