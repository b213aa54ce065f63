/**
 * A game of one's own in the browser: {@link io.orbstrike.examples.web.PongServer} serves it with its page, which is in the
 * resources' folder {@code pong}. {@link io.orbstrike.examples.web.Pong} is the game.
 *
 * <p>The main has its thread; the rest is the libraries'.
 */
@NullMarked
package io.orbstrike.examples.web;

import org.jspecify.annotations.NullMarked;
