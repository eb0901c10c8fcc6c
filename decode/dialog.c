/* Dialogs from single messages. Usages and their ends are left to those who need them. */
#include "decode/dialog.h"

enum verdict { NAMES_NONE, NAMES_EARLY, NAMES_CONFIRMED, SHOWS_CONFIRMED };

/* Requests that only exist inside a confirmed dialog, or that show it was confirmed before. PRACK
 * and UPDATE may also come in an early one; then its own start decides. */
static bool shows_dialog(unsigned method)
{
    switch (method) {
    case SIP_METHOD_INVITE:
    case SIP_METHOD_BYE:
    case SIP_METHOD_UPDATE:
    case SIP_METHOD_INFO:
    case SIP_METHOD_NOTIFY:
    case SIP_METHOD_REFER:
    case SIP_METHOD_SUBSCRIBE:
        return true;
    default:
        return false;
    }
}

static bool creates_dialog(unsigned method)
{
    return method == SIP_METHOD_INVITE || method == SIP_METHOD_SUBSCRIBE ||
           method == SIP_METHOD_REFER;
}

static enum verdict judge(const struct brief *b)
{
    if (!b->to_tag || !b->from_tag)
        return NAMES_NONE;
    if (b->flags & BRIEF_REQUEST)
        return shows_dialog(b->method) ? SHOWS_CONFIRMED : NAMES_NONE;
    if (!creates_dialog(b->method) || b->code <= 100 || b->code >= 300)
        return NAMES_NONE;
    return b->code < 200 ? NAMES_EARLY : NAMES_CONFIRMED;
}

static bool same_key(const void *ctx, uint32_t row, const void *key)
{
    const struct store *s = ctx;
    return store_dialog(s, row)->key == *(const uint64_t *)key;
}

uint32_t dialog_find(struct store *s, uint64_t key)
{
    return index_find(&s->dialog_index, key, same_key, s, &key);
}

uint32_t dialog_see(struct store *s, uint32_t leg_row, struct leg *leg, const struct brief *b)
{
    enum verdict v = judge(b);
    if (!b->to_tag || !b->from_tag)
        return 0;
    uint64_t key = dialog_key(b);
    uint32_t row = leg->dialog;
    struct dialog *d = store_dialog(s, row);
    if (!d || d->key != key) {
        row = dialog_find(s, key);
        d = store_dialog(s, row);
    }
    if (!d) {
        if (v == NAMES_NONE || !(row = pool_new(&s->dialogs)))
            return 0;
        if (!index_add(&s->dialog_index, key, row)) {
            pool_give(&s->dialogs, row);
            return 0;
        }
        d = store_dialog(s, row);
        d->key = key;
        d->leg = leg_row;
        d->state = v == NAMES_EARLY ? DIALOG_EARLY : DIALOG_CONFIRMED;
        s->counts.dialogs[d->state]++;
    } else if (v == NAMES_CONFIRMED || (v == SHOWS_CONFIRMED && b->method == SIP_METHOD_NOTIFY)) {
        if (d->state == DIALOG_EARLY) {
            s->counts.dialogs[DIALOG_EARLY]--;
            s->counts.dialogs[DIALOG_CONFIRMED]++;
        }
        d->state = DIALOG_CONFIRMED;
    }
    leg->dialog = row;
    return row;
}

void dialogs_forget(struct store *s)
{
    for (uint32_t row = 0; (row = pool_next(&s->dialogs, row));) {
        const struct dialog *d = store_dialog(s, row);
        if (!leg_goes(s, d->leg))
            continue;
        index_remove(&s->dialog_index, d->key, row);
        pool_drop(&s->dialogs, row);
    }
}
