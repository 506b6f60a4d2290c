/** Conditions of rules, taken apart into what people can read and choose, and put together again as CEL. */

type Kind = 'text' | 'int' | 'number' | 'flag';

const LEAD = {
  source: 'text', campaign: 'text', region: 'text', industry: 'text', company: 'text', name: 'text', address: 'text', need: 'text', need_length: 'int', company_size: 'int', budget: 'number', currency: 'text',
  has_phone: 'flag', has_email: 'flag', has_contact: 'flag', is_customer: 'flag', touches: 'int', follow_ups: 'int', age_days: 'int', idle_days: 'int',
} as const satisfies Record<string, Kind>;

/** What a condition may ask, with the kind of its answer; the last two only once a lead has its score. */
export const FIELDS = { ...LEAD, score: 'int', grade: 'text' } as const;
export type Field = keyof typeof FIELDS;
export const SCORING_FIELDS = Object.keys(LEAD) as Field[];
export const ALL_FIELDS = Object.keys(FIELDS) as Field[];

/** `each` is a number as it is: so many points for each. */
export type Operator = 'equals' | 'differs' | 'among' | 'contains' | 'least' | 'above' | 'most' | 'below' | 'yes' | 'no' | 'each';

export interface Clause {
  field: Field;
  operator: Operator;
  values: string[];
}

export type Condition = Clause | { all: Condition[] } | { any: Condition[] } | { code: string };

const WRITTEN: Record<string, Operator> = { '==': 'equals', '!=': 'differs', '>=': 'least', '>': 'above', '<=': 'most', '<': 'below' };
const SIGN = Object.fromEntries(Object.entries(WRITTEN).map(([sign, operator]) => [operator, sign]));
const TEXT = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"`;
const COMPARES = new RegExp(String.raw`^(\w+)\s*(==|!=|>=|<=|>|<)\s*(${TEXT}|-?\d+(?:\.\d+)?)$`);
const AMONG = new RegExp(String.raw`^(\w+)\s+in\s+\[\s*((?:${TEXT})(?:\s*,\s*(?:${TEXT}))*)\s*\]$`);
const CONTAINS = new RegExp(String.raw`^(\w+)\.contains\(\s*(${TEXT})\s*\)$`);
const FLAG = /^(!?)\s*(\w+)$/;

/** What may be asked of a field; a number by itself only where points are given for each. */
export function operatorsOf(field: Field, counting: boolean): Operator[] {
  switch (FIELDS[field]) {
    case 'flag':
      return ['yes', 'no'];
    case 'text':
      return ['equals', 'differs', 'among', 'contains'];
    case 'number':
      return ['least', 'above', 'most', 'below'];
    default:
      return [...(['least', 'above', 'most', 'below', 'equals'] as const), ...(counting ? (['each'] as const) : [])];
  }
}

export function read(text: string): Condition {
  const plain = bare(text);
  if (plain === 'true') return { all: [] };
  for (const [sign, name] of [['||', 'any'], ['&&', 'all']] as const) {
    const parts = split(plain, sign);
    if (parts.length > 1) return { [name]: parts.map(read) } as Condition;
  }
  return clauseOf(plain) ?? { code: plain };
}

/** The clauses of a condition that holds when all of them do; null where it is more than that. */
export function clausesOf(condition: Condition): Clause[] | null {
  if ('field' in condition) return [condition];
  if (!('all' in condition)) return null;
  return condition.all.every((part): part is Clause => 'field' in part) ? condition.all : null;
}

export function write(clauses: readonly Clause[]): string {
  return clauses.map(written).join(' && ') || 'true';
}

function written({ field, operator, values }: Clause): string {
  const literal = (value: string) => (FIELDS[field] === 'text' ? quoted(value) : value.trim() || '0');
  const first = literal(values[0] ?? '');
  if (operator === 'yes' || operator === 'each') return field;
  if (operator === 'no') return `!${field}`;
  if (operator === 'among') return `${field} in [${(values.length ? values : ['']).map(literal).join(', ')}]`;
  if (operator === 'contains') return `${field}.contains(${first})`;
  return `${field} ${SIGN[operator]} ${first}`;
}

function clauseOf(text: string): Clause | null {
  const flag = FLAG.exec(text);
  if (flag) {
    const field = known(flag[2]);
    if (field && FIELDS[field] === 'flag') return { field, operator: flag[1] ? 'no' : 'yes', values: [] };
    return field && FIELDS[field] === 'int' && !flag[1] ? { field, operator: 'each', values: [] } : null;
  }
  const among = AMONG.exec(text);
  const contains = CONTAINS.exec(text);
  const compares = COMPARES.exec(text);
  const field = known((among ?? contains ?? compares)?.[1]);
  if (!field) return null;
  if (among) return { field, operator: 'among', values: [...(among[2] ?? '').matchAll(new RegExp(TEXT, 'g'))].map(([each]) => unquoted(each)) };
  if (contains) return { field, operator: 'contains', values: [unquoted(contains[2] ?? '')] };
  const operator = WRITTEN[compares?.[2] ?? ''] ?? 'equals';
  return operatorsOf(field, false).includes(operator) ? { field, operator, values: [unquoted(compares?.[3] ?? '')] } : null;
}

function known(name: string | undefined): Field | null {
  return name !== undefined && name in FIELDS ? (name as Field) : null;
}

function quoted(value: string): string {
  return `'${value.replace(/[\\']/g, (found) => `\\${found}`)}'`;
}

function unquoted(text: string): string {
  return /^['"]/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
}

/** Without blanks and brackets around the whole. */
function bare(text: string): string {
  const plain = text.trim();
  return plain.startsWith('(') && closing(plain) === plain.length - 1 ? bare(plain.slice(1, -1)) : plain;
}

/** Where the first bracket is closed. */
function closing(text: string): number {
  let found = -1;
  walk(text, (at, depth) => {
    if (found < 0 && depth === 0 && text[at] === ')') found = at;
  });
  return found;
}

function split(text: string, sign: string): string[] {
  const cuts: number[] = [];
  walk(text, (at, depth) => {
    if (depth === 0 && text.startsWith(sign, at)) cuts.push(at);
  });
  return [...cuts, text.length].map((cut, index) => text.slice(index === 0 ? 0 : (cuts[index - 1] ?? 0) + sign.length, cut));
}

/** Every place outside of quoted text, with how many brackets are open behind it. */
function walk(text: string, visit: (at: number, depth: number) => void): void {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quote) {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = '';
      continue;
    }
    if (sign === "'" || sign === '"') quote = sign;
    if ('([{'.includes(sign)) depth += 1;
    if (')]}'.includes(sign)) depth -= 1;
    visit(at, depth);
  }
}
