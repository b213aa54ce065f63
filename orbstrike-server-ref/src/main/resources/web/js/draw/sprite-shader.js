// Everything round on the ground: bodies, rings, shields, sparks, waves. One shader for all kinds, so that a frame takes one
// draw call however many there are. Colours leave with premultiplied alpha: alpha 0 adds light, alpha 1 covers.

export const KIND = Object.freeze({ BODY: 0, RING: 1, SHIELD: 2, GAUGE: 3, GLOW: 4, WAVE: 5, SHADE: 6 });

export const spriteVertex = /* glsl */`
  attribute vec4 aPlace;
  attribute vec4 aColor;
  attribute vec4 aTraits;
  varying vec2 vAt;
  varying vec4 vColor;
  varying vec4 vTraits;
  varying float vKind;
  varying float vSoft;
  uniform float uUnitsPerPixel;

  void main() {
    vAt = position.xy;
    vColor = aColor;
    vTraits = aTraits;
    vKind = aPlace.w;
    vSoft = 1.5 * uUnitsPerPixel / max(aPlace.z, 0.001);
    gl_Position = projectionMatrix * viewMatrix * vec4(aPlace.xy + position.xy * aPlace.z, 0.0, 1.0);
  }
`;

export const spriteFragment = /* glsl */`
  precision highp float;
  uniform float uTime;
  varying vec2 vAt;
  varying vec4 vColor;
  varying vec4 vTraits;
  varying float vKind;
  varying float vSoft;

  const float TURN = 6.2831853;

  float disc(vec2 at, float radius) {
    return 1.0 - smoothstep(radius - vSoft, radius, length(at));
  }

  float box(vec2 at, vec2 halfSize) {
    vec2 off = abs(at) - halfSize;
    return 1.0 - smoothstep(-vSoft, vSoft * 0.5, max(off.x, off.y));
  }

  vec2 turned(vec2 at, float angle) {
    float c = cos(angle);
    float s = sin(angle);
    return vec2(c * at.x + s * at.y, c * at.y - s * at.x);
  }

  /** The mark of a colour, on the back of the head. */
  float mark(vec2 at, float number) {
    if (number < 0.5) {
      return disc(at, 0.13);
    }
    if (number < 1.5) {
      return max(disc(at - vec2(0.0, 0.15), 0.11), disc(at + vec2(0.0, 0.15), 0.11));
    }
    if (number < 2.5) {
      return max(disc(at - vec2(0.10, 0.0), 0.10), max(disc(at - vec2(-0.10, 0.17), 0.10), disc(at + vec2(0.10, 0.17), 0.10)));
    }
    if (number < 3.5) {
      return box(at, vec2(0.07, 0.24));
    }
    return max(box(at, vec2(0.06, 0.21)), box(at, vec2(0.21, 0.06)));
  }

  /** traits: looking angle, open eyes 0 to 1, mark, own. */
  vec4 body(vec2 at) {
    float range = length(at);
    float cover = 1.0 - smoothstep(0.86 - vSoft, 0.86, range);
    vec3 base = vColor.rgb;
    float light = clamp(1.0 - length(at - vec2(-0.28, -0.34)) * 0.72, 0.0, 1.0);
    vec3 color = mix(base * 0.55, min(base * 1.08, vec3(1.0)), smoothstep(0.05, 0.75, light)) + vec3(0.38) * pow(light, 7.0);
    color = mix(color, base * 0.25, smoothstep(0.70, 0.86, range) * 0.8);
    vec2 face = turned(at, vTraits.x);
    color = mix(color, base * 0.30, mark(face + vec2(0.44, 0.0), vTraits.z) * 0.85);
    for (int i = -1; i <= 1; i += 2) {
      vec2 eye = face - vec2(0.34, 0.27 * float(i));
      eye.x /= max(vTraits.y, 0.12);
      color = mix(color, vec3(0.97), disc(eye, 0.235));
      color = mix(color, vec3(0.05, 0.06, 0.13), disc(eye - vec2(0.08, 0.0), 0.125));
    }
    float rim = smoothstep(0.84, 0.88, range) * (1.0 - smoothstep(0.95 - vSoft, 0.98, range));
    vec4 drawn = vec4(color * cover, cover);
    float isOwn = vTraits.w;
    drawn += vec4(vec3(1.0), 1.0) * rim * isOwn * (1.0 - drawn.a);
    return drawn * vColor.a;
  }

  /** traits: age in seconds, energy 0 to 1, own. The ring that kills ends at 1.0. */
  vec4 ring(vec2 at) {
    float range = length(at);
    float grown = 1.0 - exp(-vTraits.x * 22.0);
    float radius = 0.98 * mix(0.35, 1.0, grown);
    float off = range - radius;
    float line = 1.0 - smoothstep(0.016 + vSoft * 0.5, 0.03 + vSoft, abs(off + 0.03));
    float inside = step(off, 0.0);
    float glow = inside * exp(off * 6.5) * 0.60;
    float angle = atan(at.y, at.x);
    float arcs = 0.72 + 0.28 * sin(angle * 9.0 + uTime * 9.0) * sin(angle * 4.0 - uTime * 5.0);
    float fading = 0.55 + 0.45 * step(0.22, vTraits.y) + 0.45 * step(vTraits.y, 0.22) * step(0.0, sin(uTime * 34.0));
    vec3 color = vColor.rgb * glow * arcs * (1.0 - line) + mix(vColor.rgb, vec3(1.0), 0.30) * line;
    return vec4(color * fading, (0.10 * inside + 0.8 * line)) * vColor.a * step(range, 1.0);
  }

  /** traits: time left 0 to 1. */
  vec4 shield(vec2 at) {
    float range = length(at);
    float angle = atan(at.y, at.x) + uTime * 1.6;
    float dash = smoothstep(-0.2, 0.2, sin(angle * 8.0));
    float line = 1.0 - smoothstep(0.025, 0.05 + vSoft, abs(range - 0.90));
    float film = step(range, 0.90) * pow(range, 4.0) * 0.25;
    return vec4(vec3(0.75, 0.92, 1.0) * (line * dash * 0.9 + film), line * dash * 0.25) * vColor.a;
  }

  /** An arc that shows a fraction; traits: fraction, where the mark stands. */
  vec4 gauge(vec2 at) {
    float range = length(at);
    float turn = fract(atan(at.x, -at.y) / TURN + 1.0);
    float band = 1.0 - smoothstep(0.045, 0.06 + vSoft, abs(range - 0.92));
    float full = step(turn, vTraits.x);
    vec3 color = mix(vec3(0.16, 0.19, 0.3), vColor.rgb, full);
    float notch = 1.0 - smoothstep(0.006, 0.012, abs(turn - vTraits.y));
    color = mix(color, vec3(1.0), notch);
    float alpha = band * mix(0.55, 0.95, full) * vColor.a;
    return vec4(color * alpha, alpha);
  }

  vec4 glow(vec2 at) {
    float light = max(0.0, 1.0 - length(at));
    return vec4(vColor.rgb * light * light, 0.0) * vColor.a;
  }

  /** traits: age 0 to 1. */
  vec4 wave(vec2 at) {
    float range = length(at);
    float line = exp(-abs(range - vTraits.x * 0.95) * 22.0) * step(range, 1.0);
    return vec4(vColor.rgb * line * (1.0 - vTraits.x), 0.0) * vColor.a;
  }

  vec4 shade(vec2 at) {
    float dark = max(0.0, 1.0 - length(at));
    return vec4(0.0, 0.0, 0.0, dark * 0.75) * vColor.a;
  }

  void main() {
    if (vKind < 0.5) {
      gl_FragColor = body(vAt);
    } else if (vKind < 1.5) {
      gl_FragColor = ring(vAt);
    } else if (vKind < 2.5) {
      gl_FragColor = shield(vAt);
    } else if (vKind < 3.5) {
      gl_FragColor = gauge(vAt);
    } else if (vKind < 4.5) {
      gl_FragColor = glow(vAt);
    } else if (vKind < 5.5) {
      gl_FragColor = wave(vAt);
    } else {
      gl_FragColor = shade(vAt);
    }
  }
`;
