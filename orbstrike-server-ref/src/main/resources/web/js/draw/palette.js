// The five colours of players. Each has a mark of its own, too, so that they can be told apart without colours.

export const COLORS = Object.freeze([
  { name: 'coral', mark: 'one dot', css: '#ff6b6b', rgb: [1.0, 0.42, 0.42] },
  { name: 'amber', mark: 'two dots', css: '#ffc046', rgb: [1.0, 0.753, 0.275] },
  { name: 'mint', mark: 'three dots', css: '#4fe3a5', rgb: [0.31, 0.89, 0.647] },
  { name: 'sky', mark: 'a bar', css: '#54b9ff', rgb: [0.33, 0.725, 1.0] },
  { name: 'violet', mark: 'a cross', css: '#c793ff', rgb: [0.78, 0.576, 1.0] },
]);

export function colorOf(number) {
  return COLORS[number] ?? COLORS[0];
}
