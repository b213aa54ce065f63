/**
 * The cluster store on Redis or Valkey, by Jedis.
 */
@NullMarked
package io.orbstrike.redis;

import org.jspecify.annotations.NullMarked;
