// What the end of a WebSocket means: try again, or tell the player.
// The server closes with 1000 after a LAST frame, else with 4000 + the gRPC status code. docs/protocol.md has the table.

const GRPC = 4000;

/** The server does not understand what this page sends. */
const NOT_UNDERSTOOD = new Set([1002, 1003, 1009]);
const SUPERSEDED = 10;

/** Of a board in quarantine, too. */
const INTERNAL = 13;

/** Statuses that may pass: CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, INTERNAL, UNAVAILABLE. */
const PASSING = new Set([1, 2, 4, 8, 13, 14]);

/** Where the server asks for patience, so much of it. */
const LEAST_MS = new Map([[8, 1000], [13, 500]]);

/**
 * @param hadFrames whether the stream has shown a frame: who is superseded after that plays elsewhere, who is before only does
 *     not know his stream's number
 * @returns {kind}: again with leastMs and, for when no try helps, lost or failed as its last; or elsewhere, gone, refused,
 *     outdated with the server's text
 */
export function verdictOf(code, text, hadFrames) {
  if (code < GRPC) {
    return NOT_UNDERSTOOD.has(code) ? { kind: 'outdated', text } : again();
  }
  const status = code - GRPC;
  if (PASSING.has(status)) {
    return again(LEAST_MS.get(status), status === INTERNAL ? 'failed' : 'lost');
  }
  switch (status) {
    case SUPERSEDED: return hadFrames ? { kind: 'elsewhere', text } : again();
    case 5: return { kind: 'gone', text };
    case 16: return { kind: 'refused', text };
    default: return { kind: 'outdated', text };
  }
}

function again(leastMs = 0, last = 'lost') {
  return { kind: 'again', leastMs, last };
}
