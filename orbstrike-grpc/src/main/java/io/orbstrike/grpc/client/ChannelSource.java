package io.orbstrike.grpc.client;

import io.grpc.ManagedChannel;
import io.netty.channel.EventLoop;

/**
 * Opens the channels that a client's calls go over, in place of gRPC's own Netty transport: one that measures, fails on
 * purpose, or costs less.
 *
 * <p>Called on any transport thread of the client.
 */
@FunctionalInterface
public interface ChannelSource {

    /**
     * Opens a channel, which connects when it is used. Does not block.
     *
     * @param loop the thread that uses the channel, and on which all callbacks of its calls come
     * @param target as it was handed to the client
     * @return owned by the client, which shuts it down
     */
    ManagedChannel open(EventLoop loop, String target);
}
