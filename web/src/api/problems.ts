/** Why a question or command was not answered, in two kinds: refused by the server, or never reached it. */

export interface FieldProblem {
  code: string;
  detail: string;
  pointer?: string | null;
  parameter?: string | null;
}

export interface Problem {
  type: string;
  code: string;
  status: number;
  title: string;
  detail?: string | null;
  errors?: FieldProblem[] | null;
  params?: Record<string, unknown> | null;
}

/** The server read the request and said no; `problem` is RFC 9457, in the person's language. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'Refused';
  }

  get status(): number {
    return this.problem.status;
  }

  /** What is wrong with one member of the body, by its JSON pointer. */
  at(pointer: string): string | undefined {
    return this.problem.errors?.find((each) => each.pointer?.replace(/^#/, '') === pointer)?.detail;
  }
}

/** No answer, or one that is not ours: no network, a captive portal, a server that is away. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

/** Whether to treat this answer as not given at all: a proxy's page instead of JSON, or "not now". */
export function isAway(response: Response): boolean {
  if (response.status === 429 || response.status >= 502) return true;
  const kind = response.headers.get('content-type') ?? '';
  return response.status !== 204 && !/json|csv|spreadsheet|octet-stream/.test(kind);
}

/** The problem in a response that is not ok. Raises `Unreachable` when it holds none. */
export async function problemIn(response: Response): Promise<Problem> {
  if (isAway(response)) throw new Unreachable(`${response.status}`);
  const body = (await response.json().catch(() => null)) as Problem | null;
  if (body === null || typeof body.code !== 'string') throw new Unreachable(`${response.status}`);
  return body;
}
