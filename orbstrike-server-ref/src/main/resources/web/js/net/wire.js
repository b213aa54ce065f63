// The messages of orbstrike.v1 and orbstrike.orb.v1 that a browser sends and reads, after the .proto files.
// What the proto files add later is skipped, and what they leave out has its default.
import Pbf from '/lib/pbf/index.js';

export const FRAME = Object.freeze({ KEYFRAME: 1, DELTA: 2, LAST: 3 });
export const PHASE = Object.freeze({ PLAY: 1, SCOREBOARD: 2 });
export const CAUSE = Object.freeze({ EDGE: 1, RING: 2 });
export const STAY_END = Object.freeze({ LEFT: 1, ABSENT: 2, ELIMINATED: 3, CLOSED: 4, EXPIRED: 5 });

/** The fields of orbstrike.orb.v1.Rules: their numbers, and which are true or false. */
const RULES = Object.freeze({
  maxPlayers: 1, radius: 2, tickIntervalMs: 3, speed: 4, bodyRadius: 5, ringRadius: 6, energy: 7, energyMax: 8,
  energyDrain: 9, energyGain: 10, energyToRaise: 11, respawn: 12, respawnMs: 13, protectionMs: 14, rounds: 15,
  roundMs: 16, scoreboardMs: 17, shrinking: 18, shrinkMs: 19,
});

const CONSTANTS = [null, 'maxPlayers', 'tickIntervalMs', 'radius', 'radiusEnd', 'bodyRadius', 'ringRadius', 'energyMax',
  'energyDrain', 'energyGain', 'energyToRaise', 'respawnTicks', 'protectionTicks', 'roundTicks', 'scoreboardTicks',
  'shrinkTicks'];

function read(bytes, onField, message) {
  return new Pbf(bytes).readFields(onField, message);
}

function write(writeFields) {
  const pbf = new Pbf();
  writeFields(pbf);
  return pbf.finish();
}

export function readServerFrame(bytes) {
  return read(bytes, (field, frame, pbf) => {
    switch (field) {
      case 1: frame.epoch = pbf.readVarint(); break;
      case 2: frame.tick = pbf.readVarint(); break;
      case 3: frame.kind = pbf.readVarint(); break;
      case 4: frame.slotsDropped = pbf.readVarint(); break;
      case 5: frame.sections.push(pbf.readMessage(readSection, { id: 0, keyframe: null, delta: null })); break;
      case 6: frame.acknowledgedInput = pbf.readVarint(); break;
      case 7: frame.events.push(pbf.readBytes()); break;
      case 8: frame.end = pbf.readMessage(readStayEnd, { reason: 0, detail: new Uint8Array(0) }); break;
    }
  }, { epoch: 0, tick: 0, kind: 0, slotsDropped: 0, sections: [], acknowledgedInput: 0, events: [], end: null });
}

function readSection(field, section, pbf) {
  switch (field) {
    case 1: section.id = pbf.readVarint(); break;
    case 2: section.keyframe = pbf.readBytes(); section.delta = null; break;
    case 3: section.delta = pbf.readBytes(); section.keyframe = null; break;
  }
}

function readStayEnd(field, end, pbf) {
  switch (field) {
    case 1: end.reason = pbf.readVarint(); break;
    case 2: end.detail = pbf.readBytes(); break;
  }
}

export function writeClientFrame({ seenEpoch, seenTick, state, events }) {
  return write((pbf) => {
    pbf.writeVarintField(1, seenEpoch);
    pbf.writeVarintField(2, seenTick);
    if (state) {
      pbf.writeMessage(3, writeInput, state);
    }
    for (const event of events) {
      pbf.writeMessage(4, writeInput, event);
    }
  });
}

function writeInput({ sequence, input }, pbf) {
  pbf.writeVarintField(1, sequence);
  pbf.writeBytesField(2, input);
}

export function writeOrbInput(direction, isRingWanted) {
  return write((pbf) => {
    pbf.writeVarintField(1, direction);
    pbf.writeBooleanField(2, isRingWanted);
  });
}

export function writePlayer(name, color) {
  return write((pbf) => {
    pbf.writeStringField(1, name);
    pbf.writeVarintField(2, color);
  });
}

export function writeRules(rules) {
  return write((pbf) => {
    for (const [name, number] of Object.entries(RULES)) {
      if (rules[name] !== undefined) {
        pbf.writeVarintField(number, Number(rules[name]));
      }
    }
  });
}

export function readKeyframe(bytes) {
  return read(bytes, (field, keyframe, pbf) => {
    switch (field) {
      case 1: keyframe.constants = pbf.readMessage(readConstants, noConstants()); break;
      case 2: keyframe.phase = pbf.readMessage(readPhase, { kind: 0, startTick: 0 }); break;
      case 3: keyframe.orbs.push(pbf.readMessage(readOrb, noOrb())); break;
    }
  }, { constants: noConstants(), phase: { kind: 0, startTick: 0 }, orbs: [] });
}

function noConstants() {
  const constants = { velocities: [] };
  for (const name of CONSTANTS.slice(1)) {
    constants[name] = 0;
  }
  return constants;
}

function readConstants(field, constants, pbf) {
  if (field === 16) {
    pbf.readPackedSVarint(constants.velocities);
  } else if (field < CONSTANTS.length) {
    constants[CONSTANTS[field]] = pbf.readVarint();
  }
}

function readPhase(field, phase, pbf) {
  switch (field) {
    case 1: phase.kind = pbf.readVarint(); break;
    case 2: phase.startTick = pbf.readVarint(); break;
  }
}

function noOrb() {
  return { index: 0, playerId: 0, x: 0, y: 0, motion: 0, protectedUntilTick: 0, player: null, energySpent: 0, kills: 0,
    deaths: 0, respawnTick: 0 };
}

/** Orb and Place have their first seven fields in common. */
function readOrb(field, orb, pbf) {
  switch (field) {
    case 1: orb.index = pbf.readVarint(); break;
    case 2: orb.playerId = pbf.readVarint(); break;
    case 3: orb.x = pbf.readSVarint(); break;
    case 4: orb.y = pbf.readSVarint(); break;
    case 5: orb.motion = pbf.readVarint(); break;
    case 6: orb.protectedUntilTick = pbf.readVarint(); break;
    case 7: orb.player = pbf.readMessage(readPlayer, { name: '', color: 0 }); break;
    case 8: orb.energySpent = pbf.readVarint(); break;
    case 9: orb.kills = pbf.readVarint(); break;
    case 10: orb.deaths = pbf.readVarint(); break;
    case 11: orb.respawnTick = pbf.readVarint(); break;
  }
}

function readPlayer(field, player, pbf) {
  switch (field) {
    case 1: player.name = pbf.readString(); break;
    case 2: player.color = pbf.readVarint(); break;
  }
}

export function readDelta(bytes) {
  return read(bytes, (field, delta, pbf) => {
    switch (field) {
      case 1: delta.phase = pbf.readMessage(readPhase, { kind: 0, startTick: 0 }); break;
      case 2: pbf.readPackedVarint(delta.removed); break;
      case 3: delta.placed.push(pbf.readMessage(readOrb, noOrb())); break;
      case 4: pbf.readPackedVarint(delta.motions); break;
      case 5: delta.deaths.push(pbf.readMessage(readDeathField, noDeath())); break;
    }
  }, { phase: null, removed: [], placed: [], motions: [], deaths: [] });
}

function noDeath() {
  return { index: 0, cause: 0, by: 0, eliminated: false };
}

function readDeathField(field, death, pbf) {
  switch (field) {
    case 1: death.index = pbf.readVarint(); break;
    case 2: death.cause = pbf.readVarint(); break;
    case 3: death.by = pbf.readVarint(); break;
    case 4: death.eliminated = pbf.readBoolean(); break;
  }
}

/** What the last frame tells a player whose stay a death ended. */
export function readDeath(bytes) {
  return read(bytes, readDeathField, noDeath());
}
