package io.orbstrike.redis;

/** The kits on one server. */
class StandaloneStoreIT extends RedisStoreKits {

    @Override
    SharedRedis redis() {
        return SharedRedis.STANDALONE.get();
    }
}
