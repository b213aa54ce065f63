package io.orbstrike.grpc;

import io.grpc.ServerMethodDefinition;
import io.netty.channel.Channel;
import io.orbstrike.grpc.v1.LobbyGrpc;
import io.orbstrike.grpc.v1.PlayGrpc;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link GrpcServer} answers players, for another transport in front of the same boards: the very handlers, so
 * tickets, bounds and counts are the same. Calls have to be started on channels of the server's own event loops, and have
 * the peer's address in {@code Grpc.TRANSPORT_ATTR_REMOTE_ADDR}.
 *
 * <p>Thread-safe.
 */
public final class PlayerCalls {

    private final EventLoops eventLoops;
    private final GrpcServerOptions options;
    private final AcceptedConnections connections;
    private final Map<String, ServerMethodDefinition<?, ?>> methods;

    PlayerCalls(
            EventLoops eventLoops, GrpcServerOptions options, AcceptedConnections connections, GrpcServices services) {
        this.eventLoops = eventLoops;
        this.options = options;
        this.connections = connections;
        this.methods = services.methodsOf(LobbyGrpc.SERVICE_NAME, PlayGrpc.SERVICE_NAME);
    }

    /**
     * Finds a method of Lobby or Play.
     *
     * @param fullName as in {@code orbstrike.v1.Lobby/JoinBoard}
     * @return empty if the server does not have it
     */
    public Optional<ServerMethodDefinition<?, ?>> method(String fullName) {
        return Optional.ofNullable(methods.get(fullName));
    }

    /**
     * Whose threads have to make the calls.
     *
     * @return the server's
     */
    public EventLoops eventLoops() {
        return eventLoops;
    }

    /**
     * The bounds, which hold for every transport.
     *
     * @return the server's
     */
    public GrpcServerOptions options() {
        return options;
    }

    /**
     * Counts a connection among the server's, until it closes.
     *
     * @param connection carries calls for long
     * @return false if as many are open as may be; then it is counted as refused, and left open
     */
    public boolean tryAdmit(Channel connection) {
        return connections.tryAdmit(connection);
    }
}
