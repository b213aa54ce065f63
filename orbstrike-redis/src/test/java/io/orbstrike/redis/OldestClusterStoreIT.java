package io.orbstrike.redis;

/** The kits on a cluster of the oldest version that is supported. */
class OldestClusterStoreIT extends RedisStoreKits {

    @Override
    SharedRedis redis() {
        return SharedRedis.OLDEST_CLUSTER.get();
    }
}
