// The ground: a lit disc with a fine grid, a glowing edge, and what lies outside, where no orb lives.

export const arenaVertex = /* glsl */`
  uniform vec2 uCamera;
  uniform vec2 uHalfView;
  varying vec2 vWorld;

  void main() {
    vWorld = uCamera + position.xy * uHalfView * vec2(1.0, -1.0);
    gl_Position = vec4(position.xy, 0.0, 1.0);
  }
`;

export const arenaFragment = /* glsl */`
  precision highp float;
  uniform float uRadius;
  uniform float uRadiusEnd;
  uniform float uDanger;
  uniform float uTime;
  uniform float uUnitsPerPixel;
  varying vec2 vWorld;

  float gridLine(vec2 at, float spacing) {
    vec2 off = abs(fract(at / spacing + 0.5) - 0.5) * spacing;
    float width = 0.7 * uUnitsPerPixel;
    return 1.0 - smoothstep(width, width + 1.2 * uUnitsPerPixel, min(off.x, off.y));
  }

  float star(vec2 at) {
    vec2 cell = floor(at / 46.0);
    float chance = fract(sin(dot(cell, vec2(12.9898, 78.233))) * 43758.5453);
    vec2 middle = (cell + 0.25 + 0.5 * vec2(chance, fract(chance * 57.0))) * 46.0;
    return step(0.72, chance) * (1.0 - smoothstep(0.4, 2.2, length(at - middle))) * chance;
  }

  void main() {
    float range = length(vWorld);
    float inward = uRadius - range;
    vec3 cool = vec3(0.20, 0.75, 1.0);
    vec3 hot = vec3(1.0, 0.25, 0.36);
    vec3 edge = mix(cool, hot, uDanger);
    vec3 color;
    if (inward > 0.0) {
      float deep = clamp(range / max(uRadius, 1.0), 0.0, 1.0);
      color = mix(vec3(0.105, 0.145, 0.29), vec3(0.04, 0.06, 0.14), deep * deep);
      color += vec3(0.055, 0.085, 0.15) * gridLine(vWorld, 64.0) * 0.36;
      color += vec3(0.06, 0.10, 0.19) * gridLine(vWorld, 256.0) * 0.55;
      float next = abs(range - uRadiusEnd);
      float angle = atan(vWorld.y, vWorld.x);
      float dash = smoothstep(0.0, 0.15, sin(angle * 60.0) + 0.3);
      color += hot * 0.35 * dash * step(1.0, uRadius - uRadiusEnd) * (1.0 - smoothstep(0.8, 2.6, next));
      float pulse = 0.75 + 0.25 * sin(uTime * (2.0 + 6.0 * uDanger));
      color += edge * exp(-inward / (26.0 + 30.0 * uDanger)) * (0.38 + 0.3 * uDanger) * pulse;
    } else {
      float outward = -inward;
      float stripe = smoothstep(-0.15, 0.15, sin((vWorld.x + vWorld.y) * 0.13));
      color = mix(vec3(0.016, 0.018, 0.045), vec3(0.085, 0.018, 0.045), 0.55 * exp(-outward / 160.0));
      color += vec3(0.10, 0.012, 0.03) * stripe * exp(-outward / 110.0);
      color += vec3(0.6, 0.7, 0.95) * star(vWorld) * 0.55;
      color += edge * exp(-outward / 12.0) * 0.5;
    }
    float line = 1.0 - smoothstep(1.5, 3.5 + uUnitsPerPixel, abs(inward));
    color = mix(color, mix(edge, vec3(1.0), 0.45), line);
    gl_FragColor = vec4(color, 1.0);
  }
`;
