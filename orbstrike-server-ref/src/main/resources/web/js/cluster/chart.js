// A small chart of one figure of a gameserver, or of two, over the last two minutes.
import { element, setText } from '../dom.js';
import { SPAN_MS, scaleTop } from './history.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 240;
const HEIGHT = 48;

export class Chart {
  element;
  #figures;
  #least;
  #say;
  #tell;
  #title;
  #value = element('b');
  #top = element('span', 'chart-top');
  #svg = document.createElementNS(SVG, 'svg');
  #areas = [];
  #lines = [];

  /**
   * @param what {title, figures: the main one last, least: the least top of the scale, say: a value as text, tell: what a
   *     gameserver has now as text}
   */
  constructor({ title, figures, least, say, tell }) {
    this.#title = title;
    this.#figures = figures;
    this.#least = least;
    this.#say = say;
    this.#tell = tell;
    this.#svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    this.#svg.setAttribute('preserveAspectRatio', 'none');
    this.#svg.setAttribute('role', 'img');
    for (const [i] of figures.entries()) {
      const isMain = i === figures.length - 1;
      this.#areas.push(this.#path(`chart-area ${isMain ? 'main' : 'second'}`));
      this.#lines.push(this.#path(`chart-line ${isMain ? 'main' : 'second'}`));
    }
    const caption = element('figcaption', '', element('span', '', title), this.#value);
    this.element = element('figure', 'chart', caption, element('div', 'chart-plot', this.#svg, this.#top));
  }

  show(history, gameserver, nowMs) {
    const max = Math.max(...this.#figures.map((figure) => history.max(figure)));
    const top = scaleTop(max, this.#least);
    this.#figures.forEach((figure, i) => {
      const runs = history.runs(figure).map((run) => run.map(([tMs, value]) => [
        WIDTH * (1 - (nowMs - tMs) / SPAN_MS), HEIGHT - 2 - (HEIGHT - 4) * value / top]));
      this.#lines[i].setAttribute('d', runs.map(lineOf).join(''));
      this.#areas[i].setAttribute('d', runs.map(areaOf).join(''));
    });
    const told = this.#tell(gameserver);
    setText(this.#value, told);
    setText(this.#top, this.#say(top));
    this.#svg.setAttribute('aria-label', `${this.#title}: ${told} now, at most ${this.#say(max)} in the last 2 minutes`);
  }

  #path(className) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', className);
    this.#svg.append(path);
    return path;
  }
}

const point = ([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`;

function lineOf(run) {
  return `M${run.map(point).join('L')}`;
}

function areaOf(run) {
  return `M${run[0][0].toFixed(1)} ${HEIGHT}L${run.map(point).join('L')}L${run.at(-1)[0].toFixed(1)} ${HEIGHT}Z`;
}
