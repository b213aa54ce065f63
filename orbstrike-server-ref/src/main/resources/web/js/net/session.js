// What a reloaded page needs to play on: the ticket, the stream's number and the newest frame. The ticket is a secret, so it
// lives as long as the tab and no longer.

const SESSION = 'orbstrike.session';
const WISH = 'orbstrike.wish';
const WISHES_MAX = 8;

function load(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Without storage everything works but going on after a reload.
  }
}

/** The stay that this tab was in, or null. */
export function loadSession() {
  const session = load(SESSION);
  return session && typeof session.ticket === 'string' && typeof session.board === 'string' ? session : null;
}

export function storeSession(session) {
  store(SESSION, session);
}

export function forgetSession() {
  sessionStorage.removeItem(SESSION);
}

/** The key of a wish, drawn by `draw` the first time: a page that is reloaded in between repeats the same wish. */
export function keyOfWish(wish, draw) {
  const wishes = load(WISH) ?? [];
  const known = wishes.find((one) => one.wish === wish);
  if (known) {
    return Uint8Array.from(known.key);
  }
  const key = draw();
  store(WISH, [...wishes, { wish, key: [...key] }].slice(-WISHES_MAX));
  return key;
}

/** The wish was granted, or refused for good: the next one is another. */
export function forgetWish(wish) {
  store(WISH, (load(WISH) ?? []).filter((one) => one.wish !== wish));
}
