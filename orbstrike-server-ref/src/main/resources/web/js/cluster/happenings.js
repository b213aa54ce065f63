// What happens in the cluster, the newest first.
import { byId, element, setShown } from '../dom.js';
import { boardTitle } from '../texts.js';
import { colorOf, sayCount, shortId } from './names.js';

const KEPT_MAX = 200;

const gameserverName = ({ id, address }) => {
  const name = element('span', 'name', element('i', `dot ${colorOf(id)}`), element('span', 'mono', shortId(id)));
  name.title = address ? `${id}, ${address}` : id;
  return name;
};

const boardName = ({ id }) => {
  const name = element('span', 'name', boardTitle(id), ' ', element('span', 'mono soft', shortId(id)));
  name.title = id;
  return name;
};

/** How each kind is told; bad is what an operator has to look at, good what is well again. */
const TELLINGS = Object.freeze({
  handover: { word: 'Handover', mood: 'calm', tell: ({ board, from, to }) =>
    ['Board ', boardName(board), ' went from ', gameserverName(from), ' to ', gameserverName(to), `, epoch ${board.epoch}`] },
  failover: { word: 'Failover', mood: 'bad', tell: ({ board, from, to }) =>
    ['Board ', boardName(board), ' goes on at ', gameserverName(to), `, epoch ${board.epoch}; `, gameserverName(from), ' is gone'] },
  anew: { word: 'Attached anew', mood: 'calm', tell: ({ board, to }) =>
    ['Board ', boardName(board), ' was attached to ', gameserverName(to), ` again, epoch ${board.epoch}`] },
  quarantine: { word: 'Quarantine', mood: 'bad', tell: ({ board }) =>
    ['Board ', boardName(board), ' is kept and not ticked: see ', element('code', '', 'orbstrike admin release')] },
  leader: { word: 'Leader', mood: 'calm', tell: ({ leader }) =>
    [element('span', 'mono', shortId(leader.id)), ` at ${leader.address} leads, term ${leader.term}`] },
  leaderless: { word: 'No leader', mood: 'bad', tell: ({ leader }) =>
    ['Nobody leads since ', element('span', 'mono', shortId(leader.id)), ` at ${leader.address} does not`] },
  came: { word: 'Came', mood: 'good', tell: ({ gameserver }) =>
    ['Gameserver ', gameserverName(gameserver), ` at ${gameserver.address} has logged in`] },
  returned: { word: 'Came back', mood: 'good', tell: ({ gameserver }) =>
    ['Gameserver ', gameserverName(gameserver), ` at ${gameserver.address} has its lease again`] },
  drain: { word: 'Drain', mood: 'warm', tell: ({ gameserver }) =>
    ['Gameserver ', gameserverName(gameserver), ' takes no more boards and hands over those that it has'] },
  left: { word: 'Left', mood: 'warm', tell: ({ gameserver }) =>
    ['Gameserver ', gameserverName(gameserver), ` at ${gameserver.address} has logged out`] },
  lost: { word: 'Lost', mood: 'bad', tell: ({ gameserver }) =>
    ['Gameserver ', gameserverName(gameserver), ` at ${gameserver.address} is gone: its lease has ended`] },
  away: { word: 'No answer', mood: 'bad', tell: ({ why }) => [why] },
  back: { word: 'Answers', mood: 'good', tell: ({ awaySeconds }) =>
    [`This orchestrator answers again, after ${sayCount(awaySeconds)} s; what is told next happened meanwhile`] },
});

export class Happenings {
  #list = byId('happenings');
  #hint = byId('happenings-hint');

  add(happened, date) {
    setShown(this.#hint, this.#list.childElementCount + happened.length === 0);
    for (const one of happened) {
      const { word, mood, tell } = TELLINGS[one.kind];
      const time = element('time', 'soft', date.toLocaleTimeString('en-GB'));
      time.dateTime = date.toISOString();
      const item = element('li', `happening ${mood}`, time, element('b', '', word), element('span', 'telling', ...tell(one)));
      item.dataset.kind = one.kind;
      this.#list.prepend(item);
    }
    while (this.#list.childElementCount > KEPT_MAX) {
      this.#list.lastElementChild.remove();
    }
  }
}
