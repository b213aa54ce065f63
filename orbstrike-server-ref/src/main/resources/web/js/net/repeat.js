// Asks again where that can help: a call that may pass, and once a call that nobody answers. The request stays the same, and
// with it its idempotency key, so that a repetition makes no second board and no second player.
import { Backoff } from './backoff.js';

const TRIES_MAX = 4;
const SILENCES_MAX = 2;
const RETRY_MAX_MS = 3000;

/**
 * @param ask asks once, told whether nobody has answered before; fails with a CallError
 * @param pause waits so many milliseconds
 * @returns what `ask` gave at last
 */
export async function askAgain(ask, pause = sleep) {
  const backoff = new Backoff();
  let silences = 0;
  for (let tries = 1; ; tries++) {
    try {
      return await ask(silences > 0);
    } catch (error) {
      silences += Number(error.isSilence === true);
      const isLast = tries === TRIES_MAX || silences === SILENCES_MAX || error.retryMs > RETRY_MAX_MS;
      if (!error.mayBeTriedAgain || isLast) {
        throw error;
      }
      await pause(backoff.nextMs(Math.max(error.retryMs, 100 * tries)));
    }
  }
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
