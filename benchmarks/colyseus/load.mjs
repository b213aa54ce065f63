// The load client of the Colyseus server: players with a WebSocket each, who send inputs and count patches.

import { writeFileSync } from 'node:fs';
import { Decoder, Reflection, decode, encode } from '@colyseus/schema';
import { Packr } from 'msgpackr';
import WebSocket from 'ws';
import { Figures } from './figures.mjs';
import { integerOption, textOption } from './options.mjs';
import { Pilot } from './pilot.mjs';

const TICK_MS = 15;
const CONNECTS_AT_ONCE = 16;
const CALL_MS_MAX = 15_000;
const FIRST_PATCHES_MS_MAX = 15_000;
const PUMP_MS = 5;
const SENT_KEPT = 256;

const JOIN_ROOM = 10;
const ROOM_DATA = 13;
const ROOM_STATE = 14;
const ROOM_STATE_PATCH = 15;

const port = integerOption('port', undefined, 1, 65_535);
const rooms = integerOption('rooms', 1, 1, 10_000);
const playersPerRoom = integerOption('players', 10, 1, 10_000);
const durationMs = 1_000 * integerOption('duration', 30, 1, 86_400);
const warmupMs = 1_000 * integerOption('warmup', 2, 0, 3_600);
const inputsPerSecond = integerOption('inputs', 10, 1, 100);
const json = textOption('json');

const packr = new Packr({ useRecords: false });
const inputHead = inputHeadBytes();
const figures = new Figures();
const window = { startMs: Infinity, endMs: Infinity };
const players = [];
let isClosing = false;

/** What one room's decoding player knows; the others only count. */
class RoomKnowledge {
  constructor() {
    this.decoder = undefined;
  }

  onHandshake(reflection) {
    this.decoder = Reflection.decode(reflection);
  }

  onState(bytes) {
    this.decoder.decode(bytes, { offset: 1 });
  }

  orb(sessionId) {
    return this.decoder?.state.orbs?.get(sessionId);
  }

  get radius() {
    return this.decoder?.state.radius ?? 0;
  }
}

class Player {
  constructor(seat, knowledge, decodes) {
    this.sessionId = seat.sessionId;
    this.knowledge = knowledge;
    this.decodes = decodes;
    this.pilot = new Pilot(inputsPerSecond);
    this.sequence = 0;
    this.acknowledged = 0;
    this.sentMs = new Float64Array(SENT_KEPT);
    this.lastMs = 0;
    this.receivedInWindow = 0;
    this.hasPatch = false;
    this.nextInputMs = performance.now() + (Math.random() * 1_000) / inputsPerSecond;
    const address = `ws://127.0.0.1:${port}/${seat.processId}/${seat.roomId}?sessionId=${seat.sessionId}`;
    this.socket = new WebSocket(address, { perMessageDeflate: false });
    this.socket.on('message', (bytes) => this.onMessage(bytes));
    this.socket.on('error', (error) => this.onLost(error.message));
    this.socket.on('close', (code) => this.onLost(`closed with ${code}`));
    this.joined = new Promise((resolve) => (this.onJoined = resolve));
  }

  onMessage(bytes) {
    switch (bytes[0]) {
      case ROOM_STATE_PATCH:
        this.onPatch(bytes);
        break;
      case ROOM_STATE:
        this.onState(bytes);
        this.onJoined();
        break;
      case JOIN_ROOM:
        this.onJoinRoom(bytes);
        break;
      default:
        this.onLost(`message ${bytes[0]}: ${bytes.toString('latin1', 1, 200)}`);
    }
  }

  /** Answers the handshake; what the state is made of is in it. */
  onJoinRoom(bytes) {
    if (this.decodes) {
      const at = { offset: 1 };
      at.offset += 1 + bytes[at.offset];
      at.offset += 1 + bytes[at.offset];
      const length = decode.number(bytes, at);
      this.knowledge.onHandshake(bytes.subarray(at.offset, at.offset + length));
    }
    this.socket.send(Buffer.of(JOIN_ROOM));
  }

  onPatch(bytes) {
    const nowMs = performance.now();
    if (nowMs >= window.startMs && nowMs < window.endMs) {
      this.receivedInWindow++;
      figures.onPatch(bytes.length + headerBytes(bytes.length));
      if (this.lastMs > 0) {
        figures.onGap(nowMs - Math.max(this.lastMs, window.startMs));
      }
    }
    this.lastMs = nowMs;
    this.hasPatch = true;
    this.onState(bytes);
  }

  onState(bytes) {
    if (this.decodes) {
      this.knowledge.onState(bytes);
      this.takeAcknowledged(this.knowledge.orb(this.sessionId)?.acknowledged ?? 0);
    }
  }

  takeAcknowledged(sequence) {
    const nowMs = performance.now();
    const isMeasured = nowMs >= window.startMs && nowMs < window.endMs;
    for (let next = Math.max(this.acknowledged, sequence - SENT_KEPT) + 1; next <= sequence && isMeasured; next++) {
      figures.onInputLatency(nowMs - this.sentMs[next % SENT_KEPT]);
    }
    this.acknowledged = Math.max(this.acknowledged, sequence);
  }

  sendInputIfDue(nowMs) {
    if (nowMs < this.nextInputMs || !this.hasPatch || this.socket.readyState !== WebSocket.OPEN) {
      return;
    }
    this.nextInputMs = Math.max(this.nextInputMs, nowMs - PUMP_MS) + 1_000 / inputsPerSecond;
    const { direction, ring } = this.pilot.next(this.knowledge.orb(this.sessionId), this.knowledge.radius);
    this.sequence++;
    this.sentMs[this.sequence % SENT_KEPT] = performance.now();
    this.socket.send(Buffer.concat([inputHead, packr.pack({ direction, ring, sequence: this.sequence })]));
  }

  /** Counts a silence until the window's end as a gap. */
  conclude() {
    figures.onGap(window.endMs - Math.max(this.lastMs, window.startMs));
  }

  onLost(why) {
    if (!isClosing) {
      figures.streamErrors++;
      console.error(`player ${this.sessionId}: ${why}`);
    }
    this.onJoined?.();
  }
}

/** The header of a server's WebSocket frame, which is not masked. */
function headerBytes(length) {
  return length < 126 ? 2 : length < 65_536 ? 4 : 10;
}

/** A ROOM_DATA message up to its payload. */
function inputHeadBytes() {
  const bytes = Buffer.alloc(16);
  bytes[0] = ROOM_DATA;
  const at = { offset: 1 };
  encode.string(bytes, 'input', at);
  return bytes.subarray(0, at.offset);
}

async function matchmake(method, name, options) {
  const response = await fetch(`http://127.0.0.1:${port}/matchmake/${method}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(options),
    signal: AbortSignal.timeout(CALL_MS_MAX),
  });
  const seat = await response.json();
  if (!response.ok || seat.sessionId === undefined) {
    throw new Error(`${method} ${name}: ${response.status} ${JSON.stringify(seat)}`);
  }
  return seat;
}

/** One room and its players. The one who decodes is in the middle, for patches go out from the last to the first. */
async function fillRoom() {
  const knowledge = new RoomKnowledge();
  const decoding = Math.floor(playersPerRoom / 2);
  const options = (index) => ({
    players: playersPerRoom,
    name: `bot ${index + 1}`,
    color: index % 5,
    echo: index === decoding,
  });
  const first = await matchmake('create', 'orb', options(0));
  for (let from = 0; from < playersPerRoom; from += CONNECTS_AT_ONCE) {
    const indexes = Array.from({ length: Math.min(CONNECTS_AT_ONCE, playersPerRoom - from) }, (_, i) => from + i);
    await Promise.all(
      indexes.map(async (index) => {
        const seat = index === 0 ? first : await matchmake('joinById', first.roomId, options(index));
        const player = new Player(seat, knowledge, index === decoding);
        players.push(player);
        await within(player.joined, CALL_MS_MAX, `player ${seat.sessionId} to join`);
      }),
    );
  }
}

async function within(promise, timeMsMax, what) {
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${timeMsMax} ms for ${what}`)), timeMsMax);
  });
  await Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}

/** Sends what is due until a time has come, or a condition holds. */
async function playUntil(endMs, isEnough = () => false) {
  while (performance.now() < endMs && !isEnough()) {
    await new Promise((resolve) => setTimeout(resolve, PUMP_MS));
    const nowMs = performance.now();
    players.forEach((player) => player.sendInputIfDue(nowMs));
  }
}

async function run() {
  const pump = setInterval(() => players.forEach((player) => player.sendInputIfDue(performance.now())), PUMP_MS);
  for (let room = 0; room < rooms; room++) {
    await fillRoom();
  }
  clearInterval(pump);
  await playUntil(performance.now() + FIRST_PATCHES_MS_MAX, () => players.every((player) => player.hasPatch));
  window.startMs = performance.now() + warmupMs;
  window.endMs = window.startMs + durationMs;
  await playUntil(window.startMs);
  const cpu = process.cpuUsage();
  const cpuStartMs = performance.now();
  await playUntil(window.endMs);
  const { user, system } = process.cpuUsage(cpu);
  const ownCpuPercent = Math.round((user + system) / 10 / (performance.now() - cpuStartMs));
  players.forEach((player) => player.conclude());
  isClosing = true;
  players.forEach((player) => player.socket.terminate());
  return figures.report({
    players: rooms * playersPerRoom,
    playersSeen: players.filter((player) => player.hasPatch).length,
    perPlayer: players.map((player) => player.receivedInWindow),
    framesDuePerPlayer: Math.floor(durationMs / TICK_MS),
    ownCpuPercent,
    windowMs: durationMs,
  });
}

const report = await run().catch((error) => {
  console.error(`no run on port ${port}: ${error.cause?.message ?? error.message}`);
  process.exit(1);
});
const text = `${JSON.stringify(report, null, 2)}\n`;
process.stdout.write(text);
if (json !== undefined) {
  writeFileSync(json, text);
}
process.exit(figures.streamErrors === 0 ? 0 : 1);
