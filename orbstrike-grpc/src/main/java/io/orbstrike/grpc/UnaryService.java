package io.orbstrike.grpc;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.orbstrike.grpc.UnaryHandler.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Collects the methods of a service whose requests come as bytes, so that what is no request gets an answer of ours.
 *
 * <p>Confined to one thread.
 */
final class UnaryService {

    private final EventLoops eventLoops;
    private final GrpcServerOptions options;
    private final Consumer<Status.Code> onEnded;
    private final ServiceDescriptor.Builder descriptor;
    private final List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();

    /** Each call's status is told to {@code onEnded}, on the call's lane. */
    UnaryService(
            ServiceDescriptor service,
            EventLoops eventLoops,
            GrpcServerOptions options,
            Consumer<Status.Code> onEnded) {
        this.eventLoops = eventLoops;
        this.options = options;
        this.onEnded = onEnded;
        this.descriptor =
                ServiceDescriptor.newBuilder(service.getName()).setSchemaDescriptor(service.getSchemaDescriptor());
    }

    <Q extends Message, P> UnaryService with(
            MethodDescriptor<Q, P> method, Parser<Q> requests, BiConsumer<Q, Call<P>> work) {
        MethodDescriptor<byte[], P> ofBytes = method.toBuilder(BytesMarshaller.INSTANCE, method.getResponseMarshaller())
                .build();
        descriptor.addMethod(ofBytes);
        methods.add(ServerMethodDefinition.create(
                ofBytes, new UnaryHandler<>(eventLoops, options, onEnded, requests, work)));
        return this;
    }

    ServerServiceDefinition build() {
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(service::addMethod);
        return service.build();
    }
}
