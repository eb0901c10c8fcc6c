/* What the mouse does. */
#ifndef UI_TUI_MOUSE_H
#define UI_TUI_MOUSE_H

enum mouse_kind {
    MOUSE_PRESS,
    MOUSE_DOUBLE, /* the second press of two */
    MOUSE_DRAG,   /* moved while the button is down */
    MOUSE_RELEASE,
    MOUSE_WHEEL_UP,
    MOUSE_WHEEL_DOWN,
};

struct mouse {
    enum mouse_kind kind;
    int x, y; /* cells, from the left and the top */
};

#endif
