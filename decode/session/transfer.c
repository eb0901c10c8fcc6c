/* What a transfer amounts to, worked out from its row. */
#include "decode/session/transfer.h"
