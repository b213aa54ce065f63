// The page: takes a name, finds a table with a free side or opens one, and plays there.
import { createBoard, joinBoard, leaveBoard, listBoards, Refusal } from './lobby.js';
import { Play } from './play.js';
import { Reader, varint } from './wire.js';

const TYPE = 'pong';
const POINTS = 5;
const WIDTH = 1000;
const HEIGHT = 600;
const EDGE = 40;
const REACH = 60;
const SIDES = ['left', 'right'];
const COLORS = ['#59c2ff', '#ffb454'];

const element = (id) => document.getElementById(id);
const table = element('table');
const pen = table.getContext('2d');

/** What is going on: the seat that was taken, its stream, if frames come, the newest state, and the height asked for last. */
const game = { seat: null, play: null, isOpen: false, state: null, wanted: null };
globalThis.pong = game;

/** The bytes that PongBoard writes, in its order. */
function readState(bytes) {
  const reader = new Reader(bytes);
  const state = { points: reader.varint(), pause: reader.varint(), x: reader.varint(), y: reader.varint() };
  reader.varint();
  reader.varint();
  const side = () => ({
    isTaken: reader.varint() === 1,
    name: reader.text(),
    score: reader.varint(),
    paddle: reader.varint(),
    target: reader.varint(),
  });
  return { ...state, sides: [side(), side()] };
}

/** Takes a side of the table that the address names, else of any that has one, else of a new one. */
async function takeSeat(name) {
  const joinData = new TextEncoder().encode(name);
  if (location.hash) {
    return take(location.hash.slice(1), joinData);
  }
  for (const board of await listBoards(TYPE)) {
    if (board.players < board.maxPlayers) {
      try {
        return await take(board.id, joinData);
      } catch (error) {
        if (!(error instanceof Refusal)) {
          throw error;
        }
        // Somebody was faster, or the table has closed: the next one.
      }
    }
  }
  const opened = await createBoard(TYPE, varint(POINTS - 1));
  return take(opened.id, joinData);
}

async function take(board, joinData) {
  const seat = await joinBoard(board, joinData);
  history.replaceState(null, '', `#${board}`);
  return seat;
}

async function enter() {
  element('play').disabled = true;
  try {
    game.seat = await takeSeat(element('name').value.trim());
    game.wanted = null;
    game.play = new Play(game.seat.ticket, {
      onOpen: () => { game.isOpen = true; },
      onState: (bytes) => { game.state = readState(bytes); },
      onLost: () => {
        game.isOpen = false;
        say('The connection broke; trying again.');
      },
      onEnd: (why) => leave(`This game is over. ${why}`),
    });
    element('enter').hidden = true;
  } catch (error) {
    leave(error instanceof Refusal
      ? `This table does not take you: ${error.message}. Play again to find another one.`
      : 'The server does not answer. Try again.');
  } finally {
    element('play').disabled = false;
  }
}

function leave(why) {
  game.seat = null;
  game.play = null;
  game.isOpen = false;
  history.replaceState(null, '', location.pathname);
  element('enter').hidden = false;
  say(why);
}

function say(text) {
  element('message').textContent = text;
}

/** The paddle is to go to a height; the input's codec counts from 0. */
function want(height) {
  const wanted = Math.round(Math.max(0, Math.min(HEIGHT, height)));
  if (game.play && wanted !== game.wanted) {
    game.wanted = wanted;
    game.play.want(varint(wanted));
  }
}

function draw() {
  requestAnimationFrame(draw);
  pen.clearRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = '#39465c';
  for (let y = 10; y < HEIGHT; y += 40) {
    pen.fillRect(WIDTH / 2 - 2, y, 4, 20);
  }
  if (game.state === null) {
    return;
  }
  const { sides, x, y, points } = game.state;
  sides.forEach((side, index) => {
    pen.fillStyle = COLORS[index];
    pen.fillRect(index === 0 ? EDGE - 14 : WIDTH - EDGE, side.paddle - REACH, 14, 2 * REACH);
  });
  pen.fillStyle = '#fff';
  pen.beginPath();
  pen.arc(x, y, 10, 0, 2 * Math.PI);
  pen.fill();
  const winner = sides.find((side) => side.score >= points);
  if (winner) {
    pen.font = '48px system-ui';
    pen.textAlign = 'center';
    pen.fillText(`${nameOf(winner)} wins`, WIDTH / 2, HEIGHT / 3);
  }
  show('left-name', nameOf(sides[0]));
  show('right-name', nameOf(sides[1]));
  show('score', `${sides[0].score} : ${sides[1].score}`);
  if (game.isOpen) {
    show('message', sides.every((side) => side.isTaken)
      ? `${points} points win. Arrows, W and S, mouse or finger move your paddle, the ${SIDES[game.seat.index]} one.`
      : 'Send the address to a friend, who gets the other side. Until then the table plays against you.');
  }
}

function nameOf(side) {
  return side.isTaken ? side.name : 'the table';
}

/** Writes as text what players call themselves, and only when it is something else. */
function show(id, text) {
  if (element(id).textContent !== text) {
    element(id).textContent = text;
  }
}

function steer(event) {
  const up = ['ArrowUp', 'KeyW'].includes(event.code);
  const down = ['ArrowDown', 'KeyS'].includes(event.code);
  if (!game.play || !game.state || !(up || down)) {
    return;
  }
  event.preventDefault();
  if (event.type === 'keyup') {
    want(game.state.sides[game.seat.index].paddle);
  } else {
    want(up ? 0 : HEIGHT);
  }
}

element('enter').addEventListener('submit', (event) => {
  event.preventDefault();
  enter();
});
for (const type of ['pointerdown', 'pointermove']) {
  table.addEventListener(type, (event) => want((event.offsetY / table.clientHeight) * HEIGHT));
}
addEventListener('keydown', steer);
addEventListener('keyup', steer);
addEventListener('pagehide', () => game.seat && leaveBoard(game.seat.ticket));
addEventListener('pageshow', (event) => event.persisted && location.reload());
draw();
