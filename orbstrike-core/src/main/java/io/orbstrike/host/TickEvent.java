package io.orbstrike.host;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * A step of a board in a flight recording; off unless the recording asks for it.
 *
 * <p>Confined to the tick thread.
 */
@Name("io.orbstrike.Tick")
@Label("Tick")
@Category("Orbstrike")
@Description("A step of a board and the encoding of its frame")
@Enabled(false)
@StackTrace(false)
final class TickEvent extends Event {

    @Label("Board")
    String board = "";

    @Label("Epoch")
    long epoch;

    @Label("Tick")
    long tick;

    @Label("Lateness")
    @Timespan(Timespan.NANOSECONDS)
    long lateness;

    @Label("Players")
    int players;
}
