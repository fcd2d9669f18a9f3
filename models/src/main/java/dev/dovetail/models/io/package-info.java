/** Reading and writing YAML and JSON with messages that name file and line. */
@NullMarked
package dev.dovetail.models.io;

import org.jspecify.annotations.NullMarked;
