package io.orbstrike.grpc;

import com.google.protobuf.ByteString;
import io.grpc.ServerServiceDefinition;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.cluster.CallerAuthenticator;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.grpc.UnaryHandler.Call;
import io.orbstrike.grpc.ticket.Ticket;
import io.orbstrike.grpc.ticket.TicketCheck;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.grpc.v1.CreateBoardRequest;
import io.orbstrike.grpc.v1.CreateBoardResponse;
import io.orbstrike.grpc.v1.GetBoardRequest;
import io.orbstrike.grpc.v1.GetBoardResponse;
import io.orbstrike.grpc.v1.JoinBoardRequest;
import io.orbstrike.grpc.v1.JoinBoardResponse;
import io.orbstrike.grpc.v1.LeaveBoardRequest;
import io.orbstrike.grpc.v1.LeaveBoardResponse;
import io.orbstrike.grpc.v1.ListBoardsRequest;
import io.orbstrike.grpc.v1.ListBoardsResponse;
import io.orbstrike.grpc.v1.LobbyGrpc;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RequiredLabels;
import java.time.Duration;
import java.util.Optional;

/**
 * The Lobby service: checks what the wire can check, asks the lobby, and says each outcome as a status.
 *
 * <p>Thread-safe.
 */
final class LobbyService {

    static final int RULES_BYTES_MAX = 64 * 1024;
    static final int JOIN_DATA_BYTES_MAX = 16 * 1024;

    private static final long LIFETIME_SECONDS_MAX = 31_536_000;
    private static final int PAGE_SIZE_DEFAULT = 100;
    private static final int PAGE_SIZE_MAX = 1_000;
    private static final int PAGE_TOKEN_CHARACTERS_MAX = 1_024;
    private static final int TYPE_CHARACTERS_MAX = 32;

    private final Lobby lobby;
    private final CallerAuthenticator authenticator;
    private final Tickets tickets;
    private final EventLoops eventLoops;
    private final GrpcServerOptions options;
    private final GrpcCounters counters;

    private final Cases<Lobby.CreateOutcome, Call<CreateBoardResponse>> creation;
    private final Cases<Lobby.JoinOutcome, Call<JoinBoardResponse>> joining;
    private final Cases<Lobby.LeaveOutcome, Call<LeaveBoardResponse>> leaving;

    LobbyService(
            Lobby lobby,
            CallerAuthenticator authenticator,
            Tickets tickets,
            EventLoops eventLoops,
            GrpcServerOptions options,
            GrpcCounters counters) {
        this.lobby = lobby;
        this.authenticator = authenticator;
        this.tickets = tickets;
        this.eventLoops = eventLoops;
        this.options = options;
        this.counters = counters;
        LobbyCases cases = new LobbyCases(options.retryAfter());
        this.creation = cases.<CreateBoardResponse>creation()
                .on(
                        Lobby.Created.class,
                        (created, call) -> call.reply(CreateBoardResponse.newBuilder()
                                .setBoard(LobbyCases.info(created.board()))
                                .build()))
                .build();
        this.joining = cases.<JoinBoardResponse>joining()
                .on(Lobby.Joined.class, (joined, call) -> call.reply(joined(joined)))
                .build();
        this.leaving = cases.<LeaveBoardResponse>leaving()
                .on(Lobby.Left.class, (left, call) -> call.reply(LeaveBoardResponse.getDefaultInstance()))
                .build();
    }

    ServerServiceDefinition definition() {
        return new UnaryService(LobbyGrpc.getServiceDescriptor(), eventLoops, options, counters::onLobbyCall)
                .with(LobbyGrpc.getCreateBoardMethod(), CreateBoardRequest.parser(), this::createBoard)
                .with(LobbyGrpc.getJoinBoardMethod(), JoinBoardRequest.parser(), this::joinBoard)
                .with(LobbyGrpc.getLeaveBoardMethod(), LeaveBoardRequest.parser(), this::leaveBoard)
                .with(LobbyGrpc.getGetBoardMethod(), GetBoardRequest.parser(), this::getBoard)
                .with(LobbyGrpc.getListBoardsMethod(), ListBoardsRequest.parser(), this::listBoards)
                .build();
    }

    private void createBoard(CreateBoardRequest request, Call<CreateBoardResponse> call) {
        byte[] rules = bounded("rules", request.getRules(), RULES_BYTES_MAX);
        Lobby.CreateRequest wanted = new Lobby.CreateRequest(
                IdempotencyKey.of(request.getIdempotencyKey().toByteArray()),
                bounded("type", request.getType(), 1, TYPE_CHARACTERS_MAX),
                rules,
                request.getListed(),
                lifetime(request),
                authenticator.creatorOf(call),
                new RequiredLabels(request.getRequiredLabelsMap()));
        call.decodes("rules");
        call.await(lobby.createBoard(wanted, call.remaining()), creation::handle);
    }

    private void joinBoard(JoinBoardRequest request, Call<JoinBoardResponse> call) {
        BoardId board = BoardId.parse(request.getBoardId());
        byte[] joinData = bounded("join_data", request.getJoinData(), JOIN_DATA_BYTES_MAX);
        IdempotencyKey key = IdempotencyKey.of(request.getIdempotencyKey().toByteArray());
        call.decodes("join_data");
        call.await(lobby.joinBoard(board, key, joinData, call.remaining()), joining::handle);
    }

    private void leaveBoard(LeaveBoardRequest request, Call<LeaveBoardResponse> call) {
        TicketCheck check = tickets.check(PlayMetadata.bearer(call.headers()));
        if (check instanceof TicketCheck.Accepted accepted) {
            Ticket ticket = accepted.ticket();
            call.await(lobby.leaveBoard(ticket.board(), ticket.player(), call.remaining()), leaving::handle);
        } else if (check instanceof TicketCheck.Refused refused) {
            call.fail(Failure.of(ErrorReason.BAD_TICKET, refused.refusal().message()));
        }
    }

    private void getBoard(GetBoardRequest request, Call<GetBoardResponse> call) {
        BoardId board = BoardId.parse(request.getBoardId());
        call.await(lobby.getBoard(board, call.remaining()), (facts, asker) -> {
            if (facts.isPresent()) {
                asker.reply(GetBoardResponse.newBuilder()
                        .setBoard(LobbyCases.info(facts.get()))
                        .build());
            } else {
                asker.fail(LobbyCases.unknownBoard());
            }
        });
    }

    private void listBoards(ListBoardsRequest request, Call<ListBoardsResponse> call) {
        long size = Integer.toUnsignedLong(request.getPageSize());
        InvalidValueException.requireInRange("page_size", size, 0, PAGE_SIZE_MAX, "boards");
        Lobby.ListQuery query = new Lobby.ListQuery(
                size == 0 ? PAGE_SIZE_DEFAULT : (int) size,
                bounded("page_token", request.getPageToken(), 0, PAGE_TOKEN_CHARACTERS_MAX),
                bounded("type", request.getType(), 0, TYPE_CHARACTERS_MAX));
        call.await(lobby.listBoards(query, call.remaining()), (page, asker) -> {
            ListBoardsResponse.Builder response =
                    ListBoardsResponse.newBuilder().setNextPageToken(page.nextPageToken());
            page.boards().forEach(facts -> response.addBoards(LobbyCases.info(facts)));
            asker.reply(response.build());
        });
    }

    private JoinBoardResponse joined(Lobby.Joined joined) {
        return JoinBoardResponse.newBuilder()
                .setPlayerId(joined.player().value())
                .setTicket(tickets.sign(Ticket.of(joined.board().id(), joined.player())))
                .setIndex(joined.index())
                .setBoard(LobbyCases.info(joined.board()))
                .build();
    }

    private static Optional<Duration> lifetime(CreateBoardRequest request) {
        if (!request.hasLifetimeSeconds()) {
            return Optional.empty();
        }
        long seconds = request.getLifetimeSeconds();
        if (seconds < 0 || seconds > LIFETIME_SECONDS_MAX) {
            throw new InvalidValueException(
                    "lifetime_seconds", Long.toUnsignedString(seconds), "0 to " + LIFETIME_SECONDS_MAX + " seconds");
        }
        return Optional.of(Duration.ofSeconds(seconds));
    }

    private static byte[] bounded(String field, ByteString bytes, int bytesMax) {
        if (bytes.size() > bytesMax) {
            throw new InvalidValueException(field, "of " + bytes.size() + " bytes", "at most " + bytesMax + " bytes");
        }
        return bytes.toByteArray();
    }

    private static String bounded(String field, String text, int charactersMin, int charactersMax) {
        if (text.length() < charactersMin || text.length() > charactersMax) {
            throw new InvalidValueException(
                    field,
                    "of " + text.length() + " characters",
                    charactersMin + " to " + charactersMax + " characters");
        }
        return text;
    }
}
