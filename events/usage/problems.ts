import { problemKey, type UsageNews, type UsageProblem, type UsageProblemKind, type UsageResolution } from "../kernel/usage-problem";
import { isZero, plus } from "../kernel/quantity";
import type { Book } from "./book";
import type { SealedLine, Untold } from "./events";

/** One dimension of one hour. */
interface Line {
  readonly hour: string;
  readonly dimension: string;
}

type Told<News extends UsageNews["news"]> = Omit<Extract<UsageNews, { readonly news: News }>, "number">;

const withNews = (book: Book, told: Told<"raised"> | Told<"settled">): Book => {
  const number = book.newsCount + 1;
  return { ...book, newsCount: number, news: [...book.news, { ...told, number }] };
};

/** Late usage of one line comes in pieces: of each there is news, and what is open is their sum. */
const open = (book: Book, problem: UsageProblem): UsageProblem => {
  const known = book.problems[problemKey(problem)];
  return problem.part === "late" && known !== undefined ? { ...problem, quantity: plus(known.quantity, problem.quantity) } : problem;
};

/** AWS does not bill something as it was sealed. Of nothing at all only a dispute is worth a word: AWS may hold more there. */
export const raising = (book: Book, problem: UsageProblem): Book => {
  if (isZero(problem.quantity) && problem.kind !== "disputed") return book;
  const told = withNews(book, { news: "raised", problem });
  // Nobody can do anything about a fraction: it is told, and not a task.
  return problem.part === "fraction" ? told : { ...told, problems: { ...book.problems, [problemKey(problem)]: open(book, problem) } };
};

/** A problem is at its end. */
const settling = (book: Book, { part, hour, dimension, kind }: UsageProblem, how: UsageResolution): Book => {
  const problems = Object.fromEntries(Object.entries(book.problems).filter(([key]) => key !== problemKey({ part, hour, dimension })));
  return withNews({ ...book, problems }, { news: "settled", settlement: { part, hour, dimension, kind, how } });
};

/** AWS has taken the record after all. */
export const billedAfterAll = (book: Book, hour: string, dimension: string): Book => {
  const problem = book.problems[problemKey({ part: "line", hour, dimension })];
  return problem === undefined ? book : settling(book, problem, "billedByAws");
};

/** The line's problem, as AWS answered, or did not. */
export const raisingLine = (
  book: Book,
  { hour, dimension }: Line,
  problem: { readonly kind: UsageProblemKind; readonly because: string; readonly meteringRecordId?: string | undefined; readonly retriedUntil?: string },
): Book => {
  const billed = book.hours[hour]?.open[dimension]?.line.billed;
  if (billed === undefined) return book;
  const { kind, because, meteringRecordId, retriedUntil } = problem;
  return raising(book, {
    part: "line",
    hour,
    dimension,
    kind,
    quantity: String(billed),
    because,
    ...(meteringRecordId !== undefined && { meteringRecordId }),
    ...(retriedUntil !== undefined && { retriedUntil }),
  });
};

const isLost = (untold: Untold | undefined): untold is Untold => untold === "noLicense" || untold === "otherForm" || untold === "tooLate";

/** What a sealed hour leaves unbilled from the first. */
export const raisingSealed = (book: Book, hour: string, lines: readonly SealedLine[]): Book =>
  lines.reduce((raised, { dimension, billed, lapsed, untold }) => {
    const about = { hour, dimension, kind: "expired" } as const;
    const lost = isLost(untold) ? raising(raised, { ...about, part: "line", quantity: String(billed), because: untold }) : raised;
    return isZero(lapsed) ? lost : raising(lost, { ...about, part: "fraction", quantity: lapsed, because: "fraction" });
  }, book);

/** The subscription has heard all news up to a number. */
export const toldUpTo = (book: Book, upTo: number): Book => ({ ...book, news: book.news.filter(({ number }) => number > upTo) });

/** The problems of a line that a person may close: AWS is told of them no more. */
export const closable = ({ problems }: Book, { hour, dimension }: Line): readonly UsageProblem[] =>
  (["line", "late"] as const)
    .map((part) => problems[problemKey({ part, hour, dimension })])
    .filter((problem) => problem !== undefined)
    .filter(({ retriedUntil }) => retriedUntil === undefined);

/** A person has seen to them. */
export const closing = (book: Book, line: Line, how: UsageResolution): Book =>
  closable(book, line).reduce((closed, problem) => settling(closed, problem, how), book);
