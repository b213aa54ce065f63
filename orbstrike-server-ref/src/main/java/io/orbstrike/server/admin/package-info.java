/**
 * The command that shows a cluster to its operators. Start at {@link io.orbstrike.server.admin.AdminCommand}.
 *
 * <p>Everything here is confined to the main thread.
 */
@NullMarked
package io.orbstrike.server.admin;

import org.jspecify.annotations.NullMarked;
