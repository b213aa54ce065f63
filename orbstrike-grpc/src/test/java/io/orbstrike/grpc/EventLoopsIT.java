package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.orbstrike.host.Lane;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EventLoopsIT {

    @Test
    void shouldTellOfAnErrorOnALaneAndGoOn() {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        DefaultThreadFactory threads = new DefaultThreadFactory("lane", true);
        try (EventLoops loops = EventLoops.create(1, task -> {
            Thread thread = threads.newThread(task);
            thread.setUncaughtExceptionHandler((where, error) -> told.add(error));
            return thread;
        })) {
            Lane lane = loops.workers()
                    .next()
                    .submit(loops::lane)
                    .syncUninterruptibly()
                    .getNow();
            Error planted = new OutOfMemoryError("planted");
            lane.execute(() -> {
                throw planted;
            });
            await().untilAsserted(() -> assertThat(told).containsExactly(planted));
            AtomicBoolean hasRun = new AtomicBoolean();
            lane.execute(() -> hasRun.set(true));
            await().untilTrue(hasRun);
        }
    }
}
