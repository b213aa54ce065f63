package io.orbstrike.grpc;

import io.orbstrike.cluster.CallerAuthenticator;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.PeerAddressAuthenticator;
import io.orbstrike.cluster.link.GameserverLink;
import io.orbstrike.cluster.routing.Routes;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.store.Incarnation;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whom a server serves and with what, as it was described so far, and the services that follow from it.
 *
 * <p>Confined to one thread.
 */
final class ServedRoles {

    @Nullable
    Lobby lobby;

    @Nullable
    Boards boards;

    @Nullable
    Tickets tickets;

    CallerAuthenticator authenticator = PeerAddressAuthenticator.create();

    private @Nullable Routes routes;
    private @Nullable GrpcGameserverLinks gameservers;
    private @Nullable GameserverLink gameserver;
    private @Nullable Incarnation self;
    private @Nullable ClusterCredentials processes;
    private @Nullable AdminView adminView;
    private @Nullable ClusterCredentials operators;

    void proxy(Routes where, GrpcGameserverLinks links) {
        routes = where;
        gameservers = links;
    }

    void gameserver(GameserverLink link, Incarnation incarnation, ClusterCredentials callers) {
        gameserver = link;
        self = incarnation;
        processes = callers;
    }

    void admin(AdminView view, ClusterCredentials callers) {
        adminView = view;
        operators = callers;
    }

    /** Whether there is nobody to serve. */
    boolean isEmpty() {
        return !plays() && adminView == null;
    }

    private boolean plays() {
        return lobby != null || boards != null || routes != null || gameserver != null || tickets != null;
    }

    /**
     * Adds the services for all who are served.
     *
     * @throws IllegalStateException if a part of what one of them needs is missing, or both boards and a proxy are there
     */
    void addTo(GrpcServices services) {
        if (plays()) {
            addPlay(services);
        }
        if (gameserver != null && self != null && processes != null) {
            services.addGameserver(gameserver, self, processes);
        }
        if (adminView != null && operators != null) {
            services.addAdmin(adminView, operators);
        }
    }

    private void addPlay(GrpcServices services) {
        boolean isForProxies = gameserver != null && lobby == null;
        if (!isForProxies) {
            services.addLobby(required("lobby", lobby), authenticator, required("tickets", tickets));
        }
        Tickets signed = required("tickets", tickets);
        if (routes == null || gameservers == null) {
            services.addPlay(required("boards", boards), signed, isForProxies ? processes : null);
        } else if (boards == null) {
            services.addProxy(routes, gameservers, signed);
        } else {
            throw new IllegalStateException("boards and proxy are both set: set one of them before build()");
        }
    }

    /** What checks credentials; empty if nobody who needs one is served. */
    Set<ClusterCredentials> credentials() {
        return Stream.of(Optional.ofNullable(processes), Optional.ofNullable(operators))
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A part without which nothing can be built. */
    static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException(name + " is missing: set it before build()");
        }
        return value;
    }
}
