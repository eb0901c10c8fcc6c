/* What is worth a glance in a message besides its start line. */
#include "ui/flow/detail.h"

void detail_format(struct buf *b, const struct sip_index *x)
{
    if (!x->request && x->method != SIP_METHOD_INVITE)
        buf_add(b, x->cseq_method.p, x->cseq_method.n);
}
