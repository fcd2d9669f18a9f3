/** Files of kind {@code link-slots}: flow sets, problems, task and topology tables, slot tables; and the kind that ties them together. */
@NullMarked
package dev.dovetail.models.linkslots.files;

import org.jspecify.annotations.NullMarked;
