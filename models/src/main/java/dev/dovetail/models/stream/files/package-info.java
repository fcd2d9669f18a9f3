/** Files of kind stream: Stream's own formats, reference instances, our problem and mapping files. Role: the only way in and out. */
@NullMarked
package dev.dovetail.models.stream.files;

import org.jspecify.annotations.NullMarked;
