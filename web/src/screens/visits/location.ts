/** Where this device is, asked once, at the moment of a check-in. */
import type { CheckIn } from '../../api/types';

export type Fix = Pick<CheckIn, 'location' | 'no_location'>;

const PATIENCE = 15_000;
const WHY = { 1: 'refused', 2: 'unavailable', 3: 'timeout' } as const;

/** The location, or why there is none. Never raises. */
export function locate(): Promise<Fix> {
  if (!('geolocation' in navigator)) return Promise.resolve({ no_location: 'unsupported' });
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => resolve({ location: { latitude, longitude, accuracy_m: Math.round(accuracy) } }),
      ({ code }) => resolve({ no_location: WHY[code as keyof typeof WHY] ?? 'unavailable' }),
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 0 },
    );
  });
}

const AXIS = 6_378_245;
const ECCENTRICITY = 0.006_693_421_622_965_943;

/** WGS-84 as maps in mainland China draw it (GCJ-02); elsewhere the same. */
export function asDrawnInChina(latitude: number, longitude: number): [latitude: number, longitude: number] {
  if (longitude < 72.004 || longitude > 137.8347 || latitude < 0.8293 || latitude > 55.8271) return [latitude, longitude];
  const x = longitude - 105;
  const y = latitude - 35;
  const wave = (value: number, amplitudes: readonly [number, number][]) => amplitudes.reduce((sum, [size, length]) => sum + size * Math.sin((value / length) * Math.PI), 0) * (2 / 3);
  const common = wave(x, [[20, 1 / 6], [20, 1 / 2]]);
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + common + wave(y, [[20, 1], [40, 3], [160, 12], [320, 30]]);
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + common + wave(x, [[20, 1], [40, 3], [150, 12], [300, 30]]);
  const angle = (latitude / 180) * Math.PI;
  const magic = 1 - ECCENTRICITY * Math.sin(angle) ** 2;
  const up = (north * 180) / (((AXIS * (1 - ECCENTRICITY)) / (magic * Math.sqrt(magic))) * Math.PI);
  const right = (east * 180) / ((AXIS / Math.sqrt(magic)) * Math.cos(angle) * Math.PI);
  return [latitude + up, longitude + right];
}
