/** METRO's evolutionary search for kind link-slots, reconstructed. Role: the literature's baseline beside our own methods. */
@NullMarked
package dev.dovetail.solver.linkslots.metro;

import org.jspecify.annotations.NullMarked;
