/* Causes of the telephone network (ITU-T Q.850) as Reason headers carry them (3326): X(cause,
 * "words"). Ascending. */
#define CAUSE_LIST(X)                                                                              \
    X(1, "unallocated (unassigned) number")                                                        \
    X(2, "no route to specified transit network")                                                  \
    X(3, "no route to destination")                                                                \
    X(4, "send special information tone")                                                          \
    X(5, "misdialled trunk prefix")                                                                \
    X(6, "channel unacceptable")                                                                   \
    X(7, "call awarded and being delivered in an established channel")                             \
    X(8, "preemption")                                                                             \
    X(9, "preemption - circuit reserved for reuse")                                                \
    X(14, "QoR: ported number")                                                                    \
    X(16, "normal call clearing")                                                                  \
    X(17, "user busy")                                                                             \
    X(18, "no user responding")                                                                    \
    X(19, "no answer from user (user alerted)")                                                    \
    X(20, "subscriber absent")                                                                     \
    X(21, "call rejected")                                                                         \
    X(22, "number changed")                                                                        \
    X(23, "redirection to new destination")                                                        \
    X(24, "call rejected due to feature at the destination")                                       \
    X(25, "exchange routing error")                                                                \
    X(26, "non-selected user clearing")                                                            \
    X(27, "destination out of order")                                                              \
    X(28, "invalid number format (address incomplete)")                                            \
    X(29, "facility rejected")                                                                     \
    X(30, "response to STATUS ENQUIRY")                                                            \
    X(31, "normal, unspecified")                                                                   \
    X(34, "no circuit/channel available")                                                          \
    X(38, "network out of order")                                                                  \
    X(39, "permanent frame mode connection out of service")                                        \
    X(40, "permanent frame mode connection operational")                                           \
    X(41, "temporary failure")                                                                     \
    X(42, "switching equipment congestion")                                                        \
    X(43, "access information discarded")                                                          \
    X(44, "requested circuit/channel not available")                                               \
    X(46, "precedence call blocked")                                                               \
    X(47, "resource unavailable, unspecified")                                                     \
    X(49, "quality of service not available")                                                      \
    X(50, "requested facility not subscribed")                                                     \
    X(53, "outgoing calls barred within CUG")                                                      \
    X(55, "incoming calls barred within CUG")                                                      \
    X(57, "bearer capability not authorized")                                                      \
    X(58, "bearer capability not presently available")                                             \
    X(62, "inconsistency in designated outgoing access information and subscriber class")          \
    X(63, "service or option not available, unspecified")                                          \
    X(65, "bearer capability not implemented")                                                     \
    X(66, "channel type not implemented")                                                          \
    X(69, "requested facility not implemented")                                                    \
    X(70, "only restricted digital information bearer capability is available")                    \
    X(79, "service or option not implemented, unspecified")                                        \
    X(81, "invalid call reference value")                                                          \
    X(82, "identified channel does not exist")                                                     \
    X(83, "a suspended call exists, but this call identity does not")                              \
    X(84, "call identity in use")                                                                  \
    X(85, "no call suspended")                                                                     \
    X(86, "call having the requested call identity has been cleared")                              \
    X(87, "user not member of CUG")                                                                \
    X(88, "incompatible destination")                                                              \
    X(90, "non-existent CUG")                                                                      \
    X(91, "invalid transit network selection")                                                     \
    X(95, "invalid message, unspecified")                                                          \
    X(96, "mandatory information element is missing")                                              \
    X(97, "message type non-existent or not implemented")                                          \
    X(98,                                                                                          \
      "message not compatible with call state or message type non-existent or not implemented")    \
    X(99, "information element/parameter non-existent or not implemented")                         \
    X(100, "invalid information element contents")                                                 \
    X(101, "message not compatible with call state")                                               \
    X(102, "recovery on timer expiry")                                                             \
    X(103, "parameter non-existent or not implemented - passed on")                                \
    X(110, "message with unrecognized parameter discarded")                                        \
    X(111, "protocol error, unspecified")                                                          \
    X(127, "interworking, unspecified")
