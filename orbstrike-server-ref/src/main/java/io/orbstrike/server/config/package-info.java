/**
 * Options of a command: where their values come from, and what is said when they are wrong. Picocli's {@code @Option} is
 * the only declaration; {@link io.orbstrike.server.config.Commands} reads flags, environment and a YAML file by it.
 *
 * <p>Used by the main thread at start.
 */
@NullMarked
package io.orbstrike.server.config;

import org.jspecify.annotations.NullMarked;
