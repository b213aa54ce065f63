package io.orbstrike.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.store.StoreHints;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class MemoryHintsTest {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Object> heard = new ArrayList<>();
    private boolean rejecting;
    private final MemoryHints hints = new MemoryHints(this::execute, 2);

    @Test
    void shouldTellOfAGapFirstAndThenWhatIsPublished() {
        hints.subscribe(listener());
        hints.publish(new StoreHints.LeaderChanged(1));
        hints.publish(new StoreHints.LeaderChanged(2));
        runAll();
        assertThat(heard).containsExactly("gap", 1L, 2L);
    }

    @Test
    void shouldTellOfAGapInPlaceOfHintsThatAreTooMany() {
        hints.subscribe(listener());
        runAll();
        heard.clear();
        for (int i = 0; i < HintDelivery.HINTS_MAX; i++) {
            hints.publish(new StoreHints.LeaderChanged(i));
        }
        hints.publish(new StoreHints.LeaderChanged(-1));
        hints.publish(new StoreHints.LeaderChanged(-2));
        runAll();
        assertThat(heard).containsExactly("gap", -2L);
    }

    @Test
    void shouldTellOfEveryHintUpToTheBound() {
        hints.subscribe(listener());
        runAll();
        heard.clear();
        for (int i = 0; i < HintDelivery.HINTS_MAX; i++) {
            hints.publish(new StoreHints.LeaderChanged(i));
        }
        runAll();
        assertThat(heard).hasSize(HintDelivery.HINTS_MAX).doesNotContain("gap");
    }

    @Test
    void shouldTellOfAGapWhenTheExecutorTakesTasksAgain() {
        hints.subscribe(listener());
        runAll();
        heard.clear();
        rejecting = true;
        hints.publish(new StoreHints.LeaderChanged(1));
        rejecting = false;
        hints.publish(new StoreHints.LeaderChanged(2));
        runAll();
        assertThat(heard).containsExactly("gap", 2L);
    }

    @Test
    void shouldTellTheOthersAndWhatFollowsWhenAListenerFails() {
        hints.subscribe(new StoreHints.Listener() {
            @Override
            public void onHint(StoreHints.Hint hint) {
                heard.add("failing");
                throw new IllegalStateException("planted");
            }

            @Override
            public void onGap() {}
        });
        hints.subscribe(listener());
        hints.publish(new StoreHints.LeaderChanged(1));
        hints.publish(new StoreHints.LeaderChanged(2));
        runAll();
        assertThat(heard).containsExactlyInAnyOrder("failing", "failing", "gap", 1L, 2L);
    }

    @Test
    void shouldTellWhoHasClosedNothingMore() {
        StoreHints.Subscription subscription = hints.subscribe(listener());
        runAll();
        heard.clear();
        hints.publish(new StoreHints.LeaderChanged(1));
        subscription.close();
        subscription.close();
        hints.publish(new StoreHints.LeaderChanged(2));
        runAll();
        assertThat(heard).isEmpty();
    }

    @Test
    void shouldTellNothingMoreToWhoClosesWhileItIsTold() {
        List<StoreHints.Subscription> subscriptions = new ArrayList<>();
        subscriptions.add(hints.subscribe(new StoreHints.Listener() {
            @Override
            public void onHint(StoreHints.Hint hint) {
                heard.add(((StoreHints.LeaderChanged) hint).term());
                subscriptions.get(0).close();
            }

            @Override
            public void onGap() {}
        }));
        hints.publish(new StoreHints.LeaderChanged(1));
        hints.publish(new StoreHints.LeaderChanged(2));
        runAll();
        assertThat(heard).containsExactly(1L);
    }

    @Test
    void shouldTellNothingAfterTheStoresEnd() {
        hints.subscribe(listener());
        runAll();
        heard.clear();
        hints.close();
        hints.publish(new StoreHints.LeaderChanged(1));
        hints.subscribe(listener());
        runAll();
        assertThat(heard).isEmpty();
    }

    @Test
    void shouldTakeNoMoreListenersThanItsBound() {
        hints.subscribe(listener());
        StoreHints.Subscription second = hints.subscribe(listener());
        assertThatThrownBy(() -> hints.subscribe(listener()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at most 2");
        second.close();
        assertThat(hints.subscribe(listener())).isNotNull();
    }

    private StoreHints.Listener listener() {
        return new StoreHints.Listener() {
            @Override
            public void onHint(StoreHints.Hint hint) {
                heard.add(((StoreHints.LeaderChanged) hint).term());
            }

            @Override
            public void onGap() {
                heard.add("gap");
            }
        };
    }

    private void execute(Runnable task) {
        if (rejecting) {
            throw new RejectedExecutionException("planted");
        }
        tasks.add(task);
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
