package io.orbstrike.redis;

/** The kits on a Redis Cluster. */
class ClusterStoreIT extends RedisStoreKits {

    @Override
    SharedRedis redis() {
        return SharedRedis.CLUSTER.get();
    }
}
