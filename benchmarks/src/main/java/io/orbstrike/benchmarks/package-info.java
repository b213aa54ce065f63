/**
 * JMH and end-to-end load benchmarks; each answers one question, written in its Javadoc.
 */
@NullMarked
package io.orbstrike.benchmarks;

import org.jspecify.annotations.NullMarked;
