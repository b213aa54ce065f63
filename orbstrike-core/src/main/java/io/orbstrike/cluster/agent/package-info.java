/**
 * The thread of a process's control plane: tasks, timers and stages that continue there, calls that wait for their answers
 * with a deadline, and delays between repetitions. Start at {@link io.orbstrike.cluster.agent.Agent}. Not exported.
 *
 * <p>What runs on an agent is confined to its thread; the agent itself is thread-safe.
 */
@NullMarked
package io.orbstrike.cluster.agent;

import org.jspecify.annotations.NullMarked;
