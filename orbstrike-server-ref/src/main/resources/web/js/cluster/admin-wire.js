// The messages of orbstrike.v1.Admin that the view sends and reads, after admin.proto.
import Pbf from '/lib/pbf/index.js';

/** AdminBoardState, by its numbers. */
const STATES = Object.freeze(['unknown', 'starting', 'running', 'sleeping', 'quarantined']);

function read(bytes, onField, message) {
  return new Pbf(bytes).readFields(onField, message);
}

function write(writeFields) {
  const pbf = new Pbf();
  writeFields(pbf);
  return pbf.finish();
}

export function writeListBoards({ pageSize, pageToken }) {
  return write((pbf) => {
    pbf.writeVarintField(1, pageSize);
    pbf.writeStringField(2, pageToken);
  });
}

export function writeDrain(gameserver) {
  return write((pbf) => pbf.writeStringField(1, gameserver));
}

export function writeMove({ board, gameserver }) {
  return write((pbf) => {
    pbf.writeStringField(1, board);
    pbf.writeStringField(2, gameserver);
  });
}

export function readGameservers(bytes) {
  return read(bytes, (field, gameservers, pbf) => {
    if (field === 1) {
      gameservers.push(pbf.readMessage(readGameserver, noGameserver()));
    }
  }, []);
}

function noGameserver() {
  return { id: '', address: '', build: '', labels: [], types: [], isLive: false, expiresInMs: 0, isDraining: false, boards: 0,
    maxBoards: 0, places: 0, maxPlaces: 0, players: 0, utilisationPermille: 0, tickLatenessUsMean: 0, tickLatenessUsMax: 0,
    syncLagMs: 0 };
}

function readGameserver(field, gameserver, pbf) {
  switch (field) {
    case 1: gameserver.id = pbf.readString(); break;
    case 2: gameserver.address = pbf.readString(); break;
    case 3: gameserver.build = pbf.readString(); break;
    case 4: gameserver.labels.push(pbf.readMessage(readLabel, ['', ''])); break;
    case 5: gameserver.types.push(pbf.readString()); break;
    case 6: gameserver.isLive = pbf.readBoolean(); break;
    case 7: gameserver.expiresInMs = pbf.readVarint(); break;
    case 8: gameserver.isDraining = pbf.readBoolean(); break;
    case 9: gameserver.boards = pbf.readVarint(); break;
    case 10: gameserver.maxBoards = pbf.readVarint(); break;
    case 11: gameserver.places = pbf.readVarint(); break;
    case 12: gameserver.maxPlaces = pbf.readVarint(); break;
    case 13: gameserver.players = pbf.readVarint(); break;
    case 14: gameserver.utilisationPermille = pbf.readVarint(); break;
    case 15: gameserver.tickLatenessUsMean = pbf.readVarint(); break;
    case 16: gameserver.tickLatenessUsMax = pbf.readVarint(); break;
    case 17: gameserver.syncLagMs = pbf.readVarint(); break;
  }
}

function readLabel(field, label, pbf) {
  switch (field) {
    case 1: label[0] = pbf.readString(); break;
    case 2: label[1] = pbf.readString(); break;
  }
}

export function readBoards(bytes) {
  return read(bytes, (field, page, pbf) => {
    switch (field) {
      case 1: page.boards.push(pbf.readMessage(readBoard, noBoard())); break;
      case 2: page.nextPageToken = pbf.readString(); break;
    }
  }, { boards: [], nextPageToken: '' });
}

function noBoard() {
  return { id: '', type: '', epoch: 0, tick: 0, gameserver: '', players: 0, state: STATES[0] };
}

function readBoard(field, board, pbf) {
  switch (field) {
    case 1: board.id = pbf.readString(); break;
    case 2: board.type = pbf.readString(); break;
    case 3: board.epoch = pbf.readVarint(); break;
    case 4: board.tick = pbf.readVarint(); break;
    case 5: board.gameserver = pbf.readString(); break;
    case 6: board.players = pbf.readVarint(); break;
    case 7: board.state = STATES[pbf.readVarint()] ?? STATES[0]; break;
  }
}

/** The leader, or null if nobody leads. */
export function readLeader(bytes) {
  return read(bytes, (field, answer, pbf) => {
    if (field === 1) {
      answer.leader = pbf.readMessage((part, leader) => {
        switch (part) {
          case 1: leader.id = pbf.readString(); break;
          case 2: leader.address = pbf.readString(); break;
          case 3: leader.term = pbf.readVarint(); break;
        }
      }, { id: '', address: '', term: 0 });
    }
  }, { leader: null }).leader;
}

/** The epoch in which a board goes on after a move. */
export function readMoved(bytes) {
  return read(bytes, (field, moved, pbf) => {
    if (field === 1) {
      moved.epoch = pbf.readVarint();
    }
  }, { epoch: 0 }).epoch;
}
