/* Bands: how the media of each call stand. Internal to ui/flow. */
#ifndef UI_FLOW_BAND_H
#define UI_FLOW_BAND_H

struct draft;

/* Adds a band wherever the media of a call that was answered begin to stand otherwise, under the
 * message that made it so: the last hop of the ACK, or of the answer where there is none. -ENOMEM.
 * Linear but for a sort of the bands. */
int bands_add(struct draft *d);

#endif
