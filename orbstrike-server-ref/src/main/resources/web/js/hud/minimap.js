// The whole circle in a corner: everybody's place, the own one in white, and what the screen shows of it.
import { byId } from '../dom.js';
import { colorOf } from '../draw/palette.js';
import { PARTS_PER_UNIT } from '../game/scene.js';

const DOTS_MAX = 1500;

export class Minimap {
  #canvas = byId('map');
  #paper = this.#canvas.getContext('2d');

  show(shown, scene, view) {
    const paper = this.#paper;
    const size = this.#canvas.width;
    const whole = scene.constants.radius / PARTS_PER_UNIT;
    const scale = (size / 2 - 6) / whole;
    paper.clearRect(0, 0, size, size);
    paper.save();
    paper.translate(size / 2, size / 2);
    this.#circle(whole * scale, 'rgba(12, 18, 42, 0.8)', 'rgba(150, 185, 255, 0.25)', 2);
    this.#circle(shown.radius * scale, 'rgba(70, 110, 200, 0.25)', shown.radius < whole - 1 ? '#ff7d8c' : '#7fd4ff', 3);
    this.#dots(shown.orbs, scale, size / 64);
    paper.beginPath();
    paper.arc(0, 0, whole * scale, 0, 2 * Math.PI);
    paper.clip();
    paper.beginPath();
    paper.rect((view.x - view.halfWidth) * scale, (view.y - view.halfHeight) * scale,
      2 * view.halfWidth * scale, 2 * view.halfHeight * scale);
    paper.strokeStyle = 'rgba(255, 255, 255, 0.5)';
    paper.lineWidth = 2;
    paper.stroke();
    paper.restore();
  }

  #dots(orbs, scale, dot) {
    const paper = this.#paper;
    for (const { orb, x, y, isOwn } of orbs.slice(0, DOTS_MAX)) {
      if (!isOwn) {
        paper.fillStyle = colorOf(orb.color).css;
        paper.fillRect(x * scale - dot, y * scale - dot, 2 * dot, 2 * dot);
      }
    }
    const own = orbs.find((one) => one.isOwn);
    if (own) {
      paper.beginPath();
      paper.arc(own.x * scale, own.y * scale, 1.9 * dot, 0, 2 * Math.PI);
      paper.fillStyle = '#fff';
      paper.fill();
    }
  }

  #circle(radius, fill, stroke, width) {
    const paper = this.#paper;
    paper.beginPath();
    paper.arc(0, 0, radius, 0, 2 * Math.PI);
    paper.fillStyle = fill;
    paper.fill();
    paper.strokeStyle = stroke;
    paper.lineWidth = width;
    paper.stroke();
  }
}
