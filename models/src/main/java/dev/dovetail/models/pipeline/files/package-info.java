/**
 * Files of problem kind {@code pipeline}: problems, layer tables, networks that are converted, plans.
 *
 * <p>Role: between people's files and the types of the kind; every wrong input is one clear message here.
 */
@NullMarked
package dev.dovetail.models.pipeline.files;

import org.jspecify.annotations.NullMarked;
