/** Fields that say several things, and numbers that may be left out. */

export const several = (text: string): string[] =>
  text
    .split(/[,，、\n]/)
    .map((each) => each.trim())
    .filter(Boolean);

export const digits = (text: string): string => text.replace(/\D/g, '');

export function numberOr<T>(text: string, otherwise: T): number | T {
  return text.trim() === '' ? otherwise : Number(text);
}

/** A code from a name: what stands in addresses and is never changed. */
export const codeOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9._-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 40);
