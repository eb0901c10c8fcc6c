/* Permutations that a key chooses. */
#include "decode/redact/pseudonym.h"

#include <string.h>

#include "base/slice.h"

enum { ROUNDS_PER_BIT = 6, ROUNDS_LEAST = 24 };

/* What a choice is about, so that equal bytes of different kinds have nothing in common. */
enum domain { WORD = 1, HEX, STEP, NUMBER, OCTET, GROUP, SECRET, MAC };

/* The choice that the key makes for a place: `context` is what stands beside it. */
static uint64_t choice(const struct pseudonym *p, enum domain domain, uint64_t context, uint64_t x)
{
    const uint64_t in[3] = { (uint64_t)domain, context, x };
    return hash_sip(&p->key, in, sizeof(in));
}

/* The place of x among n ones, permuted: swap-or-not (Hoang, Morris, Rogaway 2012), which is a
 * permutation for every n. Each round pairs the places anew and swaps a pair or not. */
static uint32_t permute(const struct pseudonym *p, enum domain domain, uint64_t context, uint32_t x,
                        uint32_t n, bool back)
{
    uint32_t rounds = ROUNDS_LEAST;
    for (uint32_t m = n; m > 16; m /= 2)
        rounds += ROUNDS_PER_BIT;
    for (uint32_t i = 0; i < rounds; i++) {
        uint32_t round = back ? rounds - 1 - i : i;
        uint32_t key = (uint32_t)(choice(p, domain, context, UINT64_C(1) << 40 | round) % n);
        uint32_t other = (key + n - x) % n, high = x > other ? x : other;
        if (choice(p, domain, context, (uint64_t)round << 32 | high) & 1)
            x = other;
    }
    return x;
}

/* The same, but that nothing becomes itself: the place that follows in a ring of all. */
static uint32_t ring(const struct pseudonym *p, enum domain domain, uint64_t context, uint32_t x,
                     uint32_t n)
{
    if (n < 2)
        return x;
    x = (permute(p, domain, context, x, n, false) + (p->back ? n - 1 : 1)) % n;
    return permute(p, domain, context, x, n, true);
}

/* ---- words */

/* How many characters there are of the kind of this one, and its place among them; 0: others. Of
 * hexadecimal digits, which are in lower case, there is one kind. */
static unsigned kind(char c, bool hex, unsigned *place)
{
    char lower = ascii_lower(c);
    if (hex) {
        *place = (unsigned)(ascii_is_digit(c) ? c - '0' : c - 'a' + 10);
        return 16;
    }
    if (ascii_is_digit(c)) {
        *place = (unsigned)(c - '0');
        return 10;
    }
    *place = (unsigned)(lower - 'a');
    return lower >= 'a' && lower <= 'z' ? 26 : 0;
}

/* The character so many places further among those of its kind, round and round. */
static char shifted(char c, bool hex, uint64_t by, bool back)
{
    unsigned place, n = kind(c, hex, &place);
    if (!n)
        return c;
    unsigned step = (unsigned)(by % n);
    unsigned to = (place + (back ? n - step : step)) % n;
    if (hex)
        return "0123456789abcdef"[to];
    return n == 10 ? (char)('0' + to) : (char)(c - (int)place + (int)to);
}

/* One character after the other, each shifted by what the originals before it choose, which on the
 * way back are known when their turn has come. From the left, or from the right. */
static void pass(const struct pseudonym *p, enum domain domain, unsigned nth, char *s, size_t n,
                 bool back)
{
    uint64_t context = choice(p, domain, nth, n);
    for (size_t i = 0; i < n; i++) {
        char *at = nth % 2 ? s + n - 1 - i : s + i, was = *at;
        *at = shifted(was, domain == HEX, context >> 8, back);
        context = choice(p, domain, context, (uint8_t)ascii_lower(back ? *at : was));
    }
}

/* As in a Feistel cipher, four passes make each character depend on all others. */
enum { PASSES = 4 };

/* The first of its characters becomes another one, which the rest chooses. */
static void step_on(const struct pseudonym *p, enum domain domain, char *s, size_t n)
{
    bool hex = domain == HEX;
    size_t first = 0;
    unsigned place;
    while (first < n && !kind(s[first], hex, &place))
        first++;
    if (first == n)
        return;
    uint64_t context = choice(p, STEP, n, first);
    for (size_t i = first + 1; i < n; i++)
        context = choice(p, STEP, context, (uint8_t)ascii_lower(s[i]));
    unsigned others = kind(s[first], hex, &place) - 1;
    s[first] = shifted(s[first], hex, 1 + (context >> 8) % others, p->back);
}

/* A step between two scrambled words leads through all of them in rings: never does a word become
 * itself, however short it is. */
static void walk(const struct pseudonym *p, enum domain domain, char *s, size_t n)
{
    for (unsigned i = 0; i < PASSES; i++)
        pass(p, domain, i, s, n, false);
    step_on(p, domain, s, n);
    for (unsigned i = PASSES; i > 0; i--)
        pass(p, domain, i - 1, s, n, true);
}

void pseudonym_word(const struct pseudonym *p, char *s, size_t n)
{
    walk(p, WORD, s, n);
}

void pseudonym_hex(const struct pseudonym *p, char *s, size_t n)
{
    walk(p, HEX, s, n);
}

/* The digit that follows in a ring of all ten, which the key and the context choose
 * (Sattolo 1986). */
static char next_digit(const struct pseudonym *p, uint64_t context, char c)
{
    uint8_t ring[10];
    uint64_t chosen = choice(p, NUMBER, context, 0);
    for (uint8_t i = 0; i < 10; i++)
        ring[i] = i;
    for (unsigned i = 9; i > 0; i--) {
        unsigned k = (unsigned)(chosen % i);
        uint8_t was = ring[i];
        chosen /= i;
        ring[i] = ring[k];
        ring[k] = was;
    }
    uint8_t from = (uint8_t)(c - '0'), before = 0;
    while (ring[before] != from)
        before++;
    return (char)('0' + (p->back ? before : ring[from]));
}

void pseudonym_number(const struct pseudonym *p, char *s, size_t n)
{
    uint64_t context = 0;
    for (size_t i = n; i > 0; i--) {
        char *at = &s[i - 1], was = *at;
        if (!ascii_is_digit(was))
            continue;
        *at = next_digit(p, context, was);
        context = choice(p, NUMBER, context, 1 + (uint8_t)(p->back ? *at : was));
    }
}

void pseudonym_secret(const struct pseudonym *p, char *s, size_t n, const char *alphabet)
{
    uint64_t of = hash_sip(&p->key, s, n);
    size_t letters = strlen(alphabet);
    for (size_t i = 0; i < n; i++)
        s[i] = alphabet[choice(p, SECRET, of, i) % letters];
}

/* ---- addresses */

/* A stretch of values, both ends in it. */
struct range {
    uint32_t low, high;
};

/* The value among all those of the ranges that are written with as many digits as it is; one that
 * is in none stays. */
static uint32_t among(const struct pseudonym *p, enum domain domain, uint64_t context, uint32_t v,
                      uint32_t base, const struct range *range, unsigned ranges)
{
    uint32_t least = 0, most = base - 1, n = 0, at = UINT32_MAX;
    while (v > most) {
        least = most + 1;
        most = most * base + base - 1;
    }
    struct range cut[8];
    for (unsigned i = 0; i < ranges; i++) {
        cut[i].low = range[i].low > least ? range[i].low : least;
        cut[i].high = range[i].high < most ? range[i].high : most;
        if (cut[i].low > cut[i].high)
            continue;
        if (v >= cut[i].low && v <= cut[i].high)
            at = n + v - cut[i].low;
        n += cut[i].high - cut[i].low + 1;
    }
    if (at == UINT32_MAX)
        return v;
    at = ring(p, domain, context, at, n);
    for (unsigned i = 0; i < ranges; i++) {
        if (cut[i].low > cut[i].high)
            continue;
        uint32_t size = cut[i].high - cut[i].low + 1;
        if (at < size)
            return cut[i].low + at;
        at -= size;
    }
    return v;
}

/* First octets that belong to the Internet as a whole. The others have both public and private
 * addresses behind them and stay; what the second may become keeps it on its side. */
static const struct range first_octets[] = { { 1, 9 },     { 11, 99 },   { 101, 126 }, { 128, 168 },
                                             { 170, 171 }, { 173, 191 }, { 193, 223 } };
static const struct range octets[] = { { 0, 255 } };

static const struct second {
    uint8_t first;
    struct range inside; /* second octets of the private ones */
    struct range outside[2];
} seconds[] = {
    { 100, { 64, 127 }, { { 0, 63 }, { 128, 255 } } },
    { 172, { 16, 31 }, { { 0, 15 }, { 32, 255 } } },
    { 192, { 168, 168 }, { { 0, 167 }, { 169, 255 } } },
    { 169, { 254, 254 }, { { 0, 253 }, { 255, 255 } } },
};

static const struct second *second_of(uint8_t first)
{
    for (size_t i = 0; i < sizeof(seconds) / sizeof(seconds[0]); i++)
        if (seconds[i].first == first)
            return &seconds[i];
    return NULL;
}

static void v4(const struct pseudonym *p, uint8_t ip[4])
{
    if (ip[0] == 0 || ip[0] == 127 || ip[0] >= 224)
        return;
    const struct second *second = second_of(ip[0]);
    uint64_t context = 0;
    for (unsigned i = 0; i < 4; i++) {
        uint8_t was = ip[i];
        const struct range *range = octets;
        unsigned ranges = 1;
        if (i == 0) {
            range = first_octets;
            ranges = sizeof(first_octets) / sizeof(first_octets[0]);
        } else if (i == 1 && second) {
            bool inside = was >= second->inside.low && was <= second->inside.high;
            range = inside ? &second->inside : second->outside;
            ranges = inside ? 1 : 2;
        }
        ip[i] = (uint8_t)among(p, OCTET, context, was, 10, range, ranges);
        context = choice(p, OCTET, context, p->back ? ip[i] : was);
    }
}

/* Networks of the new Internet by their first groups, which stay on their side. */
static const struct range wholes[] = {
    { 0x1, 0x1fff },    { 0x2000, 0x3fff }, { 0x4000, 0xfbff },
    { 0xfc00, 0xfcff }, { 0xfd00, 0xfdff }, { 0xfe00, 0xfe7f },
};

/* Zero groups stay, so that "::" stands where it stood; so does the first one of addresses of a
 * link or a site, whose others may be made of a hardware address. */
static void v6(const struct pseudonym *p, uint8_t ip[16])
{
    static const uint8_t loopback[16] = { [15] = 1 };
    static const struct range rest[] = { { 1, 0xffff } };
    uint64_t context = 6;
    if (ip[0] == 0xff || !memcmp(ip, loopback, sizeof(loopback)))
        return;
    for (unsigned i = 0; i < 8; i++) {
        uint32_t was = (uint32_t)(ip[2 * i] << 8 | ip[2 * i + 1]), is = was;
        const struct range *range = i ? rest : NULL;
        for (unsigned k = 0; !i && k < sizeof(wholes) / sizeof(wholes[0]); k++)
            if (was >= wholes[k].low && was <= wholes[k].high)
                range = &wholes[k];
        if (was && range)
            is = among(p, GROUP, context, was, 16, range, 1);
        ip[2 * i] = (uint8_t)(is >> 8);
        ip[2 * i + 1] = (uint8_t)is;
        context = choice(p, GROUP, context, p->back ? is : was);
    }
}

void pseudonym_addr(const struct pseudonym *p, struct addr *a)
{
    if (addr_is_v4(a))
        v4(p, a->ip + 12);
    else
        v6(p, a->ip);
}

void pseudonym_mac(const struct pseudonym *p, uint8_t mac[6])
{
    uint64_t of = 0;
    if (mac[0] & 1)
        return;
    memcpy(&of, mac, 6);
    of = choice(p, MAC, of, 0);
    memcpy(mac, &of, 6);
    mac[0] = (uint8_t)((mac[0] & ~3) | 2);
}
