import { html } from "hono/html";
import type { FaultsOn } from "../fault-desk";
import type { Notice } from "../notice";
import type { Settings } from "../settings";
import { FAULT_CHOICES, faultName, meteringFaultName } from "./fault-choices";
import type { Html } from "./layout";
import { deskButton, noticeItem } from "./notice-item";
import { PATHS } from "./paths";
import { moment, times } from "./wording";

export interface DeskView {
  readonly now: string;
  readonly settings: Settings;
  readonly faults: FaultsOn;
  readonly notices: readonly Notice[];
  /** The page the visitor is on. */
  readonly back: string;
}

const STEPS = [
  ["PT10M", "+10 min"],
  ["PT1H", "+1 hour"],
  ["PT4H", "+4 hours"],
  ["P1D", "+1 day"],
  ["P30D", "+30 days"],
] as const;

const clock = ({ now, back }: DeskView): Html => html`
  <section aria-labelledby="desk-clock">
    <h3 id="desk-clock">Clock <span class="small">${moment(now)}</span></h3>
    <div class="buttons">${STEPS.map(([advance, label]) => deskButton("clock", label, { back, fields: { advance } }))}</div>
    <p class="small">Tokens expire, waiting runs go on, contracts end. It only moves forward.</p>
  </section>
`;

/** As many as one looks at; each purchase's page shows all of its own. */
const NEWEST = 6;

const notices = ({ settings: { holdNotices }, notices: all, back }: DeskView): Html => {
  const held = all.filter(({ state }) => state === "held").length;
  return html`
    <section aria-labelledby="desk-notices">
      <h3 id="desk-notices">
        Notices to the seller
        <span class="pill ${holdNotices ? "warn" : "good"}">${holdNotices ? "Waiting" : "Flowing"}</span>
      </h3>
      <div class="buttons">
        ${holdNotices ? "" : deskButton("hold", "Hold", { back })}
        ${holdNotices || held > 0 ? deskButton("release", held > 0 ? `Release ${held}` : "Let flow", { back }) : ""}
        ${held > 1 ? deskButton("reorder", "Release newest first", { back }) : ""} ${held > 0 ? deskButton("drop", `Drop ${held}`, { back }) : ""}
        ${all.some(({ state }) => state === "sent") ? deskButton("duplicate", "Send all again", { back }) : ""}
      </div>
      ${
        all.length === 0
          ? html`<p class="small">None yet. A purchase sends <i>License Updated</i>.</p>`
          : html`<ol>
              ${all
                .slice(-NEWEST)
                .toReversed()
                .map((notice) => noticeItem(notice, back))}
            </ol>`
      }
      ${all.length > NEWEST ? html`<p class="small">The newest ${NEWEST} of ${all.length}.</p>` : ""}
    </section>
  `;
};

const faultsOn = ({ cloud, resolveWithoutLicense, emptyPage, agreementApiDenied, readLagTimes, readLagSeconds, metering }: FaultsOn): readonly string[] => [
  ...cloud.map(({ kind, service, operation, times: count }) => `${faultName(kind, service, operation)}: next ${times(count, "call")}`),
  ...(resolveWithoutLicense > 0 ? [`ResolveCustomer names no license: next ${times(resolveWithoutLicense, "call")}`] : []),
  ...(emptyPage > 0 ? [`GetEntitlements gives an empty page: next ${times(emptyPage, "call")}`] : []),
  ...(agreementApiDenied ? ["The Agreement API is denied, until this is switched off"] : []),
  ...metering.map(meteringFaultName),
  ...(readLagTimes > 0 ? [`Purchases and changes show ${readLagSeconds} s late: next ${readLagTimes}`] : []),
];

const faults = ({ faults: all, back }: DeskView): Html => {
  const on = faultsOn(all);
  return html`
    <section aria-labelledby="desk-faults">
      <h3 id="desk-faults">Faults <span class="pill ${on.length === 0 ? "good" : "bad"}">${on.length === 0 ? "None" : `${on.length} on`}</span></h3>
      <form method="post" action="${PATHS.desk("faults")}">
        <input type="hidden" name="back" value="${back}" />
        <div>
          <label for="fault">What goes wrong</label>
          <select id="fault" name="fault">
            ${FAULT_CHOICES.map(({ group, choices }) => html`<optgroup label="${group}">${choices.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</optgroup>`)}
          </select>
        </div>
        <div class="line">
          <div><label for="times">For the next calls</label><input id="times" name="times" type="number" min="1" max="10000" value="1" required /></div>
          <button class="button low" type="submit">Switch on</button>
        </div>
      </form>
      ${
        on.length === 0
          ? ""
          : html`<ul>
                ${on.map((sentence) => html`<li>${sentence}</li>`)}
              </ul>
              ${deskButton("clear-faults", "Switch all off", { back })}`
      }
    </section>
  `;
};

const choice = (value: string, name: string, chosen: string): Html => html`<option value="${value}" ${value === chosen ? html`selected` : ""}>${name}</option>`;

const settings = ({
  settings: { tokenHours, eventArn, agreementEvents, snsDelivery, sloppyJson, identicalResend, activationHour },
  back,
}: DeskView): Html => html`
  <section aria-labelledby="desk-settings">
    <h3 id="desk-settings">Where AWS's texts differ</h3>
    <form method="post" action="${PATHS.desk("settings")}">
      <input type="hidden" name="back" value="${back}" />
      <div class="field">
        <label for="tokenHours">A token lives</label>
        <select id="tokenHours" name="tokenHours">
          ${[...new Set([4, 1, tokenHours])].map((hours) => choice(String(hours), times(hours, "hour"), String(tokenHours)))}
        </select>
      </div>
      <div class="field">
        <label for="eventArn">ARNs in events are spelt</label>
        <select id="eventArn" name="eventArn">
          ${choice("documented", "aws:license-manager:… (AWS's example)", eventArn)} ${choice("contract", "arn:aws:license-manager:… (the API)", eventArn)}
        </select>
      </div>
      <div class="field">
        <label class="check"
          ><input type="checkbox" name="agreementEvents" value="yes" ${agreementEvents ? html`checked` : ""} /><span>Send agreement events too</span></label
        >
      </div>
      <div class="field">
        <label for="snsDelivery">Legacy listings' SNS messages come</label>
        <select id="snsDelivery" name="snsDelivery">
          ${choice("enveloped", "in SNS's envelope", snsDelivery)} ${choice("raw", "raw", snsDelivery)}
        </select>
      </div>
      <div class="field">
        <label class="check"
          ><input type="checkbox" name="sloppyJson" value="yes" ${sloppyJson ? html`checked` : ""} /><span>With the loose JSON of AWS's guide</span></label
        >
      </div>
      <div class="field">
        <label for="identicalResend">A usage record sent again to the letter</label>
        <select id="identicalResend" name="identicalResend">
          ${choice("success", "is Success once more (the API)", identicalResend)} ${choice("duplicate", "is a DuplicateRecord (AWS's skill)", identicalResend)}
        </select>
      </div>
      <div class="field">
        <label for="activationHour">The hour of activation is metered</label>
        <select id="activationHour" name="activationHour">
          ${choice("fromActivation", "from the activation", activationHour)} ${choice("whole", "from its beginning", activationHour)}
        </select>
      </div>
      <button class="button low" type="submit">Save</button>
    </form>
  </section>
`;

/** What a tester may do to the world: clock, notices, faults, settings. */
export const controlDesk = (view: DeskView): Html => html`
  <aside class="desk" aria-labelledby="desk" tabindex="0">
    <h2 id="desk">Control desk</h2>
    <p class="small">No buyer sees this. It is for those who try things out.</p>
    ${clock(view)} ${notices(view)} ${faults(view)} ${settings(view)}
  </aside>
`;
