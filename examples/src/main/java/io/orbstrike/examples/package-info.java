/**
 * Small runnable programs that use the libraries as a user would.
 */
@NullMarked
package io.orbstrike.examples;

import org.jspecify.annotations.NullMarked;
