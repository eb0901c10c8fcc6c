/* RTP payload types that mean the same everywhere (3551 6): X(type, "name", clock in Hz). */
#define RTP_PAYLOAD_LIST(X)                                                                        \
    X(0, "PCMU", 8000)                                                                             \
    X(3, "GSM", 8000)                                                                              \
    X(4, "G723", 8000)                                                                             \
    X(5, "DVI4", 8000)                                                                             \
    X(6, "DVI4", 16000)                                                                            \
    X(7, "LPC", 8000)                                                                              \
    X(8, "PCMA", 8000)                                                                             \
    X(9, "G722", 8000)                                                                             \
    X(10, "L16/2", 44100)                                                                          \
    X(11, "L16/1", 44100)                                                                          \
    X(12, "QCELP", 8000)                                                                           \
    X(13, "CN", 8000)                                                                              \
    X(14, "MPA", 90000)                                                                            \
    X(15, "G728", 8000)                                                                            \
    X(16, "DVI4", 11025)                                                                           \
    X(17, "DVI4", 22050)                                                                           \
    X(18, "G729", 8000)                                                                            \
    X(25, "CelB", 90000)                                                                           \
    X(26, "JPEG", 90000)                                                                           \
    X(28, "nv", 90000)                                                                             \
    X(31, "H261", 90000)                                                                           \
    X(32, "MPV", 90000)                                                                            \
    X(33, "MP2T", 90000)                                                                           \
    X(34, "H263", 90000)
