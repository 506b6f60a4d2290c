/** Lists that come page by page, shown as one. */
interface Page<T> {
  items: T[];
  next?: string | null;
}

export interface Listed<T> {
  items: T[];
  /** Whether the server has more. */
  more: boolean;
}

/** The first `pages` pages, in order. */
export async function listed<T>(pages: number, ask: (cursor: { cursor?: string }) => Promise<Page<T>>): Promise<Listed<T>> {
  const items: T[] = [];
  let cursor: { cursor?: string } = {};
  for (let page = 0; page < pages; page += 1) {
    const answer = await ask(cursor);
    items.push(...answer.items);
    if (!answer.next) return { items, more: false };
    cursor = { cursor: answer.next };
  }
  return { items, more: true };
}
