package io.orbstrike.grpc;

import io.grpc.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a server counts.
 *
 * <p>Thread-safe; counting does not block.
 */
final class GrpcCounters {

    private final LongAdder connectionsRefused = new LongAdder();
    private final LongAdder streamsOpened = new LongAdder();
    private final LongAdder framesQueued = new LongAdder();
    private final LongAdder clientFrames = new LongAdder();
    private final LongAdder clientFramesRefused = new LongAdder();
    private final Map<Status.Code, LongAdder> streamsEnded = new EnumMap<>(Status.Code.class);
    private final Map<Status.Code, LongAdder> lobbyCalls = new EnumMap<>(Status.Code.class);
    private final Map<Status.Code, LongAdder> adminCalls = new EnumMap<>(Status.Code.class);
    private final Map<Status.Code, LongAdder> gameserverCalls = new EnumMap<>(Status.Code.class);
    private final LongAdder proxySwitches = new LongAdder();
    private final LongAdder proxyUpstreamFailures = new LongAdder();
    private final LongAdder proxyRouteWaitsOver = new LongAdder();

    GrpcCounters() {
        for (Status.Code code : Status.Code.values()) {
            streamsEnded.put(code, new LongAdder());
            lobbyCalls.put(code, new LongAdder());
            adminCalls.put(code, new LongAdder());
            gameserverCalls.put(code, new LongAdder());
        }
    }

    void onConnectionRefused() {
        connectionsRefused.increment();
    }

    void onStreamOpened() {
        streamsOpened.increment();
    }

    void onStreamEnded(Status.Code code) {
        of(streamsEnded, code).increment();
    }

    void onFrameQueued() {
        framesQueued.increment();
    }

    void onClientFrame() {
        clientFrames.increment();
    }

    void onClientFrameRefused() {
        clientFramesRefused.increment();
    }

    void onLobbyCall(Status.Code code) {
        of(lobbyCalls, code).increment();
    }

    void onAdminCall(Status.Code code) {
        of(adminCalls, code).increment();
    }

    void onGameserverCall(Status.Code code) {
        of(gameserverCalls, code).increment();
    }

    void onProxySwitch() {
        proxySwitches.increment();
    }

    void onProxyUpstreamFailure() {
        proxyUpstreamFailures.increment();
    }

    void onProxyRouteWaitOver() {
        proxyRouteWaitsOver.increment();
    }

    long connectionsRefused() {
        return connectionsRefused.sum();
    }

    long streamsOpened() {
        return streamsOpened.sum();
    }

    long streamsEnded(Status.Code code) {
        return of(streamsEnded, code).sum();
    }

    long framesQueued() {
        return framesQueued.sum();
    }

    long clientFrames() {
        return clientFrames.sum();
    }

    long clientFramesRefused() {
        return clientFramesRefused.sum();
    }

    long lobbyCalls(Status.Code code) {
        return of(lobbyCalls, code).sum();
    }

    long adminCalls(Status.Code code) {
        return of(adminCalls, code).sum();
    }

    long gameserverCalls(Status.Code code) {
        return of(gameserverCalls, code).sum();
    }

    long proxySwitches() {
        return proxySwitches.sum();
    }

    long proxyUpstreamFailures() {
        return proxyUpstreamFailures.sum();
    }

    long proxyRouteWaitsOver() {
        return proxyRouteWaitsOver.sum();
    }

    private static LongAdder of(Map<Status.Code, LongAdder> counters, Status.Code code) {
        LongAdder counter = counters.get(code);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + code);
        }
        return counter;
    }
}
