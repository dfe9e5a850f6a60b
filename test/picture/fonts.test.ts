import { execFileSync } from 'node:child_process';
import { picture as en } from '../../src/messages/en/picture';
import { picture as zh } from '../../src/messages/zh-cn/picture';
import { allSlices, drawable, readSlices, slicesFor } from '../../src/picture/fonts';

/** Every sentence of a catalogue, with numbers and names put in. */
function saidBy(words: object): string {
  return Object.values(words)
    .map((value: unknown) => {
      if (typeof value === 'function') return String(Reflect.apply(value, undefined, [12, '345']));
      return typeof value === 'object' && value !== null ? saidBy(value) : String(value);
    })
    .join('');
}

/**
 * The characters that are drawn as an empty box by the font alone: a process of its own, since a process that has
 * once read the machine's fonts would borrow from them.
 */
function boxes(text: string): string {
  const script = `
    const { createCanvas, GlobalFonts } = require('@napi-rs/canvas');
    const folder = require('node:path').dirname(require.resolve('@fontsource-variable/noto-sans-sc/package.json'));
    for (const file of ${JSON.stringify(slicesFor(text, allSlices()).map(slice => slice.file))}) {
      GlobalFonts.registerFromPath(folder + '/files/' + file, 'Only');
    }
    const canvas = createCanvas(60, 60);
    const context = canvas.getContext('2d');
    const drawn = character => {
      context.clearRect(0, 0, 60, 60);
      context.font = '40px Only';
      context.fillText(character, 8, 46);
      return Buffer.from(context.getImageData(0, 0, 60, 60).data.buffer).toString('base64');
    };
    const box = drawn('\\uE123');
    if (box === drawn(' ')) throw new Error('a missing character is not drawn as a box');
    process.stdout.write([...new Set(${JSON.stringify(text)})].filter(one => drawn(one) === box).join(''));
  `;
  const env = { ...process.env, DISABLE_SYSTEM_FONTS_LOAD: '1' };
  return execFileSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
}

describe('the font of the picture', () => {
  it('has every character of both languages, and what names are made of', () => {
    const latin = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 32 + index));

    const missing = boxes(`${saidBy(en)}${saidBy(zh)}${latin}–·…（），。：？`);

    expect(missing).toBe('');
  });

  it('would show what it lacks as a box', () => {
    const missing = boxes('a\u0E01中');

    expect(missing).toBe('\u0E01');
  });

  it('is read in the few slices that a text needs', () => {
    const files = slicesFor(saidBy(zh), allSlices()).map(slice => slice.file);

    expect(files[0]).toBe('noto-sans-sc-latin-wght-normal.woff2');
    expect(files.length).toBeLessThan(30);
  });

  it('writes a question mark for what it lacks', () => {
    expect(drawable('a🎉中\u0E01')).toBe('a?中?');
  });

  it('says what its slices are for in ranges', () => {
    const slices = readSlices({ '[21]': 'U+4e00-4e0f, U+5b57', latin: 'U+0000-00FF' });

    expect(slices).toEqual([
      { file: 'noto-sans-sc-latin-wght-normal.woff2', ranges: [[0x0, 0xff]] },
      {
        file: 'noto-sans-sc-21-wght-normal.woff2',
        ranges: [
          [0x4e00, 0x4e0f],
          [0x5b57, 0x5b57],
        ],
      },
    ]);
  });
});
