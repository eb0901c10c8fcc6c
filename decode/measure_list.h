/* Delays and durations: X(id, name in JSON, words, what it is). Those with capital words are of
 * RFC 6076. All are taken at the hop nearest the caller that the capture shows. */
#define MEASURE_LIST(X)                                                                            \
    X(RRD, "rrd", "RRD", "REGISTER that succeeds, to its 200 (6076 4.1)")                          \
    X(SRD_OK, "srd_success", "SRD, success", "INVITE to the first 18x or the 200 (6076 4.3.1)")    \
    X(SRD_FAILED, "srd_failure", "SRD, failure",                                                   \
      "INVITE to the first 18x or the failure (6076 4.3.2)")                                       \
    X(SDD, "sdd", "SDD", "BYE to its answer (6076 4.4)")                                           \
    X(SDT, "sdt", "SDT", "200 to the BYE, of calls whose BYE was answered (6076 4.5.1)")           \
    X(PDD, "pdd", "dial delay", "INVITE to the first 180, 183 or 200")                             \
    X(RING, "ring", "ring", "first 180 to the 200")                                                \
    X(SETUP, "setup", "setup", "INVITE to the 200")                                                \
    X(CONFIRM, "confirm", "answer confirm", "200 to its ACK")                                      \
    X(TALK, "talk", "talk", "200 to the BYE")                                                      \
    X(RTT, "network_rtt", "network", "INVITE to its 100")

/* Ratios of RFC 6076, in calls: X(id, name in JSON, words, what it is). */
#define MEASURE_RATIO_LIST(X)                                                                      \
    X(IRA, "ira", "IRA", "REGISTERs that failed, of all (6076 4.2)")                               \
    X(SER, "ser", "SER", "calls answered, of all but redirected (6076 4.6)")                       \
    X(SEER, "seer", "SEER", "calls answered, busy, declined or not there, of all (6076 4.7)")      \
    X(ISA, "isa", "ISA", "calls that ended with 408, 500, 503 or 504 (6076 4.8)")                  \
    X(SCR, "scr", "SCR", "calls that came to their end, of all (6076 4.9)")
