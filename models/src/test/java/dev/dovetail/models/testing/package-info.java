/** Test fixtures and domain assertions that other modules' tests use too. */
package dev.dovetail.models.testing;
