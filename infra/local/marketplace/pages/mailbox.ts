import { html } from "hono/html";
import type { Sent } from "../../cloud/outbox";
import type { Html } from "./layout";
import { PATHS } from "./paths";
import { moment } from "./wording";

/** More than this on one page helps nobody; the JSON lists all. */
const NEWEST = 100;

const topicName = (arn: string): string => arn.split(":").at(-1) ?? arn;

const heading = (sent: Sent): Html => {
  const subject = sent.subject ?? "";
  return html`<h2>${subject === "" ? "(no subject)" : subject}</h2>`;
};

/** The mail as its reader sees it, in a frame of its own: its styles and its links are not this page's. */
const shown = (id: string, subject: string, content: string | undefined): Html =>
  content === undefined ? html`` : html`<iframe class="mail" src="${PATHS.mail(id)}" title="${subject}" sandbox loading="lazy"></iframe>`;

const part = (name: string, content: string | undefined): Html =>
  content === undefined
    ? html``
    : html`<details ${name === "Message" ? html`open` : ""}>
        <summary>${name}</summary>
        <pre tabindex="0">${content}</pre>
      </details>`;

const people = (name: string, addresses: readonly string[]): Html =>
  addresses.length === 0
    ? html``
    : html`<dt>${name}</dt>
        <dd>${addresses.join(", ")}</dd>`;

const item = (sent: Sent): Html => html`
  <li class="card">
    ${heading(sent)}
    <p class="small"><span class="pill">${sent.service === "ses" ? "Mail" : "Notification"}</span> ${moment(sent.at)}</p>
    ${
      sent.service === "ses"
        ? html`<dl class="facts">
              ${people("From", [sent.from])}${people("To", sent.to)}${people("Cc", sent.cc)}${people("Bcc", sent.bcc)}${people("Reply to", sent.replyTo)}
            </dl>
            ${shown(sent.id, sent.subject, sent.html)}${part("As plain text", sent.text)}${part("HTML, as source", sent.html)}${part("The raw message", sent.raw)}`
        : html`<dl class="facts">${people("Topic", [topicName(sent.topicArn)])}</dl>
            ${part("Message", sent.message)}`
    }
  </li>
`;

/** The mails that buyers would have got, and what the seller's own topics were told. */
export const mailbox = (sent: readonly Sent[]): Html => html`
  <h1>Mailbox</h1>
  <p class="lead">Mails to buyers (SES), and what the seller was told by topic (SNS). They are kept here; nothing leaves this machine.</p>
  ${
    sent.length === 0
      ? html`<div class="card"><p class="small">Nothing was sent yet.</p></div>`
      : html`<ol class="shelf mailbox">
          ${sent.toReversed().slice(0, NEWEST).map(item)}
        </ol>`
  }
  ${sent.length > NEWEST ? html`<p class="small">The newest ${NEWEST} of ${sent.length}; <code>GET /simulator/mailbox.json</code> has all.</p>` : ""}
`;
