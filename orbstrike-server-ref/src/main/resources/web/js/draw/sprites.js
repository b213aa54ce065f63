// A list of round sprites that is filled anew for each picture and drawn by one call.
import {
  AddEquation, CustomBlending, DoubleSide, Mesh, OneFactor, OneMinusSrcAlphaFactor, ShaderMaterial,
} from '/lib/three/build/three.module.min.js';
import { spriteFragment, spriteVertex } from './sprite-shader.js';
import { Squares } from './squares.js';

/** How sprites cover what is beneath: premultiplied colours, no depth. */
export const BLENDING = Object.freeze({
  transparent: true, depthTest: false, depthWrite: false, side: DoubleSide, blending: CustomBlending,
  blendEquation: AddEquation, blendSrc: OneFactor, blendDst: OneMinusSrcAlphaFactor, premultipliedAlpha: true,
});

export class Sprites {
  #max;
  #count = 0;
  #squares;
  #places;
  #colors;
  #traits;
  mesh;

  /** @param max how many are drawn at most; what is added beyond is left out */
  constructor(max, uniforms) {
    this.#max = max;
    this.#squares = new Squares(max);
    this.#places = this.#squares.attribute('aPlace');
    this.#colors = this.#squares.attribute('aColor');
    this.#traits = this.#squares.attribute('aTraits');
    this.mesh = new Mesh(this.#squares.geometry, new ShaderMaterial({
      vertexShader: spriteVertex, fragmentShader: spriteFragment, uniforms, ...BLENDING,
    }));
    this.mesh.frustumCulled = false;
  }

  begin() {
    this.#count = 0;
  }

  /** @param rgb three numbers from 0 to 1; the traits are the kind's, as the shader says */
  add(kind, x, y, radius, rgb, alpha, a = 0, b = 0, c = 0, d = 0) {
    if (this.#count === this.#max) {
      return;
    }
    const square = this.#count++;
    this.#places.put(square, x, y, radius, kind);
    this.#colors.put(square, rgb[0], rgb[1], rgb[2], alpha);
    this.#traits.put(square, a, b, c, d);
  }

  end() {
    this.#squares.show(this.#count);
  }
}
