/* Offer and answer, as far as a ladder needs them. The rules are those of decode/media. */
#include "ui/flow/media_fact.h"

#include "decode/media/words.h"

#define BETWEEN " / " /* the codecs of the two directions, where they differ */

/* "PCMU"; where the two do not send the same, what goes to side 0 first. */
static uint32_t agreed_text(const struct media_agreed *a, struct strings *s, struct buf *scratch)
{
    uint32_t text[2];
    for (unsigned side = 0; side < 2; side++) {
        buf_clear(scratch);
        words_agreed(scratch, a, side);
        text[side] = strings_add_clean(s, buf_slice(scratch));
    }
    if (!text[0] || !text[1] || text[0] == text[1])
        return text[0] ? text[0] : text[1];
    buf_clear(scratch);
    buf_printf(scratch, "%s" BETWEEN "%s", strings_get(s, text[0]), strings_get(s, text[1]));
    return strings_add(s, buf_slice(scratch));
}

void media_fact_set(struct media_fact *out, const struct offer_event *e, struct strings *s,
                    struct buf *scratch)
{
    const struct offer_state *state = &e->state;
    bool stands = state->mode != MEDIA_NONE && !state->over;
    *out = (struct media_fact){
        .dialog = state->side[0].tag || state->side[1].tag
                      ? hash_mix(state->side[0].tag, state->side[1].tag)
                      : 0,
        .words = stands ? strings_add(s, slice_of(offer_mode_words(state))) : 0,
        .agreed = stands ? agreed_text(&state->agreed, s, scratch) : 0,
        .offer = e->offer,
        .first = e->again ? e->first : 0,
        .change = (uint16_t)e->change,
        .granted = (uint16_t)e->granted,
        .role = (uint8_t)e->role,
        .mode = (uint8_t)state->mode,
        .rewritten = (uint16_t)e->rewritten,
        .again = e->again,
        .refused = e->refused,
        .early = state->early,
        .over = state->over,
    };
    for (unsigned i = 0; i < 2; i++) {
        out->who[i] = state->side[i].who;
        out->holds[i] = state->side[i].holds;
        out->sends[i] = state->side[i].sends;
    }
}

const char *media_fact_holder(const struct media_fact *m, const char *const name[2])
{
    return m->holds[0] && m->holds[1] ? "both" : name[m->holds[1]];
}

void media_fact_add_state(struct buf *b, const struct media_fact *m, const struct strings *s,
                          const char *const name[2])
{
    buf_adds(b, strings_get(s, m->words));
    if (m->mode == MEDIA_ON_HOLD)
        buf_printf(b, " by %s", media_fact_holder(m, name));
    else if (m->mode == MEDIA_ONE_WAY)
        buf_printf(b, " from %s", name[m->sends[1]]);
}
