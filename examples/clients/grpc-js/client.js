// A client of orb, written from the .proto files and docs/protocol.md alone: it creates or joins a board, steers, decodes
// keyframes and deltas, and says where it is. With --json it prints for each frame one line with where every living orb is.
//
//   node client.js [--target HOST:PORT] [--board ID] [--frames N] [--json] [--protos DIR]
'use strict';

const crypto = require('node:crypto');
const path = require('node:path');
const { parseArgs } = require('node:util');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');

const { values: options } = parseArgs({
  options: {
    target: { type: 'string', default: 'localhost:8080' },
    protos: { type: 'string', default: path.join(__dirname, '..', '..', '..', 'orbstrike-grpc', 'src', 'main', 'proto') },
    board: { type: 'string' },
    frames: { type: 'string', default: '300' },
    json: { type: 'boolean', default: false },
  },
});

const RING = 16;
const DIRECTION = 15;
const FRAMES_PER_MESSAGE = 10;
const FRAMES_PER_TURN = 40;
const FRAMES_PER_LINE = 20;
const PARTS_PER_UNIT = 1024;

const definition = protoLoader.loadSync(
  ['orbstrike/v1/lobby.proto', 'orbstrike/v1/play.proto', 'orbstrike/orb/v1/orb.proto'],
  { includeDirs: [path.resolve(options.protos)], longs: Number, enums: String, defaults: true, arrays: true, oneofs: true });
const v1 = grpc.loadPackageDefinition(definition).orbstrike.v1;

/** The messages of orb travel inside fields of bytes. */
const orb = (name) => definition[`orbstrike.orb.v1.${name}`];
const encode = (name, message) => orb(name).serialize(message);
const decode = (name, bytes) => orb(name).deserialize(bytes);

/** A board as one client knows it: section 5 of the protocol, step by step. */
class View {
  onFrame(frame) {
    this.tick = frame.tick;
    if (frame.kind === 'FRAME_KIND_KEYFRAME') {
      this.orbs = null;
    }
    for (const section of frame.sections) {
      if (section.state === 'keyframe') {
        this.replace(decode('Keyframe', section.keyframe));
      } else if (section.state === 'delta') {
        this.apply(decode('Delta', section.delta));
      }
    }
  }

  replace(keyframe) {
    this.constants = keyframe.constants;
    this.phase = keyframe.phase;
    this.orbs = new Map();
    for (const one of keyframe.orbs) {
      // The dead are known by when they respawn; without respawn they leave.
      const alive = one.respawnTick === 0;
      this.orbs.set(one.index, { alive, x: one.x, y: one.y, motion: one.motion });
    }
  }

  apply(delta) {
    const placed = new Set();
    if (delta.phase) {
      this.phase = delta.phase;
    }
    for (const index of delta.removed) {
      this.orbs.delete(index);
    }
    for (const place of delta.placed) {
      this.orbs.set(place.index, { alive: true, x: place.x, y: place.y, motion: place.motion });
      placed.add(place.index);
    }
    for (const motion of delta.motions) {
      this.orbs.get(motion >> 5).motion = motion & (RING | DIRECTION);
    }
    if (this.phase.kind === 'PHASE_KIND_PLAY') {
      this.move(placed);
    }
    for (const death of delta.deaths) {
      if (death.eliminated) {
        this.orbs.delete(death.index);
      } else {
        Object.assign(this.orbs.get(death.index), { alive: false, x: 0, y: 0, motion: 0 });
      }
    }
  }

  move(placed) {
    const { velocities } = this.constants;
    for (const [index, one] of this.orbs) {
      if (one.alive && !placed.has(index) && (one.motion & RING) === 0) {
        const direction = one.motion & DIRECTION;
        one.x += velocities[2 * direction];
        one.y += velocities[2 * direction + 1];
      }
    }
  }

  /** Rows of [index, x, y, motion] of the living, by index. */
  living() {
    return [...this.orbs]
      .filter(([, one]) => one.alive)
      .sort(([a], [b]) => a - b)
      .map(([index, one]) => [index, one.x, one.y, one.motion]);
  }
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

function printFrame(frame, view, index, count) {
  const living = view.living();
  if (options.json) {
    print(JSON.stringify({ tick: frame.tick, kind: frame.kind, orbs: living }));
  } else if (count % FRAMES_PER_LINE === 1) {
    const own = living.find(([other]) => other === index);
    const place = own ? `at (${own.slice(1, 3).map((parts) => Math.round(parts / PARTS_PER_UNIT)).join(', ')})` : 'dead';
    print(`tick ${frame.tick}: ${place}, ${living.length} alive`);
  }
}

function call(client, method, request) {
  const deadline = new Date(Date.now() + 10000);
  return new Promise((resolve, reject) => {
    client[method](request, new grpc.Metadata(), { deadline }, (error, response) =>
      error ? reject(error) : resolve(response));
  });
}

function play(client, { ticket, index }, frames) {
  const metadata = new grpc.Metadata();
  metadata.set('authorization', `Bearer ${ticket}`);
  metadata.set('orbstrike-stream', '1');
  const stream = client.Play(metadata);
  const view = new View();
  let received = 0;
  let sequence = 0;
  return new Promise((resolve, reject) => {
    stream.on('data', (frame) => {
      view.onFrame(frame);
      received++;
      printFrame(frame, view, index, received);
      if (received % FRAMES_PER_MESSAGE === 1) {
        const turns = Math.floor(received / FRAMES_PER_TURN);
        const input = { direction: 1 + (turns % 8), ring: turns % 5 === 4 };
        sequence++;
        stream.write({
          seenEpoch: frame.epoch,
          seenTick: frame.tick,
          state: { sequence, input: encode('Input', input) },
        });
      }
      if (received === frames) {
        resolve({ index, sequence, acknowledged: frame.acknowledgedInput });
        stream.cancel();
      }
    });
    stream.on('error', (error) => {
      if (received < frames) {
        reject(error);
      }
    });
    stream.on('end', () => reject(new Error(`the stream ended after ${received} frames`)));
  });
}

async function main() {
  const credentials = grpc.credentials.createInsecure();
  const lobby = new v1.Lobby(options.target, credentials);
  let board = options.board;
  if (!board) {
    const created = await call(lobby, 'CreateBoard', {
      idempotencyKey: crypto.randomBytes(32),
      type: 'orb',
      rules: encode('Rules', { maxPlayers: 20, radius: 10000 }),
      lifetimeSeconds: 600,
    });
    board = created.board.id;
  }
  const joined = await call(lobby, 'JoinBoard', {
    boardId: board,
    idempotencyKey: crypto.randomBytes(32),
    joinData: encode('Player', { name: 'by hand', color: 3 }),
  });
  print(options.json ? JSON.stringify({ board, index: joined.index }) : `board ${board}, place ${joined.index}`);
  const client = new v1.Play(options.target, credentials);
  const end = await play(client, joined, Number(options.frames));
  print(options.json ? JSON.stringify(end) : `sent ${end.sequence} inputs, of which ${end.acknowledged} were seen applied`);
  client.close();
  lobby.close();
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
