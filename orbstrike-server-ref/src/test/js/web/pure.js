// Tests of the page's pure modules. It is the body of an asynchronous function that runs in the page, and returns what
// failed, one text each, and how many checks were made.
const { directionOfKeys, directionOfVector, vectorOf } = await import('/js/game/steering.js');
const { Controls } = await import('/js/game/controls.js');
const { PlayClock } = await import('/js/game/play-clock.js');
const { Playfield } = await import('/js/game/playfield.js');
const { Prediction, stepOrb } = await import('/js/game/prediction.js');
const { Scene, radiusAt } = await import('/js/game/scene.js');
const { Backoff } = await import('/js/net/backoff.js');
const { Outbox } = await import('/js/net/outbox.js');
const lobbyWire = await import('/js/net/lobby-wire.js');
const { joinOneOf, pagesWithRoom } = await import('/js/net/find-boards.js');
const { verdictOf } = await import('/js/net/verdict.js');
const { CallError, callOnce, errorOf } = await import('/js/net/connect.js');
const { askAgain } = await import('/js/net/repeat.js');
const wire = await import('/js/net/wire.js');
const { boardTitle, clockText, faultOfName, hintOfBoards, nameOf, sayEnd, sentenceOf } = await import('/js/texts.js');
const { barsOf } = await import('/js/hud/quality.js');
const { OrbPainter } = await import('/js/draw/orb-painter.js');
const { KIND } = await import('/js/draw/sprite-shader.js');
const { Labels } = await import('/js/draw/labels.js');
const { NameSheet } = await import('/js/draw/name-sheet.js');
const { PixelBudget } = await import('/js/draw/pixel-budget.js');
const adminWire = await import('/js/cluster/admin-wire.js');
const { matches } = await import('/js/cluster/board-table.js');
const { Changes } = await import('/js/cluster/changes.js');
const { History, scaleTop } = await import('/js/cluster/history.js');
const { sayMs, sayUs } = await import('/js/cluster/names.js');
const { Signer } = await import('/js/cluster/signer.js');

const failures = [];
let checks = 0;

function equal(what, actual, expected) {
  checks++;
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) {
    failures.push(`${what}: ${a}, expected ${b}`);
  }
}

function near(what, actual, expected, tolerance) {
  checks++;
  if (!(Math.abs(actual - expected) <= tolerance)) {
    failures.push(`${what}: ${actual}, expected ${expected} within ${tolerance}`);
  }
}

const hex = (text) => Uint8Array.from(text.trim().split(/\s+/), (byte) => Number.parseInt(byte, 16));
const velocities = [0, 0, 4, 0, 3, 3, 0, 4, -3, 3, -4, 0, -3, -3, 0, -4, 3, -3];
const constants = { maxPlayers: 8, tickIntervalMs: 15, radius: 1000, radiusEnd: 250, bodyRadius: 20, ringRadius: 70, energyMax: 1000,
  energyDrain: 100, energyGain: 50, energyToRaise: 250, respawnTicks: 10, protectionTicks: 5, roundTicks: 100, scoreboardTicks: 20,
  shrinkTicks: 40, velocities };

// Directions: up on the screen is the board's negative y.
equal('no key', directionOfKeys({ left: false, right: false, up: false, down: false }), 0);
equal('right', directionOfKeys({ left: false, right: true, up: false, down: false }), 1);
equal('right and down', directionOfKeys({ left: false, right: true, up: false, down: true }), 2);
equal('up', directionOfKeys({ left: false, right: false, up: true, down: false }), 7);
equal('opposite keys', directionOfKeys({ left: true, right: true, up: true, down: true }), 0);
for (let direction = 1; direction <= 8; direction++) {
  const [x, y] = vectorOf(direction);
  equal(`vector of ${direction}`, directionOfVector(100 * x, 100 * y, 10), direction);
}
equal('dead zone', directionOfVector(3, 4, 6), 0);
equal('a sector keeps its edge', directionOfVector(100, 46, 10, 1), 1);
equal('the same place comes from elsewhere', directionOfVector(100, 46, 10), 2);
equal('far beyond the edge', directionOfVector(100, 80, 10, 1), 2);

// Wire: the example of docs/protocol.md.
const frame = wire.readServerFrame(hex('08 01 10 08 18 02 20 00 2a 05 1a 03 22 01 61 30 05'));
equal('frame', [frame.epoch, frame.tick, frame.kind, frame.acknowledgedInput], [1, 8, 2, 5]);
equal('its motions', wire.readDelta(frame.sections[0].delta).motions, [97]);
equal('unknown fields are skipped', wire.readServerFrame(hex('08 01 ba 06 02 01 02 10 08')).tick, 8);
equal('a large number', wire.readServerFrame(hex('08 ff ff ff ff ff ff 07')).epoch, 2 ** 45 - 1);
equal('negative coordinates', wire.readDelta(hex('1a 07 08 03 18 d0 0f 20 63')).placed[0].x, 1000);
equal('an odd one', wire.readDelta(hex('1a 07 08 03 18 d0 0f 20 63')).placed[0].y, -50);
equal('an input', [...wire.writeOrbInput(7, true)], [8, 7, 16, 1]);
equal('a client frame', [...wire.writeClientFrame({ seenEpoch: 1, seenTick: 8, state: { sequence: 5, input: hex('08 01') }, events: [] })],
  [8, 1, 16, 8, 26, 6, 8, 5, 18, 2, 8, 1]);
equal('rules', [...wire.writeRules({ maxPlayers: 8, respawn: false })], [8, 8, 96, 0]);

// Scene: the example of docs/protocol.md, section 5.
function sceneWithOrb(orb) {
  const scene = new Scene();
  scene.constants = constants;
  scene.phase = { kind: wire.PHASE.PLAY, startTick: 1 };
  scene.apply({ epoch: 1, tick: 7, kind: wire.FRAME.DELTA, sections: [{ id: 0, keyframe: null,
    delta: hex('1a 0b 08 03 10 01 18 d0 0f 20 63 3a 00') }] });
  Object.assign(scene.orbs.get(3), orb);
  return scene;
}
const change = (scene, delta) => scene.apply({ epoch: 1, tick: scene.tick + 1, kind: wire.FRAME.DELTA,
  sections: delta === null ? [] : [{ id: 0, keyframe: null, delta: hex(delta) }] });
const place = (scene) => [scene.orbs.get(3).x, scene.orbs.get(3).y];
const moving = sceneWithOrb({});
equal('placed', place(moving), [1000, -50]);
change(moving, '22 01 61');
equal('moves in the very step', place(moving), [1004, -50]);
change(moving, null);
equal('an empty delta moves, too', place(moving), [1008, -50]);
change(moving, '22 01 71');
equal('the ring stands still', [...place(moving), moving.orbs.get(3).energy], [1008, -50, 900]);
change(moving, '2a 04 08 03 10 01');
equal('dies', [moving.orbs.get(3).alive, moving.orbs.get(3).deaths, moving.news[0].kind], [false, 1, 'death']);
moving.orbs.get(3).place(1, 2, 0, 11);
change(moving, '12 01 03');
equal('gone', moving.orbs.size, 0);
checks++;
try {
  change(moving, '22 01 61');
  failures.push('a motion of nobody is taken');
} catch {
  // as it should be
}

// The circle.
const play = { kind: wire.PHASE.PLAY, startTick: 1 };
equal('before it shrinks', radiusAt(constants, play, 61), 1000);
equal('half way', radiusAt(constants, play, 81), 625);
equal('rounded down', radiusAt(constants, play, 62), 1000 - Math.floor(750 / 40));
equal('at the end', radiusAt(constants, { kind: wire.PHASE.SCOREBOARD, startTick: 101 }, 110), 250);

// Rings by energy.
const ringed = { x: 0, y: 0, motion: 0, energy: 240 };
stepOrb(ringed, 17, constants, true);
equal('not enough energy', [ringed.motion, ringed.x, ringed.energy], [1, 4, 290]);
stepOrb(ringed, 17, constants, true);
equal('it rises by itself', [ringed.motion, ringed.x, ringed.energy], [17, 4, 190]);
stepOrb(ringed, 17, constants, true);
stepOrb(ringed, 17, constants, true);
equal('to the last', [ringed.motion, ringed.energy], [17, 0]);
stepOrb(ringed, 17, constants, true);
equal('and drops', [ringed.motion, ringed.x, ringed.energy], [1, 8, 50]);
const free = { x: 0, y: 0, motion: 0, energy: 0 };
stepOrb(free, 17, { ...constants, energyMax: 0, energyDrain: 0, energyGain: 0, energyToRaise: 0 }, true);
equal('without energy rings cost nothing', free.motion, 17);

// Prediction: what is shown goes where the board goes, one way ahead.
{
  const scene = sceneWithOrb({ energy: 1000 });
  scene.constants = { ...constants, roundTicks: 0 };
  const prediction = new Prediction();
  const orb = scene.orbs.get(3);
  const wayTicks = 6;
  let shown = null;
  let input = null;
  for (let ms = 0; ms < 6000; ms += 15) {
    const tick = 8 + ms / 15;
    if (ms === 3000) {
      prediction.onInput(1, 1, scene.tick);
      input = tick;
    }
    const applies = input !== null && tick === input + wayTicks;
    change(scene, applies ? '22 01 61' : null);
    prediction.onFrame(scene.tick, input !== null && tick >= input + wayTicks ? 1 : 0);
    const before = shown;
    shown = prediction.advance(scene, orb, scene.tick, ms);
    if (ms === 3060) {
      equal('moves before the board says so', [orb.x, shown.x > 1000], [1000, true]);
    }
    if (before) {
      checks++;
      if (shown.x < before.x - 0.01 || shown.x - before.x > 8) {
        failures.push(`prediction jumps from ${before.x} to ${shown.x} at ${ms} ms`);
      }
    }
  }
  near('the way that was learned', prediction.leadTicks, wayTicks, 1.01);
  near('ahead of the board by the way', shown.x - orb.x, 4 * wayTicks, 5);
}

// Keys: what was held for the game is let go, with another key held by then, and on a button.
{
  const wishes = [];
  const stage = document.createElement('canvas');
  const button = document.createElement('button');
  document.body.append(stage, button);
  const controls = new Controls({ stage, ringButton: button, ownPosition: () => ({ x: 0, y: 0 }),
    onWish: (direction, ring) => wishes.push([direction, ring]) });
  controls.start();
  const key = (type, code, target, more = {}) => target.dispatchEvent(new KeyboardEvent(type, { code, bubbles: true, ...more }));
  key('keydown', 'ArrowRight', stage);
  key('keyup', 'ArrowRight', stage, { ctrlKey: true });
  key('keydown', 'Space', stage);
  key('keyup', 'Space', button);
  equal('keys that were held', wishes, [[1, false], [0, false], [0, true], [0, false]]);
  key('keydown', 'KeyD', stage, { ctrlKey: true });
  key('keydown', 'Space', button);
  equal('keys for others', wishes.length, 4);
  controls.stop();
  stage.remove();
  button.remove();
}

// Clock of the others: runs evenly behind frames that come unevenly, and never ahead of them.
{
  const clock = new PlayClock(15);
  let last = null;
  let tick = 0;
  for (let ms = 0; ms < 4000; ms += 5) {
    while ((tick + 1) * 15 + ((tick * 7) % 5) * 8 <= ms) {
      clock.onFrame(++tick, ms);
    }
    if (tick > 0 && ms % 15 === 0) {
      const shown = clock.advance(ms);
      checks++;
      if (last !== null && (shown < last || shown > tick)) {
        failures.push(`the clock goes from ${last} to ${shown} at tick ${tick}`);
      }
      if (ms > 2000 && (shown - last < 0.6 || shown - last > 1.4)) {
        failures.push(`the clock makes ${shown - last} ticks in one at ${ms} ms`);
      }
      last = shown;
    }
  }
  clock.onFrame(3, 4000);
  equal('a tick that goes back restarts it', clock.advance(4010) <= 3, true);
}

// Sending again, waiting, and what an end means.
const outbox = new Outbox();
outbox.acknowledge(41);
equal('goes on above the first frame', [outbox.setState(hex('08 01')), outbox.addEvent(hex('01')), outbox.addEvent(hex('02'))], [42, 43, 44]);
outbox.acknowledge(43);
equal('keeps what is not acknowledged', [outbox.state.sequence, outbox.events.map((event) => event.sequence)], [42, [44]]);
for (let i = outbox.events.length; i < 64; i++) {
  outbox.addEvent(hex('03'));
}
equal('has a bound', [outbox.addEvent(hex('04')), outbox.events.length], [0, 64]);

const backoff = new Backoff(() => 0.999);
const waits = Array.from({ length: 10 }, () => Math.round(backoff.nextMs()));
equal('doubles up to its end', [waits[0], waits[1], waits[2], waits[9]], [50, 100, 200, 4995]);
equal('heeds the server', backoff.nextMs(9000), 9000);
backoff.succeed();
equal('begins anew', Math.round(backoff.nextMs()), 50);

equal('unavailable', verdictOf(4014, '', false).kind, 'again');
equal('a cut line', verdictOf(1006, '', true).kind, 'again');
equal('superseded at once', verdictOf(4010, '', false).kind, 'again');
equal('superseded later', verdictOf(4010, '', true).kind, 'elsewhere');
equal('what is said if no try helps', [4013, 4014, 1006].map((code) => verdictOf(code, '', true).last), ['failed', 'lost', 'lost']);
equal('a refused ticket', verdictOf(4016, '', false).kind, 'refused');
equal('not there', verdictOf(4005, '', false).kind, 'gone');
equal('the way on after an end', ['stay', 'board', 'gone', 'lost', 'failed', 'elsewhere'].map((kind) => sayEnd({ kind }, null).again),
  ['join', 'any', 'any', 'resume', 'any', 'resume']);
equal('a wrong message', verdictOf(1003, '', false).kind, 'outdated');

const full = errorOf(429, JSON.stringify({ code: 'resource_exhausted', message: 'full',
  details: [{ type: 'google.rpc.ErrorInfo', value: btoa('\x0a\x0aBOARD_FULL').replaceAll('=', '') }] }));
equal('a reason', [full.reason, full.mayBeTriedAgain], ['BOARD_FULL', false]);
const busy = errorOf(503, JSON.stringify({ code: 'unavailable', details: [{ type: 'google.rpc.RetryInfo',
  value: btoa('\x0a\x04\x08\x01\x10\x40').replaceAll('=', '') }] }));
near('a delay', busy.retryMs, 1000, 0.1);
equal('a page of a proxy', errorOf(502, '<html>').mayBeTriedAgain, true);

equal('a board in quarantine on the wire', lobbyWire.readBoards(hex('0a 06 0a 02 61 62 40 01 0a 04 0a 02 63 64 12 01 78')), { boards: [
  { id: 'ab', type: '', players: 0, maxPlayers: 0, tickIntervalNs: 0, epoch: 0, isListed: false, isQuarantined: true },
  { id: 'cd', type: '', players: 0, maxPlayers: 0, tickIntervalNs: 0, epoch: 0, isListed: false, isQuarantined: false }], nextPageToken: 'x' });

// Asking again: what nobody answers once, on another connection; what may pass, as long as the server says so.
{
  const silence = new CallError({ code: 'unavailable', isSilence: true });
  const later = new CallError({ code: 'unavailable', reason: 'UNAVAILABLE', retryMs: 500 });
  const tell = async (...answers) => {
    const told = [];
    const pauses = [];
    const ask = async (wasSilent) => {
      told.push(wasSilent);
      const answer = answers[told.length - 1];
      if (answer instanceof CallError) {
        throw answer;
      }
      return answer;
    };
    const outcome = await askAgain(ask, async (ms) => { pauses.push(ms); }).catch((error) => error);
    return { told, pauses, outcome };
  };
  equal('an answer', (await tell('yes')).told, [false]);
  const once = await tell(silence, 'yes');
  equal('one silence', [once.told, once.outcome], [[false, true], 'yes']);
  const dead = await tell(silence, silence, 'yes');
  equal('silence has a bound', [dead.told, dead.outcome === silence, sentenceOf(dead.outcome).includes('does not answer')],
    [[false, true], true, true]);
  const busy = await tell(later, later, silence, 'yes');
  equal('a server that puts off', [busy.told, busy.outcome, busy.pauses.every((ms) => ms >= 100) && busy.pauses[0] >= 500],
    [[false, false, false, true], 'yes', true]);
  equal('for a while', (await tell(later, later, later, later, 'yes')).outcome === later, true);
  const refused = new CallError({ code: 'resource_exhausted', reason: 'BOARD_FULL' });
  equal('a refusal', (await tell(refused, 'yes')).told, [false]);
}
{
  const own = globalThis.fetch;
  const sent = [];
  globalThis.fetch = (url, options) => {
    sent.push(options.credentials);
    return new Promise((resolve, reject) => {
      options.signal.addEventListener('abort', () => reject(options.signal.reason));
    });
  };
  const call = { service: 's', method: 'm', request: new Uint8Array(0), deadlineMs: 9000, answerMs: 20 };
  const failed = await callOnce({ ...call, isApart: true }).catch((error) => error);
  globalThis.fetch = (url, { signal }) => new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });
  const aborted = await callOnce(call).catch((error) => error);
  globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
  const cut = await callOnce({ ...call, answerMs: 9000 }).catch((error) => error);
  globalThis.fetch = own;
  equal('a line that says nothing', [failed.isSilence, failed.mayBeTriedAgain, sent], [true, true, ['omit']]);
  equal('a silence under an older name', [aborted.isSilence, aborted.mayBeTriedAgain], [true, true]);
  equal('a line that is cut', [cut.isSilence, cut.mayBeTriedAgain], [false, true]);
}

// Looking for a board with room, page by page.
{
  const board = (id, players) => ({ id, players, maxPlayers: 2 });
  const lister = (asked, pages) => async ({ pageToken }) => {
    asked.push(pageToken);
    return pages[pageToken] ?? { boards: [board('full', 2)], nextPageToken: `${pageToken}+` };
  };
  /** Looks from a page on: @param answers of boards that do not let him in, by id */
  const look = async (pageToken, pages, answers = {}) => {
    const asked = [];
    const tried = [];
    const join = async (id) => {
      tried.push(id);
      if (answers[id]) {
        throw new CallError({ code: 'resource_exhausted', reason: answers[id] });
      }
      return `at ${id}`;
    };
    const joined = await joinOneOf(pagesWithRoom(pageToken, lister(asked, pages)), join).catch(({ reason }) => reason);
    return { joined, tried, asked };
  };
  equal('room on the third page, and no page in vain', await look('a', { a: { boards: [board('f', 2)], nextPageToken: 'b' },
    b: { boards: [], nextPageToken: 'c' }, c: { boards: [board('x', 0), board('y', 1), board('z', 2)], nextPageToken: 'd' } }),
  { joined: 'at y', tried: ['y'], asked: ['a', 'b', 'c'] });
  equal('no room at all', await look('a', { a: { boards: [board('f', 2)], nextPageToken: '' } }), { joined: null, tried: [], asked: ['a'] });
  equal('none in quarantine', (await look('a', { a: { boards: [{ ...board('q', 1), isQuarantined: true }, board('x', 0)], nextPageToken: '' } })).tried, ['x']);
  equal('no page beyond the known', await look('', {}), { joined: null, tried: [], asked: [] });
  const first = { '': { boards: [board('x', 1)], nextPageToken: '' } };
  equal('before the first list has come', await look(null, first), { joined: 'at x', tried: ['x'], asked: [''] });
  const bounded = await look('a', {});
  equal('a search has a bound', [bounded.joined, bounded.asked.length], [null, 10]);
  const crowded = { a: { boards: ['p', 'q', 'r', 's'].map((id) => board(id, 1)), nextPageToken: 'b' }, b: { boards: [board('x', 1)], nextPageToken: '' } };
  const filled = { p: 'BOARD_FULL', q: 'UNKNOWN_BOARD', r: 'BOARD_QUARANTINED' };
  equal('boards that have filled up', await look('a', crowded, filled), { joined: 'at x', tried: ['p', 'q', 'r', 'x'], asked: ['a', 'b'] });
  equal('and none is left', await look('a', crowded, { ...filled, x: 'JOIN_REFUSED' }),
    { joined: null, tried: ['p', 'q', 'r', 'x'], asked: ['a', 'b'] });
  equal('what no other board helps against', await look('a', crowded, { p: 'NO_ROOM' }), { joined: 'NO_ROOM', tried: ['p'], asked: ['a'] });
}

// Sentences.
equal('a name', faultOfName('Zoë'), '');
equal('50 letters beyond the first plane', faultOfName('🙂'.repeat(50)), '');
equal('51', faultOfName('x'.repeat(51)).includes('51'), true);
equal('a line break', faultOfName('a\nb') !== '', true);
equal('names in sentences', ['Zoë', ' עברית ', '\u202eeinA', '\u200b\u2060', ' ', '<b>'].map((name) => nameOf({ name })),
  ['Zoë', 'עברית', 'einA', 'somebody', 'somebody', '<b>']);
equal('a reason has its sentence', sentenceOf({ code: 'resource_exhausted', reason: 'BOARD_FULL', message: '' }).includes('full'), true);
equal('why no board was found', ['QUOTA_SPENT', 'NO_ROOM', 'BOARD_FULL'].map((reason) =>
  sentenceOf({ code: 'resource_exhausted', reason, message: '', isAfterSearch: true }).startsWith('No board with a free place')), [true, true, false]);
equal('what is said of boards', [[0, null], [0, ''], [0, 'x'], [3, ''], [3, 'x'], [41, '']].map(([known, token]) =>
  hintOfBoards(known, 40, token).split(/ are| is/)[0]), ['', 'No board', 'More boards', '', 'More boards', 'More boards']);
equal('a title stays', boardTitle('00ff00ff00ff00ff00ff00ff00ff00ff'), boardTitle('00ff00ff11111111111111111111111'));
equal('a time', [clockText(61000), clockText(-5), clockText(9001)], ['1:01', '0:00', '0:10']);
equal('bars', [barsOf({ isOpen: true, silenceMs: 10, roundTripMs: 40, jitterMs: 5 }), barsOf({ isOpen: true, silenceMs: 900 })], [4, 0]);

const budget = new PixelBudget();
let ratio = 0;
for (let ms = 0; ms < 3500; ms += 40) {
  ratio = budget.ratio(40, 2);
}
equal('a slow machine draws fewer pixels', ratio, 1);
for (let ms = 0; ms < 2000; ms += 400) {
  ratio = budget.ratio(400, 2);
}
equal('a very slow one soon', ratio, 0.7);
budget.ratio(5000, 2);
for (let i = 0; i < 21 * 45; i++) {
  ratio = budget.ratio(16, 2);
}
equal('a quick one draws more again', ratio, 1);
const slowest = new PixelBudget();
equal('a pause says nothing', [slowest.ratio(1000, 1), slowest.ratio(16, 1), slowest.ratio(1000, 1), slowest.ratio(16, 1)], [1, 1, 1, 1]);
for (let i = 0; i < 6; i++) {
  ratio = slowest.ratio(1000, 1);
}
equal('one that takes a second for each picture draws the fewest', ratio, 0.35);

// Names of a picture with few pixels have those of the screen, and leave no trace.
{
  const canvas = document.createElement('canvas');
  Object.assign(canvas.style, { position: 'absolute', width: '400px', height: '200px' });
  document.body.append(canvas);
  const labels = new Labels(new NameSheet(canvas));
  const ratio = Math.min(devicePixelRatio, 2);
  const inked = (x, y) => {
    const { data } = canvas.getContext('2d').getImageData((x - 30) * ratio, (y - 10) * ratio, 60 * ratio, 20 * ratio);
    return data.some((value) => value > 0);
  };
  const draw = (view, x) => {
    labels.begin(view);
    labels.add('Ann', x, 500, 44, 1);
    labels.end();
  };
  draw({ left: 1000, top: 400, width: 800, height: 400 }, 1200);
  equal('names on the sheet', [canvas.width, canvas.height, labels.mesh.visible, inked(100, 50), inked(300, 50)],
    [400 * ratio, 200 * ratio, false, true, false]);
  draw({ left: 1000, top: 400, width: 800, height: 400 }, 1600);
  equal('a name that has moved', [inked(100, 50), inked(300, 50)], [false, true]);
  draw(null, 1600);
  equal('names in the picture', [labels.mesh.visible, canvas.hidden, inked(100, 50), inked(300, 50)], [true, true, false, false]);
  draw({ left: 1000, top: 400, width: 800, height: 400 }, 1200);
  equal('names on the sheet again', [canvas.width, canvas.height, canvas.hidden, inked(100, 50)], [400 * ratio, 200 * ratio, false, true]);
  canvas.remove();
}

// A page that drew nothing for long tells only what came last of its own orb.
{
  const field = new Playfield(0);
  const news = (nowMs) => field.advance(nowMs).news.map(({ kind, orb }) => [kind, orb.index]);
  field.scene.apply = (frame) => {
    field.scene.constants = constants;
    Object.assign(field.scene, frame);
  };
  const orb = (index) => ({ index });
  field.onFrame({ epoch: 1, tick: 1, acknowledgedInput: 0, news: [] }, 10);
  news(20);
  field.onFrame({ epoch: 1, tick: 2, acknowledgedInput: 0, news: [{ kind: 'birth', tick: 2, orb: orb(0) }, { kind: 'death', tick: 2, orb: orb(1) },
    { kind: 'death', tick: 2, orb: orb(0) }] }, 25);
  equal('after a long pause', news(5000), [['death', 0]]);
}

// Who wants less motion sees neither trails nor sparks: of what glows, one body a picture is left.
{
  const glowing = (isCalm) => {
    let count = 0;
    const sprites = { add: (kind) => { count += Number(kind === KIND.GLOW); } };
    const painter = new OrbPainter(sprites, { add: () => {} }, () => isCalm);
    const orb = { name: 'a', color: 0 };
    const view = { x: 0, y: 0, halfWidth: 500, halfHeight: 500 };
    for (let picture = 0; picture < 20; picture++) {
      const moving = { orb, x: 8 * picture, y: 0, direction: 1, ring: false, energy: 1, isOwn: false, isProtected: false };
      const news = picture === 10 ? [{ kind: 'death', x: 0, y: 0, orb }, { kind: 'birth', orb: { ...orb, x: 0, y: 0 } }] : [];
      painter.paint({ orbs: [moving], news }, { constants }, view, 1, 0.04);
    }
    return count;
  };
  equal('calm', glowing(true), 20);
  equal('lively', glowing(false) > 200, true);
}

// The cluster view: what has happened between two looks.
{
  const changes = new Changes();
  const gameserver = (id, isLive = true, isDraining = false) => ({ id, address: `${id}:1`, isLive, isDraining });
  const board = (holder, epoch, state = 'running') => ({ id: 'b', gameserver: holder, epoch, state });
  const leader = (id, term) => ({ id, address: `${id}:1`, term });
  let nowMs = 0;
  const kinds = (look) => changes.since({ gameservers: [], boards: [], leader: null, ...look }, nowMs += 1000).map(({ kind }) => kind);
  const two = [gameserver('one'), gameserver('two')];
  equal('nothing after the first look', kinds({ gameservers: two, boards: [board('one', 1)], leader: leader('l', 1) }), []);
  equal('nothing where nothing changes', kinds({ gameservers: two, boards: [board('one', 1)], leader: leader('l', 1) }), []);
  equal('a new term', kinds({ gameservers: two, boards: [board('one', 1)], leader: leader('m', 2) }), ['leader']);
  const drained = [gameserver('one', true, true), gameserver('two')];
  equal('a drain', kinds({ gameservers: drained, boards: [board('one', 1)], leader: null }), ['leaderless', 'drain']);
  equal('a board that neither names', kinds({ gameservers: drained }), []);
  equal('a handover', kinds({ gameservers: drained, boards: [board('two', 2)] }), ['handover']);
  equal('an end in order', kinds({ gameservers: [gameserver('two')], boards: [board('two', 2)] }), ['left']);
  const three = [gameserver('two'), gameserver('three')];
  equal('a gameserver comes', kinds({ gameservers: three, boards: [board('two', 2)] }), ['came']);
  const dead = [gameserver('two', false), gameserver('three')];
  equal('a gameserver is lost', kinds({ gameservers: dead, boards: [board('two', 2)] }), ['lost']);
  equal('a failover', kinds({ gameservers: dead, boards: [board('three', 3)] }), ['failover']);
  equal('a quarantine', kinds({ gameservers: dead, boards: [board('three', 3, 'quarantined')] }), ['quarantine']);
  equal('a release', kinds({ gameservers: dead, boards: [board('three', 4)] }), ['anew']);
  equal('it is back', kinds({ gameservers: three, boards: [board('three', 4)] }), ['returned']);
  nowMs += 61000;
  equal('a board is not remembered for ever', [kinds({ gameservers: three }), kinds({ gameservers: three, boards: [board('two', 9)] })], [[], []]);
}
equal('tops of scales', [0, 4, 5, 7, 11, 999, 1001].map((value) => scaleTop(value, 5)), [5, 5, 5, 10, 20, 1000, 2000]);
{
  const history = new History();
  for (const [tMs, players] of [[0, 9], [130000, 1], [131000, 2], [140000, 3]]) {
    history.add(tMs, { players });
  }
  equal('runs between gaps', history.runs('players'), [[[130000, 1], [131000, 2]], [[140000, 3]]]);
  equal('the greatest that is still seen', history.max('players'), 3);
}
equal('times', [sayUs(40), sayUs(1900), sayUs(25000), sayMs(250), sayMs(1500), sayMs(12000)],
  ['40 µs', '1.9 ms', '25 ms', '250 ms', '1.5 s', '12 s']);
{
  const board = { id: '0123456789abcdef', type: 'orb', state: 'running', gameserver: 'fe12' };
  equal('filters', ['', 'orb', '0123 running', 'FE12', 'host:1', 'sleeping'].map((text) =>
    matches(board, 'host:1', text.toLowerCase().split(/\s+/).filter(Boolean))), [true, true, true, true, true, false]);
}
equal('a gameserver on the wire', adminWire.readGameservers(hex('0a 13 0a 02 61 62 22 06 0a 01 7a 12 01 61 30 01 78 28 88 01 07'))
  .map(({ id, labels, isLive, tickLatenessUsMean, syncLagMs }) => [id, labels, isLive, tickLatenessUsMean, syncLagMs]),
[['ab', [['z', 'a']], true, 40, 7]]);
equal('nobody leads', adminWire.readLeader(hex('')), null);
{
  const signer = await Signer.of(await Signer.derived('0123456789abcdef0123456789abcdef'));
  equal('a credential', (await signer.sign(1700000000999)).split('.'), [
    'eyJhbGciOiJIUzI1NiIsImtpZCI6ImU4MGRmODYxOGRiYiJ9',
    'eyJhdWQiOiJvcmJzdHJpa2UudjEuQWRtaW4iLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDA2MH0',
    'kpZ3hgMA98K2CmT5aOo4vGZuOXQlG3sKBjw_ypnR32o',
  ]);
}

return JSON.stringify({ failures, checks });
