import type { InputFile } from 'telegraf/types';
import type { AttachedFile } from '../../platform';

/** What sendPhoto takes: at most 10 MB, both sides together 10,000 pixels, none twenty times the other. */
const PHOTO_BYTES = 10 * 1024 * 1024;
const PHOTO_SIDES = 10_000;
const PHOTO_RATIO = 20;

/** Whether Telegram can show it in the chat; otherwise it goes as a file to open. */
export function isPhoto({ kind, bytes }: AttachedFile): boolean {
  if (kind !== 'picture' || bytes.length > PHOTO_BYTES || bytes.length < 24) return false;
  const { width, height } = sizeOf(bytes);
  const ratio = Math.max(width, height) / Math.max(1, Math.min(width, height));
  return width + height <= PHOTO_SIDES && ratio <= PHOTO_RATIO;
}

/** A PNG says its size at a fixed place. */
function sizeOf(bytes: Uint8Array): { readonly width: number; readonly height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** The file as telegraf uploads it. */
export function upload({ name, bytes }: AttachedFile): InputFile {
  return { source: Buffer.from(bytes), filename: name };
}
