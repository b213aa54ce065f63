package io.orbstrike.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.store.Epoch;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link StoreHints}. A hint may be lost, so what must be heard is told until it is.
 *
 * <p>Confined to the test's thread.
 */
public abstract class StoreHintsContract extends StoreKit {

    private final List<StoreHints.Subscription> subscriptions = new ArrayList<>();

    /** Creates the kit. */
    protected StoreHintsContract() {}

    @AfterEach
    final void endSubscriptions() {
        subscriptions.forEach(StoreHints.Subscription::close);
    }

    @Test
    void shouldTellOfAGapBeforeAllElse() {
        Hearing hearing = listening();
        StoreHints.Hint hint = attached();
        tellUntilHeard(hint, hearing);
        assertThat(hearing.gapsBeforeFirstHint.get()).isPositive();
    }

    @Test
    void shouldTellOfAGapWithoutAnyHint() {
        Hearing hearing = listening();
        eventually(() -> assertThat(hearing.gaps.get()).isPositive());
    }

    @Test
    void shouldTellEverybodyWhoListens() {
        Hearing first = listening();
        Hearing second = listening();
        StoreHints.Hint hint = attached();
        tellUntilHeard(hint, first);
        tellUntilHeard(hint, second);
    }

    @Test
    void shouldTellEveryKindOfHintAsItWasPublished() {
        Hearing hearing = listening();
        Token greatest = new Token(new Epoch(Long.MAX_VALUE), incarnation());
        Token least = new Token(new Epoch(1), new Incarnation(-1, Long.MIN_VALUE));
        for (StoreHints.Hint hint : List.of(
                attached(),
                new StoreHints.Attached(key().boardId(), greatest),
                new StoreHints.Attached(key().boardId(), least),
                new StoreHints.Declined(key().boardId(), greatest),
                new StoreHints.Awaited(key().boardId()),
                new StoreHints.LeaderChanged(storeTime().toEpochMilli()),
                new StoreHints.Suspected(incarnation()),
                new StoreHints.Suspected(new Incarnation(-1, Long.MIN_VALUE)))) {
            tellUntilHeard(hint, hearing);
        }
    }

    @Test
    void shouldTellAListenerOneThingAtATime() {
        Hearing hearing = listening();
        Set<StoreHints.Hint> hints = ConcurrentHashMap.newKeySet();
        List<Callable<CompletionStage<Integer>>> publishers = new ArrayList<>();
        for (int i = 0; i < racers(); i++) {
            List<StoreHints.Hint> own = new ArrayList<>();
            for (int j = 0; j < 50; j++) {
                own.add(attached());
            }
            hints.addAll(own);
            publishers.add(() -> {
                own.forEach(store().hints()::publish);
                return CompletableFuture.completedFuture(own.size());
            });
        }
        race(publishers);

        hints.forEach(hint -> tellUntilHeard(hint, hearing));
        assertThat(hearing.overlaps.get()).isZero();
    }

    @Test
    void shouldTellNothingMoreToWhoHasEndedIt() {
        Hearing ended = new Hearing();
        StoreHints.Subscription subscription = store().hints().subscribe(ended);
        StoreHints.Hint first = attached();
        tellUntilHeard(first, ended);
        subscription.close();
        subscription.close();

        Hearing other = listening();
        StoreHints.Hint second = attached();
        tellUntilHeard(second, other);
        assertThat(ended.hints).contains(first).doesNotContain(second);
    }

    @Test
    void shouldTellAListenerWhatItPublishesItself() {
        StoreHints.Hint answer = attached();
        StoreHints.Hint question = attached();
        Hearing hearing = new Hearing() {
            @Override
            public void onHint(StoreHints.Hint hint) {
                super.onHint(hint);
                if (hint.equals(question)) {
                    store().hints().publish(answer);
                }
            }
        };
        subscriptions.add(store().hints().subscribe(hearing));
        eventually(() -> {
            store().hints().publish(question);
            assertThat(hearing.hints).contains(question, answer);
        });
    }

    @Test
    void shouldTellNobodyOfAHintThatWasLostOrIsHeld() {
        Hearing hearing = listening();
        StoreHints.Hint lost = attached();
        faulty(StoreCall.PUBLISH_HINT, StoreFault.REQUEST_LOST).hints().publish(lost);
        StoreHints.Hint held = attached();
        FaultyClusterStore holding = faulty(StoreCall.PUBLISH_HINT, StoreFault.REQUEST_HELD);
        holding.hints().publish(held);
        tellUntilHeard(attached(), hearing);
        assertThat(hearing.hints).doesNotContain(lost, held);

        holding.release();
        tellUntilHeard(attached(), hearing);
        eventually(() -> assertThat(hearing.hints).contains(held));
    }

    private Hearing listening() {
        Hearing hearing = new Hearing();
        subscriptions.add(store().hints().subscribe(hearing));
        return hearing;
    }

    private StoreHints.Hint attached() {
        return new StoreHints.Attached(
                key().boardId(), new Token(new Epoch(storeTime().toEpochMilli()), incarnation()));
    }

    private void tellUntilHeard(StoreHints.Hint hint, Hearing hearing) {
        eventually(() -> {
            if (!hearing.hints.contains(hint)) {
                store().hints().publish(hint);
            }
            assertThat(hearing.hints).contains(hint);
        });
    }

    /** What a listener heard, and whether two calls came at once. */
    private static class Hearing implements StoreHints.Listener {

        final Set<StoreHints.Hint> hints = ConcurrentHashMap.newKeySet();
        final AtomicInteger gaps = new AtomicInteger();
        final AtomicInteger gapsBeforeFirstHint = new AtomicInteger();
        final AtomicInteger overlaps = new AtomicInteger();
        private final AtomicInteger callers = new AtomicInteger();

        @Override
        public void onHint(StoreHints.Hint hint) {
            enter();
            if (hints.isEmpty()) {
                gapsBeforeFirstHint.set(gaps.get());
            }
            hints.add(hint);
            callers.decrementAndGet();
        }

        @Override
        public void onGap() {
            enter();
            gaps.incrementAndGet();
            callers.decrementAndGet();
        }

        private void enter() {
            if (callers.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
        }
    }
}
