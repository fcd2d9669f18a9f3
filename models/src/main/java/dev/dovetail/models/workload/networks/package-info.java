/** Well known networks by name, built from their published layer tables: what to map without any file at hand. */
@NullMarked
package dev.dovetail.models.workload.networks;

import org.jspecify.annotations.NullMarked;
