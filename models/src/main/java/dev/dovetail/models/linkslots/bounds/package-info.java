/** Lower bounds of kind link-slots, valid for every mapping that the judge accepts: loads of ports, cuts and links with heads and tails. */
@NullMarked
package dev.dovetail.models.linkslots.bounds;

import org.jspecify.annotations.NullMarked;
