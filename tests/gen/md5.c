/* MD5 over a slice at once. */
#include "tests/gen/md5.h"

#include <stdint.h>
#include <stdio.h>

enum { BLOCK = 64 };

/* floor(2^32 · |sin(i + 1)|). */
static const uint32_t sines[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

static uint32_t mixed(unsigned round, uint32_t b, uint32_t c, uint32_t d)
{
    switch (round) {
    case 0:
        return (b & c) | (~b & d);
    case 1:
        return (b & d) | (c & ~d);
    case 2:
        return b ^ c ^ d;
    default:
        return c ^ (b | ~d);
    }
}

static void add_block(uint32_t state[4], const uint8_t block[BLOCK])
{
    static const uint8_t turns[4][4] = {
        { 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 }
    };
    static const uint8_t step[4] = { 1, 5, 3, 7 }, first[4] = { 0, 1, 5, 0 };
    uint32_t x[16], s[4];
    for (unsigned i = 0; i < 16; i++)
        x[i] = block[4 * i] | (uint32_t)block[4 * i + 1] << 8 | (uint32_t)block[4 * i + 2] << 16 |
               (uint32_t)block[4 * i + 3] << 24;
    for (unsigned i = 0; i < 4; i++)
        s[i] = state[i];
    for (unsigned i = 0; i < 64; i++) {
        unsigned round = i / 16, turn = turns[round][i % 4];
        uint32_t v = s[0] + mixed(round, s[1], s[2], s[3]) + sines[i] +
                     x[(first[round] + step[round] * i) % 16];
        s[0] = s[3];
        s[3] = s[2];
        s[2] = s[1];
        s[1] += v << turn | v >> (32 - turn);
    }
    for (unsigned i = 0; i < 4; i++)
        state[i] += s[i];
}

void md5_text(char text[MD5_TEXT], struct slice bytes)
{
    uint32_t state[4] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 };
    uint8_t last[2 * BLOCK] = { 0 };
    size_t whole = bytes.n / BLOCK * BLOCK, rest = bytes.n - whole;
    size_t blocks = rest + 9 <= BLOCK ? 1 : 2;
    for (size_t at = 0; at < whole; at += BLOCK)
        add_block(state, (const uint8_t *)bytes.p + at);
    if (rest)
        memcpy(last, bytes.p + whole, rest);
    last[rest] = 0x80;
    for (unsigned i = 0; i < 8; i++)
        last[blocks * BLOCK - 8 + i] = (uint8_t)((uint64_t)bytes.n * 8 >> (8 * i));
    for (size_t i = 0; i < blocks; i++)
        add_block(state, last + i * BLOCK);
    for (unsigned i = 0; i < 16; i++)
        snprintf(text + 2 * i, 3, "%02x", (unsigned)(state[i / 4] >> (8 * (i % 4)) & 0xff));
}
