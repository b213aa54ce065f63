package io.orbstrike.store;

/**
 * Everything that a cluster keeps, by capability. An implementation is one database, seen by all processes of a cluster
 * alike.
 *
 * <p>For every call of every capability:
 *
 * <ul>
 *   <li>It never blocks. Its stage completes on any thread, not later than soon after the time that was left for it,
 *       and never exceptionally: what can go wrong is an outcome.
 *   <li><b>ROUTE-5</b> A write that reaches the store when the time left for it has passed, by the store's clock, is
 *       refused and changes nothing: {@link NotApplied} if that is known, else {@link Unknown}.
 *   <li><b>ROSTER-5</b> An outcome that says that something was written means that it is durable, as far as the
 *       implementation's setting asks; otherwise it is {@link Unknown}.
 *   <li>A write whose outcome was {@link Unknown} may be repeated: what it did is then found, not done again.
 * </ul>
 *
 * <p>Thread-safe.
 */
public interface ClusterStore extends AutoCloseable {

    /**
     * Boards and their attachments.
     *
     * @return always the same object
     */
    BoardStore boards();

    /**
     * Who is on a board.
     *
     * @return always the same object
     */
    RosterStore rosters();

    /**
     * How many boards a creator has created.
     *
     * @return always the same object
     */
    QuotaStore quotas();

    /**
     * Which gameservers live.
     *
     * @return always the same object
     */
    LeaseStore leases();

    /**
     * Who leads.
     *
     * @return always the same object
     */
    ElectionStore election();

    /**
     * Which gameserver holds which board.
     *
     * @return always the same object
     */
    AttachmentStore attachments();

    /**
     * The newest state of each board.
     *
     * @return always the same object
     */
    SnapshotStore snapshots();

    /**
     * What processes tell each other.
     *
     * @return always the same object
     */
    StoreHints hints();

    /** Lets go of the database. Calls made afterwards are not applied. May be called twice; waits for nothing. */
    @Override
    void close();
}
