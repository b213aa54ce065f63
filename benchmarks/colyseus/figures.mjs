// What a run of the load client showed, in the keys of the report of `bots`.

import { build } from 'hdr-histogram-js';

const MICROS_MAX = 300_000_000;
const MICROS_PER_MS = 1_000;

export class Figures {
  constructor() {
    this.gapMicros = histogram();
    this.latencyMicros = histogram();
    this.received = 0;
    this.bytes = 0;
    this.streamErrors = 0;
  }

  onPatch(bytes) {
    this.received++;
    this.bytes += bytes;
  }

  onGap(gapMs) {
    record(this.gapMicros, gapMs);
  }

  onInputLatency(latencyMs) {
    record(this.latencyMicros, latencyMs);
  }

  /** The report; `perPlayer` are the frames that each player received in the window. */
  report({ players, playersSeen, perPlayer, framesDuePerPlayer, ownCpuPercent, windowMs }) {
    const framesMissed = perPlayer.reduce((sum, received) => sum + Math.max(framesDuePerPlayer - received, 0), 0);
    return {
      players,
      playersSeen,
      framesDue: framesDuePerPlayer * perPlayer.length,
      framesReceived: this.received,
      framesMissed,
      frameGapMs: percentiles(this.gapMicros),
      inputLatencyMs: this.latencyMicros.totalCount === 0 ? null : percentiles(this.latencyMicros),
      bytesPerFrame: this.received === 0 ? 0 : Math.round((10 * this.bytes) / this.received) / 10,
      ownCpuPercent,
      windowMs,
      streamErrors: this.streamErrors,
    };
  }
}

function histogram() {
  return build({ lowestDiscernibleValue: 1, highestTrackableValue: MICROS_MAX, numberOfSignificantValueDigits: 3 });
}

function record(micros, ms) {
  micros.recordValue(Math.min(Math.max(Math.round(ms * MICROS_PER_MS), 0), MICROS_MAX));
}

function percentiles(micros) {
  const at = (percentile) => (micros.totalCount === 0 ? 0 : micros.getValueAtPercentile(percentile) / MICROS_PER_MS);
  return { p50: at(50), p99: at(99), p999: at(99.9), max: micros.totalCount === 0 ? 0 : micros.maxValue / MICROS_PER_MS };
}
