/**
 * The cluster store on Redis or Valkey, by Jedis: {@link io.orbstrike.redis.RedisClusterStore}.
 *
 * <p>What has to happen in one step is a Lua script that touches one slot. Calls go through bounded queues to I/O threads,
 * each with connections of its own; stages complete there, or on a timer's thread, so a caller continues them on an
 * executor of its own. No secret is logged.
 */
@NullMarked
package io.orbstrike.redis;

import org.jspecify.annotations.NullMarked;
