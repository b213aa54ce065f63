// The end of a stay: how it came, what was achieved, and the way on.
import { byId, element, setShown, setText } from '../dom.js';
import { colorOf } from '../draw/palette.js';

const LABELS = Object.freeze({ join: 'Play again', any: 'Play on another board', resume: 'Play on here', reload: 'Load again' });

export class OverScreen {
  #screen = byId('over');
  #again = 'any';

  /** @param actions {onAgain(word), onLobby()} */
  constructor({ onAgain, onLobby }) {
    byId('again').addEventListener('click', () => onAgain(this.#again));
    byId('to-lobby').addEventListener('click', onLobby);
  }

  /**
   * @param said what sayEnd returned
   * @param score {kills, deaths, rank, of, color} or null
   */
  show(said, score) {
    this.#again = said.again;
    setText(byId('over-title'), said.title);
    setText(byId('over-text'), said.text);
    setText(byId('again'), LABELS[said.again]);
    this.#showScore(score);
    byId('over-art').replaceChildren(tumbledOrb(colorOf(score?.color ?? 3).css));
    setShown(this.#screen, true);
    byId('over-title').focus();
  }

  hide() {
    setShown(this.#screen, false);
  }

  #showScore(score) {
    const facts = score ? [['Kills', `${score.kills}`], ['Deaths', `${score.deaths}`], ['Rank', `${score.rank} of ${score.of}`]] : [];
    byId('over-score').replaceChildren(...facts.map(([name, value]) =>
      element('div', '', element('dt', '', name), element('dd', '', value))));
  }
}

/** An orb that has had enough: crossed eyes, and its pieces around it. */
function tumbledOrb(color) {
  const draw = (tag, facts) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(facts)) {
      made.setAttribute(name, value);
    }
    return made;
  };
  const svg = draw('svg', { viewBox: '-80 -60 160 120' });
  svg.append(draw('circle', { r: 54, fill: 'none', stroke: color, 'stroke-width': 2, 'stroke-dasharray': '7 9', opacity: 0.7 }));
  svg.append(draw('circle', { r: 30, fill: color }));
  svg.append(draw('circle', { r: 30, cx: 5, cy: 6, fill: '#000', opacity: 0.18 }));
  svg.append(draw('circle', { r: 24, cx: -3, cy: -3, fill: color }));
  const cross = { stroke: '#0b1026', 'stroke-width': 4.5, 'stroke-linecap': 'round', fill: 'none' };
  svg.append(draw('path', { d: 'M-17-12l11 11m0-11l-11 11M6-12l11 11m0-11l-11 11', ...cross }));
  svg.append(draw('path', { d: 'M-9 15q9-8 18 0', ...cross }));
  for (let i = 0; i < 9; i++) {
    const angle = i * 0.7 + 0.3;
    svg.append(draw('circle', { cx: 64 * Math.cos(angle), cy: 50 * Math.sin(angle), r: 2 + (i % 3) * 1.6, fill: color }));
  }
  return svg;
}
