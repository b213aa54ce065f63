package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.board.None;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.BoardSettings;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.sync.BoardSync;
import io.orbstrike.sync.SyncMetrics;
import io.orbstrike.sync.SyncOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a Redis counts while many boards are saved: scripts by the boards, reads of its sockets by the batches. */
class RoundTripsIT {

    private static final int BOARDS = 1_000;
    private static final int INTERVALS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final SyncOptions OPTIONS = SyncOptions.defaults();

    /* A save of a small board takes some 300 bytes, and a batch is written and read in parts of 8 to 16 KiB. */
    private static final int READS_PER_BATCH_MAX = 12;

    private static final int READS_BY_TEST_MAX = 20;

    private final RedisProcess server = RedisProcess.start();
    private final RedisClusterStore store =
            RedisClusterStore.builder("redis://" + server.hostAndPort()).build();
    private final BoardHost host = BoardHost.builder().threads(1).build();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final BoardSync sync = BoardSync.builder()
            .store(store.snapshots())
            .executor(executor)
            .clock(SystemNanoClock.INSTANCE)
            .random(new SplittableRandom(1))
            .options(OPTIONS)
            .build();

    @AfterEach
    void close() {
        sync.close();
        executor.shutdownNow();
        host.close();
        store.close();
        server.close();
    }

    @Test
    void shouldSaveAThousandBoardsInFewRoundTrips() {
        host.start();
        StoreUser user = new StoreUser(store);
        List<SyncedRecord> boards = new ArrayList<>();
        for (int i = 0; i < BOARDS; i++) {
            boards.add(hosted(user.created()));
        }
        user.save(boards.get(0).board(), 0); // Redis has the script from now on
        Counted before = Counted.of(server);
        boards.forEach(sync::add);
        await().atMost(PATIENCE).until(() -> saved() >= INTERVALS * BOARDS);
        sync.close();
        await().atMost(PATIENCE).until(() -> sync.metrics().batchesInFlight() == 0);
        StoreUser.answer(CompletableFuture.runAsync(() -> {}, executor));

        Counted counted = Counted.of(server).since(before);
        long batches = sync.metrics().batches();
        long fullBatches = saved() / OPTIONS.batchBoardsMax();
        assertThat(counted.scripts()).isEqualTo(saved());
        assertThat(batches).as("batches of %s saves", saved()).isBetween(fullBatches, 4 * fullBatches);
        assertThat(counted.reads())
                .as("reads of %s batches", batches)
                .isBetween(batches, READS_PER_BATCH_MAX * batches + READS_BY_TEST_MAX);
    }

    private long saved() {
        return sync.metrics().saves(SyncMetrics.Result.SAVED);
    }

    private SyncedRecord hosted(BoardRecord board) {
        HostedBoard<None, None> hosted = StoreUser.answer(host.create(
                board.spec().id(),
                new CountingType(),
                None.NONE,
                BoardSettings.of(board.spec().seed())
                        .withEpoch(board.token().epoch().value())));
        return new SyncedRecord(board, hosted);
    }

    /** What a Redis has counted since it was started. */
    private record Counted(long scripts, long reads) {

        private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");
        private static final Pattern READS = Pattern.compile("total_reads_processed:(\\d+)");

        static Counted of(RedisProcess server) {
            return new Counted(number(SCRIPTS, server.info("commandstats")), number(READS, server.info("stats")));
        }

        Counted since(Counted earlier) {
            return new Counted(scripts - earlier.scripts, reads - earlier.reads);
        }

        private static long number(Pattern pattern, String info) {
            Matcher found = pattern.matcher(info);
            assertThat(found.find()).as(info).isTrue();
            return Long.parseLong(found.group(1));
        }
    }
}
