/** Routes and trees that methods of kind link-slots choose from, compiled to what they hold; the judge walks routes on its own. */
@NullMarked
package dev.dovetail.models.linkslots.routes;

import org.jspecify.annotations.NullMarked;
