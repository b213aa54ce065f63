package io.orbstrike.grpc;

import io.grpc.ServerMethodDefinition;
import io.orbstrike.grpc.v1.AdminGrpc;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link GrpcServer} answers operators, for another transport in front of it: the very handlers, so credentials are
 * checked and refusals counted as over gRPC. Calls have to be started on channels of the server's own event loops.
 *
 * <p>Thread-safe.
 */
public final class OperatorCalls {

    private final EventLoops eventLoops;
    private final Map<String, ServerMethodDefinition<?, ?>> methods;

    OperatorCalls(EventLoops eventLoops, GrpcServices services) {
        this.eventLoops = eventLoops;
        this.methods = services.methodsOf(AdminGrpc.SERVICE_NAME);
    }

    /**
     * Finds a method of Admin.
     *
     * @param fullName as in {@code orbstrike.v1.Admin/GetLeader}
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
}
