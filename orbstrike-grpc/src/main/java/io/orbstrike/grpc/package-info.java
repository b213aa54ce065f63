/**
 * The wire: gRPC servers, the byte-level proxy and the client. The protocol itself is in {@code src/main/proto}.
 */
@NullMarked
package io.orbstrike.grpc;

import org.jspecify.annotations.NullMarked;
