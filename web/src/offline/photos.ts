/**
 * Photos: made small, kept as bytes until the service has them, sent before the command that names them.
 * `keepPhoto` a file, name what it returns in the body, and give `uploadsOf` to `submit` as `uploads`.
 */
import { isFull, store, withStore, type Photo, type Store } from './db';

const LONG_SIDE = 1_600;
const QUALITY = 0.8;
const KIND = 'image/jpeg';
/** Days for which a photo that was sent can be seen without a network. */
const SEEN_DAYS = 30;
const DAY = 86_400_000;

/** A photo as commands name it among their attachments. */
export interface Named {
  sha256: string;
  name: string;
}

/** Why a photo was not kept: it is none that this browser can read, or the device is full. */
export class PhotoRefused extends Error {
  constructor(readonly why: 'unreadable' | 'full', options?: ErrorOptions) {
    super(why, options);
  }
}

/**
 * Make a photo small and keep it on the device for the service whose files are at `files`, such as `/api/leads/v1/files`.
 * What the camera wrote beside the picture, as the place, is gone. Raises `PhotoRefused`.
 */
export async function keepPhoto(file: Blob & { name?: string }, files: string): Promise<Named> {
  const bytes = await shrunk(file);
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  const sha256 = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const stem = (file.name ?? '').replace(/\.[^.]*$/, '') || 'photo';
  const photo: Photo = { path: `${files}/${sha256}`, name: `${stem}.jpg`, type: KIND, bytes, at: Date.now(), sent: 0, begun: false };
  try {
    await withStore((kept) => kept.transaction('rw', kept.photos, async () => (await kept.photos.get(photo.path)) ?? kept.photos.add(photo)));
  } catch (error) {
    if (isFull(error)) throw new PhotoRefused('full', { cause: error });
    throw error;
  }
  return { sha256, name: photo.name };
}

/** What a command that names these photos waits for. */
export function uploadsOf(photos: readonly Named[], files: string): string[] {
  return photos.map(({ sha256 }) => `${files}/${sha256}`);
}

/** The photo at this path as far as this device has it, for showing. The caller revokes the address. */
export async function photoAddress(path: string): Promise<string | null> {
  const photo = await store()?.photos.get(path);
  return photo ? URL.createObjectURL(new Blob([photo.bytes], { type: photo.type })) : null;
}

/** Forget photos that nothing names any more, and those that were sent long ago. */
export async function sweepPhotos(kept: Store): Promise<void> {
  const [rows, drafts] = await Promise.all([kept.outbox.toArray(), kept.drafts.toArray()]);
  const named = JSON.stringify([rows.map((row) => row.uploads), drafts]);
  const now = Date.now();
  await kept.photos
    .filter(({ path, at, sent }) => !named.includes(path.split('/').at(-1) ?? path) && now - at > (sent ? SEEN_DAYS : 1) * DAY)
    .delete();
}

async function shrunk(file: Blob): Promise<ArrayBuffer> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (error) {
    throw new PhotoRefused('unreadable', { cause: error });
  }
  const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  const pen = canvas.getContext('2d');
  if (!pen) throw new PhotoRefused('unreadable');
  // What is transparent would become black.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return (await canvas.convertToBlob({ type: KIND, quality: QUALITY })).arrayBuffer();
}
