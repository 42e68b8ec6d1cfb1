import { html, raw } from "hono/html";
import type { Product } from "../../events/product/product";

/** A mail's words, without any form. */
export interface Words {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly button?: { readonly label: string; readonly url: string };
  /** What to do where it does not go as it should. */
  readonly hints: readonly { readonly text: string; readonly label: string; readonly url: string }[];
}

/** A mail as it is sent. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Who writes, and about what. */
interface About {
  readonly product: Pick<Product, "name" | "support">;
  readonly subscription: string;
}

const WIDTH = 72;

/** Lines of at most `WIDTH` characters, broken between words. */
const wrapped = (text: string): string =>
  text
    .split(" ")
    .reduce<readonly string[]>((lines, word) => {
      const last = lines.at(-1);
      return last !== undefined && last.length + word.length < WIDTH ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
    }, [])
    .join("\n");

const why = (name: string): string =>
  `You get this mail because this address was entered when ${name}, bought in AWS Marketplace, was set up. If that was not you, tell us, and we remove it.`;

const asText = ({ heading, paragraphs, button, hints }: Words, { product: { name, support }, subscription }: About): string =>
  [
    heading,
    ...paragraphs.map(wrapped),
    ...(button === undefined ? [] : [`${button.label}:\n${button.url}`]),
    ...hints.map(({ text, url }) => `${wrapped(text)}\n${url}`),
    `Questions? Reply to this mail, or write to ${support.email}.${support.url === undefined ? "" : `\nHelp: ${support.url}`}`,
    `-- \n${name}\nReference: ${subscription}\n${wrapped(why(name))}`,
  ].join("\n\n");

// Mail programs know no style sheets to rely on: every style stands where it is used.
const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const STYLE = {
  body: "margin:0;padding:0;background:#f3f5f8;color:#1b2733",
  card: "max-width:560px;background:#ffffff;border:1px solid #dde3ea;border-radius:12px",
  inner: `padding:36px 40px 32px;${FONT};font-size:16px;line-height:1.55;color:#1b2733`,
  name: "margin:0 0 22px;font-size:14px;font-weight:600;color:#4a5b6c",
  heading: "margin:0 0 14px;font-size:25px;line-height:1.25;font-weight:700;color:#0f1b28",
  paragraph: "margin:0 0 16px",
  actions: "margin:26px 0 28px",
  button: "display:inline-block;padding:13px 26px;border-radius:8px;background:#0b5cad;color:#ffffff;font-weight:600;text-decoration:none",
  hint: "margin:0 0 16px;font-size:14px;color:#4a5b6c",
  link: "color:#0b5cad",
  rule: "margin:26px 0 20px;border:0;border-top:1px solid #dde3ea",
  foot: `max-width:560px;padding:20px 12px 0;${FONT};font-size:13px;line-height:1.5;color:#546474`,
} as const;

const TABLE = raw('role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"');

const asHtml = async ({ subject, heading, paragraphs, button, hints }: Words, { product: { name, support }, subscription }: About): Promise<string> => {
  const page = await html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>${subject}</title>
      </head>
      <body style="${STYLE.body}">
        <table ${TABLE} style="background:#f3f5f8">
          <tr>
            <td align="center" style="padding:32px 12px 40px">
              <table ${TABLE} style="${STYLE.card}">
                <tr>
                  <td style="${STYLE.inner}">
                    <p style="${STYLE.name}">${name}</p>
                    <h1 style="${STYLE.heading}">${heading}</h1>
                    ${paragraphs.map((paragraph) => html`<p style="${STYLE.paragraph}">${paragraph}</p>`)}
                    ${
                      button === undefined
                        ? ""
                        : html`<p style="${STYLE.actions}"><a href="${button.url}" style="${STYLE.button}">${button.label}</a></p>
                            <p style="${STYLE.hint}">Or copy this address: <a href="${button.url}" style="${STYLE.link}">${button.url}</a></p>`
                    }
                    ${hints.map(({ text, label, url }) => html`<p style="${STYLE.hint}">${text} <a href="${url}" style="${STYLE.link}">${label}</a></p>`)}
                    <hr style="${STYLE.rule}" />
                    <p style="margin:0">
                      Questions? Reply to this mail, or write to <a href="mailto:${support.email}" style="${STYLE.link}">${support.email}</a>${
                        support.url === undefined ? "" : html` or see <a href="${support.url}" style="${STYLE.link}">the help pages</a>`
                      }.
                    </p>
                  </td>
                </tr>
              </table>
              <table ${TABLE} style="max-width:560px">
                <tr>
                  <td style="${STYLE.foot}">
                    <p style="margin:0 0 6px">Reference: ${subscription}</p>
                    <p style="margin:0">${why(name)}</p>
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>`;
  return page.toString();
};

/** A mail's words as plain text and as HTML. */
export const paper = async (words: Words, about: About): Promise<Letter> => ({
  subject: words.subject,
  text: asText(words, about),
  html: await asHtml(words, about),
});
