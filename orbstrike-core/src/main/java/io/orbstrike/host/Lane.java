package io.orbstrike.host;

/**
 * A transport thread and the viewers it owns: an event loop, or any executor that runs one task at a time, in order.
 * The frames of boards that are due together are handed to a lane at once, and written there to all their viewers.
 *
 * <p>Thread-safe.
 */
public interface Lane {

    /**
     * Runs a task on the lane's thread, after the tasks handed over before. Never blocks, and never runs it in the
     * calling thread unless that is the lane's.
     *
     * @param task short, does not block
     * @throws java.util.concurrent.RejectedExecutionException if the lane has ended; its viewers are then dropped
     */
    void execute(Runnable task);

    /**
     * Runs a task on the lane's thread when the network has had a turn, in which the lane reads what has come. A lane that
     * is late hands its next frames out this way, so that inputs come in meanwhile. Called on the lane.
     *
     * <p>Calls {@link #execute} if it is not overridden, which is right for a lane that reads nothing, or in tasks like others.
     *
     * @param task short, does not block
     * @throws java.util.concurrent.RejectedExecutionException if the lane has ended; one that ends later runs it, too
     */
    default void executeAfterReading(Runnable task) {
        execute(task);
    }

    /**
     * Tells whether the calling thread is the lane's.
     *
     * @return true on the lane
     */
    boolean inLane();
}
