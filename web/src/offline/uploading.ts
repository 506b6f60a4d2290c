/** Sends one photo to its path, in parts: after a cut it goes on where the service says, and what has come stays there. */
import { reach } from '../api/client';
import { problemIn, Refused, Unreachable } from '../api/problems';
import type { Photo, Store } from './db';

const SMALLEST = 16 * 1024;
const LARGEST = 1024 * 1024;
/** A part should take about so long: what a cut costs is at most one part. */
const AIM = 2_000;

/** How large the next part is; follows what the network carries. */
let part = 128 * 1024;

interface Uploaded {
  received: number;
  media_type: string | null;
}

/** Send what the service does not have of the photo at `path`. Raises `Unreachable`, and `Refused` for what it does not take. */
export async function upload(kept: Store, path: string): Promise<void> {
  const photo = await kept.photos.get(path);
  if (!photo || photo.sent) return;
  let whole = false;
  let at = 0;
  if (photo.begun) ({ at, whole } = await arrived(path));
  else await kept.photos.update(path, { begun: true });
  while (!whole) {
    const answer = await put(photo, at);
    if (answer.ok) {
      const { received, media_type } = (await answer.json()) as Uploaded;
      whole = media_type !== null;
      if (!whole && received <= at) throw new Unreachable(path);
      at = received;
    } else {
      const problem = await problemIn(answer);
      const offset = problem.params?.offset;
      if (problem.code !== 'upload-offset' || typeof offset !== 'number' || offset === at) throw new Refused(problem);
      at = offset;
    }
  }
  await kept.photos.update(path, { sent: 1 });
}

async function arrived(path: string): Promise<{ at: number; whole: boolean }> {
  const answer = await reach(path);
  if (answer.status === 404) return { at: 0, whole: false };
  if (!answer.ok) throw new Refused(await problemIn(answer));
  const { received, media_type } = (await answer.json()) as Uploaded;
  return { at: received, whole: media_type !== null };
}

async function put({ path, type, bytes }: Photo, at: number): Promise<Response> {
  const began = performance.now();
  // The last byte is sent again when all have come, and nobody has judged the photo.
  const from = Math.min(at, bytes.byteLength - 1);
  const body = bytes.slice(from, Math.min(from + part, bytes.byteLength));
  try {
    const answer = await reach(path, { method: 'PUT', body, headers: { 'content-type': type, 'upload-offset': String(from), 'upload-length': String(bytes.byteLength) } });
    const took = performance.now() - began;
    part = Math.round(Math.min(LARGEST, Math.max(SMALLEST, part * Math.min(2, AIM / Math.max(1, took)))));
    return answer;
  } catch (error) {
    part = Math.max(SMALLEST, Math.round(part / 4));
    throw error;
  }
}
