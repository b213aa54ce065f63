// The picture of a playfield: ground, orbs, rings, names, drawn by WebGL through three.js with four draw calls.
import {
  Mesh, OrthographicCamera, Scene, ShaderMaterial, Vector2, WebGLRenderer,
} from '/lib/three/build/three.module.min.js';
import { PARTS_PER_UNIT } from '../game/scene.js';
import { arenaFragment, arenaVertex } from './arena-shader.js';
import { Labels } from './labels.js';
import { NameSheet } from './name-sheet.js';
import { OrbPainter } from './orb-painter.js';
import { PixelBudget } from './pixel-budget.js';
import { Sprites } from './sprites.js';
import { Squares } from './squares.js';

const SPRITES_MAX = 6000;

/** How many units the shorter side of the screen shows: on a small screen fewer, so that an orb stays large enough. */
const VIEW_MIN_UNITS = 520;
const VIEW_MAX_UNITS = 860;
const CAMERA_MS = 110;
const SHAKE_UNITS = 9;

/** With fewer pixels of the picture for one of the page, names are drawn apart from it, if the screen has more. */
const NAMES_RATIO_MIN = 0.75;

export class Stage {
  #canvas;
  #renderer;
  #camera = new OrthographicCamera(-1, 1, -1, 1, -1, 1);
  #scene = new Scene();
  #arena;
  #sprites;
  #labels;
  #hasNamesApart = false;
  #painter;
  #budget = new PixelBudget();
  #uniforms = { uTime: { value: 0 }, uUnitsPerPixel: { value: 1 } };
  #view = { x: 0, y: 0, halfWidth: 1, halfHeight: 1 };
  #isPlaced = false;
  #timeS = 0;
  #shakeS = 0;
  #isCalm;
  #danger = 0;

  /**
   * @param names the canvas above it, for names
   * @param isCalm () => whether motion is to be reduced
   */
  constructor(canvas, names, isCalm) {
    this.#canvas = canvas;
    this.#labels = new Labels(new NameSheet(names));
    this.#isCalm = isCalm;
    this.#renderer = new WebGLRenderer({ canvas, antialias: false, alpha: false, depth: false, stencil: false,
      powerPreference: 'high-performance' });
    this.#sprites = new Sprites(SPRITES_MAX, this.#uniforms);
    this.#painter = new OrbPainter(this.#sprites, this.#labels, isCalm);
    this.#arena = new Mesh(new Squares(1).geometry, new ShaderMaterial({
      vertexShader: arenaVertex,
      fragmentShader: arenaFragment,
      depthTest: false,
      depthWrite: false,
      uniforms: { ...this.#uniforms, uCamera: { value: new Vector2() }, uHalfView: { value: new Vector2(1, 1) },
        uRadius: { value: 1000 }, uRadiusEnd: { value: 1000 }, uDanger: { value: 0 } },
    }));
    this.#arena.frustumCulled = false;
    [this.#arena, this.#sprites.mesh, this.#labels.mesh].forEach((mesh, order) => {
      mesh.renderOrder = order;
      this.#scene.add(mesh);
    });
  }

  get view() {
    return this.#view;
  }

  /** How many draw calls the newest picture took. */
  get drawCalls() {
    return this.#renderer.info.render.calls;
  }

  /** Where a place of the board is on the canvas, in CSS pixels. */
  toScreen(x, y) {
    const { x: cameraX, y: cameraY, halfWidth, halfHeight } = this.#view;
    return {
      x: (0.5 + (x - cameraX) / (2 * halfWidth)) * this.#canvas.clientWidth,
      y: (0.5 + (y - cameraY) / (2 * halfHeight)) * this.#canvas.clientHeight,
    };
  }

  /** The next picture starts at its place without a glide. */
  cut() {
    this.#isPlaced = false;
  }

  shake() {
    if (!this.#isCalm()) {
      this.#shakeS = 0.35;
    }
  }

  /**
   * @param shown what Playfield.advance returned
   * @param focus where to look, {x, y}, or null to stay
   */
  draw(shown, scene, focus, passedMs) {
    this.#timeS += this.#isCalm() ? 0 : passedMs / 1000;
    this.#fit(scene, passedMs);
    this.#follow(focus, passedMs);
    this.#drawArena(shown, scene, passedMs);
    this.#sprites.begin();
    const { left, top, right, bottom } = this.#camera;
    this.#labels.begin(this.#hasNamesApart ? { left, top, width: right - left, height: bottom - top } : null);
    const unitsPerCssPixel = 2 * this.#view.halfWidth / Math.max(1, this.#canvas.clientWidth);
    this.#painter.paint(shown, scene, this.#view, unitsPerCssPixel, passedMs / 1000);
    this.#sprites.end();
    this.#labels.end();
    this.#renderer.render(this.#scene, this.#camera);
  }

  dispose() {
    this.#renderer.dispose();
  }

  #fit(scene, passedMs) {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const most = Math.min(devicePixelRatio, 2);
    const ratio = this.#budget.ratio(passedMs, most);
    this.#hasNamesApart = ratio < Math.min(NAMES_RATIO_MIN, most);
    const pixels = this.#renderer.getSize(new Vector2());
    if (pixels.x !== width || pixels.y !== height || this.#renderer.getPixelRatio() !== ratio) {
      this.#renderer.setPixelRatio(ratio);
      this.#renderer.setSize(width, height, false);
    }
    const shorter = Math.max(1, Math.min(width, height));
    const ring = scene.constants.ringRadius / PARTS_PER_UNIT;
    const units = Math.max(Math.min(Math.max(shorter, VIEW_MIN_UNITS), VIEW_MAX_UNITS), 5 * ring);
    this.#view.halfWidth = units * width / shorter / 2;
    this.#view.halfHeight = units * height / shorter / 2;
    this.#uniforms.uUnitsPerPixel.value = units / (shorter * ratio);
  }

  #follow(focus, passedMs) {
    const view = this.#view;
    if (focus && !this.#isPlaced) {
      view.x = focus.x;
      view.y = focus.y;
      this.#isPlaced = true;
    } else if (focus) {
      const near = 1 - Math.exp(-passedMs / CAMERA_MS);
      view.x += (focus.x - view.x) * near;
      view.y += (focus.y - view.y) * near;
    }
    this.#shakeS = Math.max(0, this.#shakeS - passedMs / 1000);
    const shake = SHAKE_UNITS * this.#shakeS / 0.35;
    const x = view.x + shake * Math.sin(this.#timeS * 71);
    const y = view.y + shake * Math.sin(this.#timeS * 57);
    const camera = this.#camera;
    // y grows downwards, as on the board.
    camera.left = x - view.halfWidth;
    camera.right = x + view.halfWidth;
    camera.top = y - view.halfHeight;
    camera.bottom = y + view.halfHeight;
    camera.updateProjectionMatrix();
    this.#arena.material.uniforms.uCamera.value.set(x, y);
    this.#arena.material.uniforms.uHalfView.value.set(view.halfWidth, view.halfHeight);
  }

  #drawArena({ radius }, scene, passedMs) {
    const uniforms = this.#arena.material.uniforms;
    const isShrinking = radius * PARTS_PER_UNIT < scene.constants.radius - 1;
    const target = isShrinking ? 1 : 0;
    this.#danger += (target - this.#danger) * (1 - Math.exp(-passedMs / 400));
    uniforms.uRadius.value = radius;
    uniforms.uRadiusEnd.value = scene.constants.radiusEnd / PARTS_PER_UNIT;
    uniforms.uDanger.value = this.#danger;
  }
}
