import { expect, test } from 'vitest';

import { clausesOf, read, write } from '../src/screens/admin/conditions';

const KEPT = [
  "source == 'referral'",
  "company_size >= 200 && company_size < 1000",
  "currency in ['USD', 'EUR'] && budget >= 140000",
  '!has_phone && !has_email',
  "need.contains('填\\'充')",
  'follow_ups',
  'true',
  "grade != 'A' && score > 60",
];

test.each(KEPT)('%s is chosen clause by clause, and written as it was', (text) => {
  const clauses = clausesOf(read(text));
  expect(clauses).not.toBeNull();
  expect(write(clauses ?? [])).toBe(text);
});

test('what is said of either or of groups is read, and not cut at signs inside of quoted text', () => {
  expect(read("(region == 'a || b') || (has_phone && source == 'x')")).toEqual({
    any: [
      { field: 'region', operator: 'equals', values: ['a || b'] },
      { all: [{ field: 'has_phone', operator: 'yes', values: [] }, { field: 'source', operator: 'equals', values: ['x'] }] },
    ],
  });
});

test.each(["size(need) > 3", "touches + follow_ups", "nobody == 'x'", "(source == 'a') == has_phone", "has_phone || has_email", "budget == 3"])('%s is more than a list of clauses, and stays as it is written', (text) => {
  expect(clausesOf(read(text))).toBeNull();
});
