// Names beneath orbs. Each name is written once into a cell of one texture; a picture draws all of them by one call. In a
// picture of few pixels nobody could read them: then they go from their cells to a sheet above it.
import { CanvasTexture, LinearFilter, Mesh, ShaderMaterial } from '/lib/three/build/three.module.min.js';
import { BLENDING } from './sprites.js';
import { Squares } from './squares.js';

const CELL_WIDTH = 256;
const CELL_HEIGHT = 32;
const COLUMNS = 8;
const ROWS = 32;
const CELLS = COLUMNS * ROWS;
const SHOWN_MAX = 256;
const LETTERS_MAX = 18;

const vertexShader = /* glsl */`
  attribute vec4 aPlace;
  attribute vec4 aCell;
  varying vec2 vUv;
  varying float vAlpha;

  void main() {
    vec2 corner = position.xy * 0.5 + 0.5;
    vUv = (aCell.xy + corner) * vec2(1.0 / ${COLUMNS}.0, 1.0 / ${ROWS}.0);
    vAlpha = aPlace.w;
    vec2 size = vec2(aPlace.z * ${CELL_WIDTH / CELL_HEIGHT}.0, aPlace.z);
    gl_Position = projectionMatrix * viewMatrix * vec4(aPlace.xy + position.xy * size * 0.5, 0.0, 1.0);
  }
`;

const fragmentShader = /* glsl */`
  precision highp float;
  uniform sampler2D uNames;
  varying vec2 vUv;
  varying float vAlpha;

  void main() {
    gl_FragColor = texture2D(uNames, vUv) * vAlpha;
  }
`;

export class Labels {
  #canvas = document.createElement('canvas');
  #paper;
  #texture;
  #squares = new Squares(SHOWN_MAX);
  #places = this.#squares.attribute('aPlace');
  #cells = this.#squares.attribute('aCell');
  #cellOf = new Map();
  #count = 0;
  #sheet;
  #isOnSheet = false;
  mesh;

  /** @param sheet a NameSheet */
  constructor(sheet) {
    this.#sheet = sheet;
    this.#canvas.width = COLUMNS * CELL_WIDTH;
    this.#canvas.height = ROWS * CELL_HEIGHT;
    this.#paper = this.#canvas.getContext('2d');
    this.#paper.font = '600 21px system-ui, sans-serif';
    this.#paper.textAlign = 'center';
    this.#paper.textBaseline = 'middle';
    this.#paper.lineJoin = 'round';
    this.#texture = new CanvasTexture(this.#canvas);
    this.#texture.flipY = false;
    this.#texture.generateMipmaps = false;
    this.#texture.minFilter = LinearFilter;
    this.#texture.premultiplyAlpha = true;
    this.mesh = new Mesh(this.#squares.geometry, new ShaderMaterial({
      vertexShader, fragmentShader, uniforms: { uNames: { value: this.#texture } }, ...BLENDING,
    }));
    this.mesh.frustumCulled = false;
  }

  /** @param sheetView what of the board is in sight if names are to go to the sheet, else null */
  begin(sheetView) {
    this.#count = 0;
    const wasOnSheet = this.#isOnSheet;
    this.#isOnSheet = sheetView !== null;
    if (this.#isOnSheet) {
      this.#sheet.begin(sheetView);
    } else if (wasOnSheet) {
      this.#sheet.hide();
    }
  }

  /** @param height of the line in units */
  add(name, x, y, height, alpha) {
    if (name === '' || this.#count === SHOWN_MAX) {
      return;
    }
    const cell = this.#cell(name);
    const column = cell % COLUMNS;
    const row = Math.floor(cell / COLUMNS);
    if (this.#isOnSheet) {
      this.#sheet.put({ image: this.#canvas, x: column * CELL_WIDTH, y: row * CELL_HEIGHT, width: CELL_WIDTH, height: CELL_HEIGHT },
        x, y, height, alpha);
    } else {
      this.#places.put(this.#count, x, y, height, alpha);
      this.#cells.put(this.#count, column, row, 0, 0);
    }
    this.#count++;
  }

  end() {
    this.mesh.visible = !this.#isOnSheet;
    if (this.mesh.visible) {
      this.#squares.show(this.#count);
    }
  }

  /** The name's cell; the one that was not asked for longest makes room. */
  #cell(name) {
    let cell = this.#cellOf.get(name);
    if (cell !== undefined) {
      this.#cellOf.delete(name);
    } else if (this.#cellOf.size < CELLS) {
      cell = this.#cellOf.size;
      this.#write(name, cell);
    } else {
      const [oldest, freed] = this.#cellOf.entries().next().value;
      this.#cellOf.delete(oldest);
      cell = freed;
      this.#write(name, cell);
    }
    this.#cellOf.set(name, cell);
    return cell;
  }

  #write(name, cell) {
    const x = (cell % COLUMNS) * CELL_WIDTH;
    const y = Math.floor(cell / COLUMNS) * CELL_HEIGHT;
    const letters = [...name];
    const text = letters.length > LETTERS_MAX ? `${letters.slice(0, LETTERS_MAX - 1).join('')}…` : name;
    const paper = this.#paper;
    paper.save();
    paper.beginPath();
    paper.rect(x, y, CELL_WIDTH, CELL_HEIGHT);
    paper.clip(); // marks may pile up far above and below a letter, and the neighbours are names of others
    paper.clearRect(x, y, CELL_WIDTH, CELL_HEIGHT);
    paper.lineWidth = 5;
    paper.strokeStyle = 'rgba(4, 7, 20, 0.85)';
    paper.strokeText(text, x + CELL_WIDTH / 2, y + CELL_HEIGHT / 2, CELL_WIDTH - 8);
    paper.fillStyle = '#fff';
    paper.fillText(text, x + CELL_WIDTH / 2, y + CELL_HEIGHT / 2, CELL_WIDTH - 8);
    paper.restore();
    this.#texture.needsUpdate = true;
  }
}
