// Orb as a Colyseus room: the same work as a board of ours, in the shape that Colyseus gives it.

import { Room, Server } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { integerOption } from './options.mjs';

const TICK_MS = 15;

/** Node.js drops the fraction of a timer's delay, and 1,000 / (1,000 / 15) is a little below 15. */
const DELAY_SPARE_MS = 1e-6;

const PARTS_PER_UNIT = 1024;
const SPEED = 260;
const BODY_RADIUS = 20;
const RING_RADIUS = 70;
const RADIUS_PER_ROOT_OF_PLAYERS = 100;
const PROTECTION_TICKS = Math.ceil(1_500 / TICK_MS);
const RESPAWN_TICKS = Math.ceil(2_000 / TICK_MS);
const ENERGY_MAX = 100_000;
const ENERGY_TO_RAISE = 25_000;
const ENERGY_DRAIN = 40 * TICK_MS;
const ENERGY_GAIN = 20 * TICK_MS;
const PLAYERS_MAX = 10_000;
const SPAWN_PART = 0.9;

const STRAIGHT = Math.round((SPEED * TICK_MS * PARTS_PER_UNIT) / 1000);
const DIAGONAL = Math.round(STRAIGHT / Math.SQRT2);

/** By direction: none, then in steps of 45 degrees from the positive x axis. */
const VELOCITIES = [
  [0, 0],
  [STRAIGHT, 0],
  [DIAGONAL, DIAGONAL],
  [0, STRAIGHT],
  [-DIAGONAL, DIAGONAL],
  [-STRAIGHT, 0],
  [-DIAGONAL, -DIAGONAL],
  [0, -STRAIGHT],
  [DIAGONAL, -DIAGONAL],
];

/** What all clients see of a player. */
const Orb = schema(
  {
    name: t.string(),
    color: t.uint8(),
    x: t.int32(),
    y: t.int32(),
    direction: t.uint8(),
    ring: t.boolean(),
    alive: t.boolean(),
    protected: t.boolean(),
    kills: t.uint16(),
    deaths: t.uint16(),
    acknowledged: t.uint32(),
  },
  'Orb',
);

const OrbState = schema({ radius: t.int32(), orbs: t.map(Orb) }, 'OrbState');

class OrbRoom extends Room {
  onCreate(options) {
    const players = boundedPlayers(options.players);
    this.maxClients = players;
    this.radius = Math.floor(RADIUS_PER_ROOT_OF_PLAYERS * Math.sqrt(players)) * PARTS_PER_UNIT;
    const state = new OrbState();
    state.radius = this.radius;
    this.state = state;
    this.tick = 0;
    this.players = new Map();
    this.onMessage('input', (client, input) => this.onInput(client, input));
    this.setFixedTimestep(() => this.step(), 1_000 / (TICK_MS + DELAY_SPARE_MS));
    // Patches go out at the end of each step, so that none waits for a second timer.
    this.patchRate = null;
  }

  onJoin(client, options) {
    const orb = new Orb();
    orb.name = String(options.name ?? '').slice(0, 50);
    orb.color = Number(options.color ?? 0) % 5;
    orb.kills = 0;
    orb.deaths = 0;
    orb.acknowledged = 0;
    const player = {
      orb,
      wantedDirection: 0,
      ringWanted: false,
      sequence: 0,
      echoes: options.echo === true,
      energy: ENERGY_MAX,
      protectedUntilTick: 0,
      respawnTick: 0,
      placedTick: 0,
    };
    this.place(player);
    this.players.set(client.sessionId, player);
    this.state.orbs.set(client.sessionId, orb);
  }

  onLeave(client) {
    this.players.delete(client.sessionId);
    this.state.orbs.delete(client.sessionId);
  }

  onInput(client, input) {
    const player = this.players.get(client.sessionId);
    if (player === undefined || !isInput(input) || input.sequence <= player.sequence) {
      return;
    }
    player.wantedDirection = input.direction;
    player.ringWanted = input.ring;
    player.sequence = input.sequence;
  }

  step() {
    this.tick++;
    for (const player of this.players.values()) {
      this.follow(player);
    }
    this.dieAtEdge();
    this.dieByRings();
    for (const player of this.players.values()) {
      const change = player.orb.ring ? -ENERGY_DRAIN : ENERGY_GAIN;
      player.energy = Math.max(0, Math.min(ENERGY_MAX, player.energy + change));
    }
    this.broadcastPatch();
  }

  /** One player's input, respawn and move. */
  follow(player) {
    const orb = player.orb;
    if (player.echoes) {
      orb.acknowledged = player.sequence;
    }
    if (!orb.alive) {
      if (this.tick < player.respawnTick) {
        return;
      }
      this.place(player);
    }
    if (orb.protected && this.tick >= player.protectedUntilTick) {
      orb.protected = false;
    }
    orb.direction = player.wantedDirection;
    const mayRaise = player.energy >= ENERGY_TO_RAISE;
    orb.ring = player.ringWanted && (orb.ring ? player.energy > 0 : mayRaise);
    if (!orb.ring && player.placedTick !== this.tick) {
      const [x, y] = VELOCITIES[orb.direction];
      orb.x += x;
      orb.y += y;
    }
  }

  dieAtEdge() {
    const radiusSquared = this.radius * this.radius;
    for (const player of this.players.values()) {
      const { alive, x, y } = player.orb;
      if (alive && x * x + y * y > radiusSquared) {
        this.die(player);
      }
    }
  }

  dieByRings() {
    const reach = (BODY_RADIUS + RING_RADIUS) * PARTS_PER_UNIT;
    const rings = [...this.players.values()].filter(({ orb }) => orb.alive && orb.ring && !orb.protected);
    if (rings.length === 0) {
      return;
    }
    for (const player of this.players.values()) {
      const { orb } = player;
      if (!orb.alive || orb.ring || orb.protected) {
        continue;
      }
      const killer = nearest(rings, orb.x, orb.y, reach * reach);
      if (killer !== undefined) {
        killer.orb.kills++;
        killer.energy = ENERGY_MAX;
        this.die(player);
      }
    }
  }

  die(player) {
    const orb = player.orb;
    orb.alive = false;
    orb.ring = false;
    orb.x = 0;
    orb.y = 0;
    orb.direction = 0;
    orb.protected = false;
    orb.deaths++;
    player.respawnTick = this.tick + RESPAWN_TICKS;
  }

  place(player) {
    const orb = player.orb;
    // The root makes the draw uniform over the disc.
    const distance = this.radius * SPAWN_PART * Math.sqrt(Math.random());
    const angle = 2 * Math.PI * Math.random();
    orb.x = Math.round(distance * Math.cos(angle));
    orb.y = Math.round(distance * Math.sin(angle));
    orb.direction = player.wantedDirection;
    orb.ring = false;
    orb.alive = true;
    orb.protected = true;
    player.energy = ENERGY_MAX;
    player.placedTick = this.tick;
    player.protectedUntilTick = this.tick + PROTECTION_TICKS;
  }
}

function boundedPlayers(players) {
  if (!Number.isInteger(players) || players < 1 || players > PLAYERS_MAX) {
    throw new Error(`players ${players}: must be 1 to ${PLAYERS_MAX}`);
  }
  return players;
}

function isInput(input) {
  return (
    Number.isInteger(input?.direction) &&
    input.direction >= 0 &&
    input.direction < VELOCITIES.length &&
    typeof input.ring === 'boolean' &&
    Number.isInteger(input.sequence)
  );
}

/** The ring that is nearest to a point, if its reach overlaps it. */
function nearest(rings, x, y, reachSquared) {
  let best;
  let bestSquared = reachSquared;
  for (const player of rings) {
    const dx = player.orb.x - x;
    const dy = player.orb.y - y;
    const squared = dx * dx + dy * dy;
    if (squared < bestSquared) {
      best = player;
      bestSquared = squared;
    }
  }
  return best;
}

const transport = new WebSocketTransport();
const server = new Server({ transport, greet: false });
server.define('orb', OrbRoom);
await server.listen(integerOption('port', 0, 0, 65_535), '127.0.0.1');
console.log(`READY port=${transport.server.address().port}`);
