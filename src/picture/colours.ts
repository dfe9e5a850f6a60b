/**
 * The ground is the picture's own and dark, so that it does not glare in a dark chat and stands out in a light one.
 * Words keep a contrast of at least 7 to 1 to what is below them.
 */
export const COLOURS = {
  ground: '#171d27',
  block: '#232c3a',
  frame: '#45546b',
  text: '#f4f7fb',
  quiet: '#bcc8d8',
  line: '#6cc3f5',
  area: '#6cc3f533',
  restart: '#ffb454',
  grid: '#45546b',
} as const;
