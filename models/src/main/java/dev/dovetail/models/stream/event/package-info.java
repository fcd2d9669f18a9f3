/** Stream's problems and mappings in our own model of time. Role: what Stream decided, judged without slots and barriers. */
@NullMarked
package dev.dovetail.models.stream.event;

import org.jspecify.annotations.NullMarked;
