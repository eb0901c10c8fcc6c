/* The bytes of a message in a page: its lines coloured, what is no text in hexadecimal. */
#ifndef UI_EXPORT_HTML_MESSAGE_H
#define UI_EXPORT_HTML_MESSAGE_H

#include "base/buf.h"
#include "decode/sip/index.h"

#define HTML_MESSAGE_BYTES (16u << 10)  /* of one message that are in the page */
#define HTML_MESSAGES_BYTES (32u << 20) /* of all of them */

/* Appends at most `most` bytes of the message, in whole lines but for the last, as the content of a
 * <pre>. Parts of lines are <b class="p-user"> and so on. Returns how many bytes are there. Linear.
 */
size_t html_add_message(struct buf *b, const struct sip_index *x, size_t most);

#endif
