// The messages of orbstrike.v1.Lobby, and the details that go with an error.
import Pbf from '/lib/pbf/index.js';

function read(bytes, onField, message) {
  return new Pbf(bytes).readFields(onField, message);
}

function write(writeFields) {
  const pbf = new Pbf();
  writeFields(pbf);
  return pbf.finish();
}

export function writeCreateBoard({ key, type, rules, isListed }) {
  return write((pbf) => {
    pbf.writeBytesField(1, key);
    pbf.writeStringField(2, type);
    pbf.writeBytesField(3, rules);
    pbf.writeBooleanField(4, isListed);
  });
}

export function writeJoinBoard({ board, key, joinData }) {
  return write((pbf) => {
    pbf.writeStringField(1, board);
    pbf.writeBytesField(2, key);
    pbf.writeBytesField(3, joinData);
  });
}

export function writeGetBoard(board) {
  return write((pbf) => pbf.writeStringField(1, board));
}

export function writeListBoards({ pageSize, pageToken, type }) {
  return write((pbf) => {
    pbf.writeVarintField(1, pageSize);
    pbf.writeStringField(2, pageToken);
    pbf.writeStringField(3, type);
  });
}

function noBoard() {
  return { id: '', type: '', players: 0, maxPlayers: 0, tickIntervalNs: 0, epoch: 0, isListed: false, isQuarantined: false };
}

function readBoardInfo(field, board, pbf) {
  switch (field) {
    case 1: board.id = pbf.readString(); break;
    case 2: board.type = pbf.readString(); break;
    case 3: board.players = pbf.readVarint(); break;
    case 4: board.maxPlayers = pbf.readVarint(); break;
    case 5: board.tickIntervalNs = pbf.readVarint(); break;
    case 6: board.epoch = pbf.readVarint(); break;
    case 7: board.isListed = pbf.readBoolean(); break;
    case 8: board.isQuarantined = pbf.readBoolean(); break;
  }
}

/** CreateBoardResponse and GetBoardResponse. */
export function readBoard(bytes) {
  return read(bytes, (field, message, pbf) => {
    if (field === 1) {
      pbf.readMessage(readBoardInfo, message);
    }
  }, noBoard());
}

export function readJoined(bytes) {
  return read(bytes, (field, joined, pbf) => {
    switch (field) {
      case 1: joined.playerId = pbf.readVarint(); break;
      case 2: joined.ticket = pbf.readString(); break;
      case 3: joined.index = pbf.readVarint(); break;
      case 4: pbf.readMessage(readBoardInfo, joined.board); break;
    }
  }, { playerId: 0, ticket: '', index: 0, board: noBoard() });
}

export function readBoards(bytes) {
  return read(bytes, (field, page, pbf) => {
    switch (field) {
      case 1: page.boards.push(pbf.readMessage(readBoardInfo, noBoard())); break;
      case 2: page.nextPageToken = pbf.readString(); break;
    }
  }, { boards: [], nextPageToken: '' });
}

/** The reason that a google.rpc.ErrorInfo names. */
export function readErrorReason(bytes) {
  return read(bytes, (field, info, pbf) => {
    if (field === 1) {
      info.reason = pbf.readString();
    }
  }, { reason: '' }).reason;
}

/** The delay of a google.rpc.RetryInfo, in milliseconds. */
export function readRetryDelayMs(bytes) {
  const delay = read(bytes, (field, retry, pbf) => {
    if (field === 1) {
      pbf.readMessage((part, duration) => {
        switch (part) {
          case 1: duration.seconds = pbf.readVarint(true); break;
          case 2: duration.nanos = pbf.readVarint(true); break;
        }
      }, retry);
    }
  }, { seconds: 0, nanos: 0 });
  return delay.seconds * 1000 + delay.nanos / 1e6;
}
