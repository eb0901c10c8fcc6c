/* The table of codecs. */
#include "tests/gen/codec.h"

static const struct codec table[] = {
    { "PCMU", "8000", NULL, 8000, 160, 0 },
    { "GSM", "8000", NULL, 8000, 33, 3 },
    { "PCMA", "8000", NULL, 8000, 160, 8 },
    { "G722", "8000", NULL, 8000, 160, 9 },
    { "G729", "8000", "annexb=no", 8000, 20, 18 },
    { "iLBC", "8000", "mode=20", 8000, 38, 97 },
    { "opus", "48000/2", "useinbandfec=1", 48000, 80, 111 },
    { "telephone-event", "8000", "0-15", 8000, 4, 101 },
};

int codec_find(struct slice name)
{
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (slice_ieq(slice_of(table[i].name), name))
            return (int)i;
    return -1;
}

const struct codec *codec_get(uint8_t id)
{
    return &table[id];
}
