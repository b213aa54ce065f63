// A list of round sprites that is filled anew for each picture and drawn by one call.
import {
  CustomBlending, DynamicDrawUsage, InstancedBufferAttribute, InstancedBufferGeometry, Float32BufferAttribute, DoubleSide,
  AddEquation, Mesh, OneFactor, OneMinusSrcAlphaFactor, ShaderMaterial,
} from '/lib/three/build/three.module.min.js';
import { spriteFragment, spriteVertex } from './sprite-shader.js';

/** A square around the origin. */
export function squareGeometry() {
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute([-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0], 3));
  geometry.setIndex([0, 1, 2, 0, 2, 3]);
  return geometry;
}

/** How sprites cover what is beneath: premultiplied colours, no depth. */
export const BLENDING = Object.freeze({
  transparent: true, depthTest: false, depthWrite: false, side: DoubleSide, blending: CustomBlending,
  blendEquation: AddEquation, blendSrc: OneFactor, blendDst: OneMinusSrcAlphaFactor, premultipliedAlpha: true,
});

export class Sprites {
  #max;
  #count = 0;
  #geometry = squareGeometry();
  #places;
  #colors;
  #traits;
  mesh;

  /** @param max how many are drawn at most; what is added beyond is left out */
  constructor(max, uniforms) {
    this.#max = max;
    this.#places = this.#attribute('aPlace');
    this.#colors = this.#attribute('aColor');
    this.#traits = this.#attribute('aTraits');
    this.mesh = new Mesh(this.#geometry, new ShaderMaterial({
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
    const i = 4 * this.#count++;
    this.#places.array.set([x, y, radius, kind], i);
    this.#colors.array.set([rgb[0], rgb[1], rgb[2], alpha], i);
    this.#traits.array.set([a, b, c, d], i);
  }

  end() {
    this.#geometry.instanceCount = this.#count;
    for (const attribute of [this.#places, this.#colors, this.#traits]) {
      attribute.clearUpdateRanges();
      attribute.addUpdateRange(0, 4 * this.#count);
      attribute.needsUpdate = true;
    }
  }

  #attribute(name) {
    const attribute = new InstancedBufferAttribute(new Float32Array(4 * this.#max), 4);
    attribute.setUsage(DynamicDrawUsage);
    this.#geometry.setAttribute(name, attribute);
    return attribute;
  }
}
