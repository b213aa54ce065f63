/**
 * The reference servers: thin mains that read configuration and call the libraries.
 */
@NullMarked
package io.orbstrike.server;

import org.jspecify.annotations.NullMarked;
