/* What the participants are called. Internal to ui/flow. */
#ifndef UI_FLOW_NAME_H
#define UI_FLOW_NAME_H

#include "ui/flow/cast.h"
#include "ui/flow/flow.h"

/* Notes what a message tells of the names and roles of its two ends. */
void name_see(struct cast *c, const struct sighting *s);

/* Name and role of every participant. `place` tells which column (index of p) a group has; address
 * and endpoints of p are set. -ENOMEM. */
int name_all(struct cast *c, struct flow_participant *p, const unsigned *place,
             const struct flow_options *o);

/* The person in a From or To: display name, else user, else host; 0 when there is none. */
uint32_t name_person(struct cast *c, struct slice value);

#endif
