import { html } from "hono/html";
import type { DeadLetter, DeadLetterQueue } from "../../../../functions/kernel/aws/dead-letters";
import type { Page } from "../parts/layout";
import type { Html } from "../parts/markup";
import { action, badge, empty, id, json, moment, table } from "../parts/pieces";
import { PATHS, type Ui } from "../parts/ui";

/** A queue with some of what lies in it. */
export interface Letters {
  readonly queue: DeadLetterQueue;
  readonly letters: readonly DeadLetter[];
}

const letter = ({ id: name, body, sentAt }: DeadLetter): Html =>
  html`<details class="letter">
    <summary><strong>Message</strong> <code>${name}</code>${sentAt === undefined ? "" : html` <span class="small">sent ${moment(sentAt)}</span>`}</summary>
    ${json(body, `Message ${name}`)}
  </details>`;

const wayBack = (ui: Ui, { name, source, messages }: DeadLetterQueue): Html =>
  source === undefined
    ? html`<p class="hint">
        These came from no queue, so there is none to move them back to: the runbook's part <code>${name}</code> says how to make up for them.
      </p>`
    : action(ui, {
        path: PATHS.redriveLetters(name),
        label: "Redrive",
        consequence: `${messages === 1 ? "The message goes" : `All ${messages} messages go`} back to ${source.name}, to be tried again. Do so when what failed is mended.`,
      });

const section = (ui: Ui, { queue, letters }: Letters): Html =>
  html`<section class="card">
    <h2>${id(queue.name)} ${badge(`${queue.messages} ${queue.messages === 1 ? "message" : "messages"}`, "bad")}</h2>
    ${wayBack(ui, queue)} ${letters.map(letter)}
    ${letters.length < queue.messages ? html`<p class="hint">${letters.length} of about ${queue.messages} are shown.</p>` : ""}
  </section>`;

const isEmpty = ({ queue, letters }: Letters): boolean => queue.messages === 0 && letters.length === 0;

const emptyOnes = (queues: readonly DeadLetterQueue[]): Html =>
  html`<section class="card">
    <h2>Empty <small>${queues.length}</small></h2>
    ${table(
      "Empty queues",
      [{ title: "Queue" }, { title: "Takes" }],
      queues.map(({ name, source }) => [id(name), source === undefined ? "what AWS could not hand to a function" : `what ${source.name} could not handle`]),
    )}
  </section>`;

export const deadLettersPage = (ui: Ui, found: readonly Letters[]): Page => {
  const vacant = found.filter(isEmpty).map(({ queue }) => queue);
  return {
    title: "Dead letters",
    part: "deadLetters",
    body: html`<h1>Dead letters</h1>
      <p class="lead">Messages that were tried and tried again and could not be handled. They are kept for 14 days. Mend the cause first, then redrive.</p>
      ${found.length === 0 ? html`<section class="card">${empty("This deployment has no dead-letter queues.")}</section>` : ""}
      ${found.filter((one) => !isEmpty(one)).map((one) => section(ui, one))} ${vacant.length === 0 ? "" : emptyOnes(vacant)}`,
  };
};
