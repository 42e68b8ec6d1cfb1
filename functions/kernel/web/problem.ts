/** A named reason why a call was not served, with its status: RFC 9457, "Problem Details for HTTP APIs". */
export interface Problem {
  readonly status: 400 | 401 | 404 | 409 | 410 | 413 | 415 | 422 | 500 | 503;
  /** A word for programs; it stays. */
  readonly type: string;
  /** The same in short, for people. */
  readonly title: string;
  /** What to do. No token, secret or personal data. */
  readonly detail: string;
  /** Faults of single fields. */
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** Renders a problem as `application/problem+json`. */
export const problemResponse = (problem: Problem, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(problem), { status: problem.status, headers: { ...headers, "content-type": "application/problem+json" } });
