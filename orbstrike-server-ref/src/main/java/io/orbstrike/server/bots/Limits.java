package io.orbstrike.server.bots;

import io.orbstrike.server.config.Percent;
import java.time.Duration;

/**
 * What a run may show and still be right.
 *
 * <p>Immutable.
 *
 * @param missedMax the share of frames that may be missing
 * @param gapMax between two frames of one epoch
 * @param failoverGapMax between two frames where the epoch rises
 */
record Limits(Percent missedMax, Duration gapMax, Duration failoverGapMax) {}
