/* A bit for each of many numbers: calls that are marked, sessions that are folded. */
#ifndef UI_TUI_BITS_H
#define UI_TUI_BITS_H

#include <stdbool.h>
#include <stdint.h>

/* Embedded: all zero, bits_fini. */
struct bits {
    uint8_t *byte;
    uint32_t bytes;
    uint32_t n; /* how many are set */
};

void bits_fini(struct bits *m);

bool bits_has(const struct bits *m, uint32_t number);

/* Without memory nothing changes. */
void bits_set(struct bits *m, uint32_t number, bool on);
void bits_clear(struct bits *m);

#endif
