/** Kind {@code link-slots}: routes, trees and injection slots of messages on a network without arbitration; reader, judge, slot tables. */
@NullMarked
package dev.dovetail.models.linkslots;

import org.jspecify.annotations.NullMarked;
