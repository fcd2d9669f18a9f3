/** The link model: nodes, channels that carry transfers, edges over them, routes and trees, and the judge of who holds what when. */
@NullMarked
package dev.dovetail.models.links;

import org.jspecify.annotations.NullMarked;
