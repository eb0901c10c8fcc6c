/* Why legs are joined into a session: X(id, words, what it rests on). */
#define SESSION_REASON_LIST(X)                                                                     \
    X(REPLACES, "Replaces", "an INVITE takes over a dialog that it names (3891)")                  \
    X(REFER_REPLACES, "Refer-To Replaces", "a REFER names the dialog to be taken over (5589 7)")   \
    X(TARGET_DIALOG, "Target-Dialog", "a REFER outside the call names its dialog (4538)")          \
    X(REFER, "REFER", "a call made as a REFER asked (3515)")
