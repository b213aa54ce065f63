package io.orbstrike.redis;

/** The kits on one server of the oldest version that is supported. */
class OldestStoreIT extends RedisStoreKits {

    @Override
    SharedRedis redis() {
        return SharedRedis.OLDEST.get();
    }
}
