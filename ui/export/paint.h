/* The colours of a drawing on paper: those of svg.css for light surroundings. */
#ifndef UI_EXPORT_PAINT_H
#define UI_EXPORT_PAINT_H

#define PNG_SIDE_MAX 32767      /* pixels, the most that cairo draws on */
#define PNG_PIXELS_MAX 80000000 /* in all */

/* X(NAME, its name in svg.css, 0xRRGGBB) */
#define PAINT_COLOURS(X)                                                                           \
    X(PAPER, "paper", 0xffffff)                                                                    \
    X(INK, "ink", 0x1b2027)                                                                        \
    X(DIM, "dim", 0x565f6b)                                                                        \
    X(LINE, "line", 0xa9b1bc)                                                                      \
    X(BOX, "box", 0xf4f6f8)                                                                        \
    X(REQUEST, "request", 0x1c56b0)                                                                \
    X(PROVISIONAL, "provisional", 0x5a6370)                                                        \
    X(SUCCESS, "success", 0x17733a)                                                                \
    X(REDIRECT, "redirect", 0x7a4a00)                                                              \
    X(FAILURE, "failure", 0xb3202a)                                                                \
    X(BAND, "band", 0xdff1e6)                                                                      \
    X(HOLD, "hold", 0xeceff3)                                                                      \
    X(NOTE, "note", 0xfdf6df)                                                                      \
    X(WARNING, "warning", 0x8a5200)                                                                \
    X(ERROR, "error", 0xb3202a)

enum paint_colour {
#define X(NAME, name, rgb) PAINT_##NAME,
    PAINT_COLOURS(X)
#undef X
};

static inline unsigned paint_rgb(enum paint_colour colour)
{
    static const unsigned rgb[] = {
#define X(NAME, name, value) value,
        PAINT_COLOURS(X)
#undef X
    };
    return rgb[colour];
}

#endif
