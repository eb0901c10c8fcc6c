/* Offers and answers of a ladder. What is one is told by decode/media. */
#include "ui/flow/agreement.h"

#include "ui/flow/draft.h"

static const struct media_fact *media_of(const struct facts *x, unsigned step)
{
    return &x->media[step - 1];
}

/* On the hop of the answer, where the offer is seen there. */
static unsigned offer_of(const struct facts *x, unsigned answer)
{
    uint32_t transaction = facts_row(x, answer)->transaction;
    for (unsigned i = answer; transaction && i-- > 1;)
        if (media_of(x, i)->role == OFFER_OFFER && facts_row(x, i)->transaction == transaction)
            return i;
    return media_of(x, answer)->offer;
}

/* On the hop of the offer, else the first one in its leg. */
static unsigned answer_of(const struct facts *x, unsigned offer)
{
    const struct flow_row *row = facts_row(x, offer);
    unsigned first = 0;
    for (unsigned i = offer + 1; i <= x->flow->steps; i++) {
        const struct flow_row *other = facts_row(x, i);
        enum offer_role role = (enum offer_role)media_of(x, i)->role;
        bool here = row->transaction && other->transaction == row->transaction;
        if (other->leg != row->leg)
            continue;
        if (role == OFFER_ANSWER && here)
            return i;
        if (role == OFFER_ANSWER && !first)
            first = i;
        if (role == OFFER_OFFER && !media_of(x, i)->again) /* another exchange */
            break;
    }
    return first;
}

struct agreement agreement_at(const struct flow *f, unsigned step)
{
    const struct facts *x = flow_facts(f);
    unsigned offer = 0;
    if (!step || step > x->flow->steps)
        return (struct agreement){ 0, 0 };
    uint32_t leg = facts_row(x, step)->leg;
    for (unsigned i = step + 1; i-- > 1;) {
        if (facts_row(x, i)->leg != leg)
            continue;
        if (media_of(x, i)->role == OFFER_ANSWER)
            return (struct agreement){ offer_of(x, i), i };
        if (media_of(x, i)->role == OFFER_OFFER && i == step)
            return (struct agreement){ i, answer_of(x, i) };
        if (media_of(x, i)->role == OFFER_OFFER && !offer)
            offer = i;
    }
    return (struct agreement){ offer, 0 };
}
