/* Identities and addresses of the participants, all from the script and the scenario's name. */
#include "tests/gen/scene.h"

#include <stdio.h>

void scene_init(struct scene *sc, const struct script *script, bool tcp, bool v6)
{
    *sc = (struct scene){ .script = script, .tcp = tcp, .v6 = v6, .now = script->start };
    static const struct hash_key seed = { 0x72756e672d67656eULL, 0x73616d706c657321ULL };
    sc->key.k0 = hash_sip(&seed, script->name.p, script->name.n);
    sc->key.k1 = hash_mix(sc->key.k0, seed.k1);
    for (unsigned c = 0; c < SCRIPT_CALLS; c++)
        for (unsigned n = 0; n < SCRIPT_NODES; n++) {
            struct party *p = &sc->party[c][n];
            p->target = p->joined = -1;
        }
}

void scene_fini(struct scene *sc)
{
    keep_fini(&sc->keep);
}

uint64_t scene_hash(const struct scene *sc, const char *word, uint64_t a, uint64_t b)
{
    uint64_t h = hash_mix(hash_mix(hash_sip(&sc->key, word, strlen(word)), a), b);
    return h ? h : 1;
}

static struct addr in_family(const struct scene *sc, struct addr a)
{
    static const uint8_t documentation[12] = { 0x20, 0x01, 0x0d, 0xb8 }; /* RFC 3849 */
    if (sc->v6)
        memcpy(a.ip, documentation, sizeof(documentation));
    return a;
}

struct addr scene_addr(const struct scene *sc, unsigned node)
{
    return in_family(sc, sc->script->node[node].nat);
}

struct addr scene_own_addr(const struct scene *sc, unsigned node)
{
    return in_family(sc, sc->script->node[node].addr);
}

struct addr scene_written(const struct scene *sc, unsigned node, enum place place)
{
    bool public = sc->script->node[node].public & place;
    return public ? scene_addr(sc, node) : scene_own_addr(sc, node);
}

void scene_host(const struct scene *sc, unsigned node, enum place place, char host[SCENE_HOST])
{
    char text[ADDR_TEXT];
    struct addr a = scene_written(sc, node, place);
    addr_format(text, &a);
    snprintf(host, SCENE_HOST, sc->v6 ? "[%s]" : "%s", text);
}

struct slice scene_aor(struct scene *sc, unsigned node)
{
    const struct node *n = &sc->script->node[node];
    return keep_printf(&sc->keep, "sip:%.*s@%.*s", (int)n->number.n, n->number.p,
                       (int)sc->script->domain.n, sc->script->domain.p);
}

struct slice scene_contact(struct scene *sc, unsigned node)
{
    const struct node *n = &sc->script->node[node];
    char host[SCENE_HOST];
    scene_host(sc, node, PLACE_CONTACT, host);
    return keep_printf(&sc->keep, "sip:%.*s@%s:%u%s", (int)n->number.n, n->number.p, host, n->port,
                       sc->tcp ? ";transport=tcp" : "");
}

unsigned scene_media_call(const struct scene *sc, unsigned call, unsigned node)
{
    if (sc->party[call][node].sdp_version)
        return call;
    for (unsigned s = 0; s < sc->script->nodes; s++) {
        int other = sc->party[call][s].joined;
        if (other >= 0 && sc->party[other][node].sdp_version)
            return (unsigned)other;
    }
    return call;
}

uint16_t scene_media_port(const struct scene *sc, unsigned call, unsigned node)
{
    return (uint16_t)(sc->script->node[node].rtp_port + 2 * call);
}

void scene_tag(char text[9], uint64_t tag)
{
    snprintf(text, 9, "%08x", (unsigned)(tag >> 16 & 0xffffffff));
}

struct slice scene_call_id(struct scene *sc, unsigned call)
{
    uint64_t h = scene_hash(sc, "call-id", call, 0);
    return keep_printf(&sc->keep, "%08x-%04x-%08x", (unsigned)(h >> 32),
                       (unsigned)(scene_hash(sc, "call-id", call, 1) & 0xffff),
                       (unsigned)(h & 0xffffffff));
}
