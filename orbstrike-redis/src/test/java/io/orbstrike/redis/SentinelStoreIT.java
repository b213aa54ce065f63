package io.orbstrike.redis;

/** The kits on a master that sentinels watch. */
class SentinelStoreIT extends RedisStoreKits {

    @Override
    SharedRedis redis() {
        return SharedRedis.SENTINEL.get();
    }
}
