/* Says descriptions, offers and answers in few words. */
#include "decode/media/words.h"

#define ARROW " \xe2\x86\x92 "
#define ELLIPSIS "\xe2\x80\xa6"

enum {
    CODECS_SHOWN = 6,
    STREAMS_SHOWN = 4,
};

static void add(struct buf *b, struct slice s)
{
    buf_add(b, s.p, s.n);
}

static bool is_said(const struct media_codec *const *said, unsigned n, const struct media_codec *c)
{
    for (unsigned i = 0; i < n; i++)
        if (slice_ieq(media_codec_name(said[i]), media_codec_name(c)))
            return true;
    return false;
}

/* Main ones alone where there are any; each name once. */
static void add_codecs(struct buf *b, const struct media_codec *c, unsigned n)
{
    const struct media_codec *said[CODECS_SHOWN];
    unsigned mains = 0, k = 0;
    for (unsigned i = 0; i < n; i++)
        mains += c[i].kind == MEDIA_CODEC_MAIN;
    for (unsigned i = 0; i < n; i++) {
        if ((mains && c[i].kind != MEDIA_CODEC_MAIN) || is_said(said, k, &c[i]))
            continue;
        buf_adds(b, k ? ", " : "");
        if (k == CODECS_SHOWN) {
            buf_adds(b, ELLIPSIS);
            return;
        }
        add(b, media_codec_name(&c[i]));
        said[k++] = &c[i];
    }
}

void words_stream_codecs(struct buf *b, const struct media *m, const struct media_stream *s)
{
    add_codecs(b, &m->codec[s->codec], s->codecs);
}

void words_agreed(struct buf *b, const struct media_agreed *a, unsigned side)
{
    add_codecs(b, a->codec[side], a->n[side]);
}

void words_place(struct buf *b, const struct media_stream *s)
{
    struct slice address = media_stream_address(s);
    bool v6 = slice_index(address, ':') < address.n && address.p[0] != '[';
    buf_adds(b, v6 ? "[" : "");
    add(b, address);
    buf_printf(b, "%s%s%u", v6 ? "]" : "", address.n ? ":" : "port ", s->port);
}

/* "audio", "video", "fax", "application". */
static void add_type(struct buf *b, const struct media_stream *s)
{
    if (s->kind == MEDIA_FAX)
        buf_adds(b, "fax");
    else
        add(b, media_stream_name(s));
}

/* "PCMU, PCMA", "video H264", "T.38 fax", "no video": a stream without its notes. */
static void add_stream(struct buf *b, const struct media *m, const struct media_stream *s,
                       bool able)
{
    if (!media_stream_is_on(s) && !able) {
        buf_adds(b, "no ");
        add_type(b, s);
        return;
    }
    if (s->kind == MEDIA_FAX) {
        buf_adds(b, "T.38 fax");
        return;
    }
    if (s->kind != MEDIA_AUDIO) {
        add(b, media_stream_name(s));
        buf_adds(b, s->codecs ? " " : "");
    }
    words_stream_codecs(b, m, s);
}

static void add_note(struct buf *b, unsigned *notes, const char *text)
{
    buf_adds(b, (*notes)++ ? ", " : " (");
    buf_adds(b, text);
}

static void add_notes(struct buf *b, const struct media_stream *s)
{
    unsigned notes = 0;
    if (s->direction != SDP_SENDRECV)
        add_note(b, &notes, sdp_direction_word((enum sdp_direction)s->direction));
    if (s->flags & MEDIA_NOWHERE)
        add_note(b, &notes, "to nowhere");
    if (s->flags & MEDIA_SECURE)
        add_note(b, &notes, "SRTP");
    buf_adds(b, notes ? ")" : "");
}

void words_media(struct buf *b, const struct media *m, bool able)
{
    buf_adds(b, m->streams ? "" : "no media");
    for (unsigned i = 0; i < media_kept(m); i++) {
        const struct media_stream *s = &m->stream[i];
        buf_adds(b, i ? " + " : "");
        if (i == STREAMS_SHOWN) {
            buf_adds(b, ELLIPSIS);
            return;
        }
        add_stream(b, m, s, able);
        if (media_stream_is_on(s))
            add_notes(b, s);
    }
}

/* What the main stream offered and what is left of it; the others by themselves. */
static void add_agreement(struct buf *b, const struct offer_event *e)
{
    const struct media_stream *main = media_main(e->media, e->peer);
    for (unsigned i = 0; i < media_kept(e->media); i++) {
        const struct media_stream *s = &e->media->stream[i];
        buf_adds(b, i ? " + " : "");
        if (i == STREAMS_SHOWN) {
            buf_adds(b, ELLIPSIS);
            return;
        }
        if (s == main && s->kind != MEDIA_FAX) {
            const struct media_stream *o = media_main(e->peer, e->media);
            size_t from = b->n;
            words_stream_codecs(b, e->peer, o);
            size_t offered = b->n - from;
            buf_adds(b, ARROW);
            size_t at = b->n;
            words_agreed(b, &e->agreed, 1);
            if (b->n == at) /* nothing that was offered: what it says instead */
                words_stream_codecs(b, e->media, s);
            bool same =
                !b->failed && b->n - at == offered && !memcmp(b->p + from, b->p + at, offered);
            if (same) { /* all of it: said once */
                b->n = from + offered;
                b->p[b->n] = 0;
            }
        } else {
            add_stream(b, e->media, s, false);
        }
        if (media_stream_is_on(s))
            add_notes(b, s);
    }
}

/* "sendonly (hold)"; without a word for it by the direction: "to nowhere (hold)". */
static void add_hold(struct buf *b, const struct media_stream *s, const char *what)
{
    bool nowhere = s->flags & MEDIA_NOWHERE && s->direction == SDP_SENDRECV;
    buf_adds(b, nowhere ? "to nowhere" : sdp_direction_word((enum sdp_direction)s->direction));
    buf_printf(b, " (%s)", what);
}

/* Does this side hold, by the event's message? */
static bool peer_holds(const struct offer_event *e)
{
    return e->state.side[!e->side].holds;
}

static void add_change(struct buf *b, const struct offer_event *e)
{
    const struct media_stream *s = media_main(e->media, NULL);
    bool answer = e->role != OFFER_OFFER;
    enum offer_change change = s ? offer_change_main(e->change) : OFFER_FIRST;
    bool quiet = change == OFFER_DIRECTION || change == OFFER_REFRESH;
    if (change == OFFER_HOLD)
        add_hold(b, s, "hold");
    else if (change == OFFER_RESUME)
        add_hold(b, s, "resume");
    else if (answer && quiet && peer_holds(e))
        add_hold(b, s, "on hold");
    else if (change == OFFER_MOVE) {
        buf_adds(b, "moved to ");
        words_place(b, s);
        if (e->change & OFFER_CODECS) {
            buf_adds(b, ", ");
            words_stream_codecs(b, e->media, s);
        }
    } else if (!answer && change == OFFER_REFRESH)
        buf_adds(b, "unchanged");
    else if (answer && e->peer && media_main(e->media, e->peer))
        add_agreement(b, e);
    else
        words_media(b, e->media, false);
}

void words_event(struct buf *b, const struct offer_event *e)
{
    if (!e->media)
        return;
    if (e->role == OFFER_NONE)
        words_media(b, e->media, true);
    else
        add_change(b, e);
    if (e->rewritten)
        buf_printf(b, " (%s rewritten)",
                   e->rewritten & (OFFER_CODECS | OFFER_ADDED | OFFER_REMOVED) ? "codecs"
                   : e->rewritten & OFFER_MOVE                                 ? "address"
                   : e->rewritten & OFFER_DIRECTION                            ? "direction"
                                                                               : "SDP");
}
