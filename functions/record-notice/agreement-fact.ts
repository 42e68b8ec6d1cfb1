import type { AgreementEvent } from "../../events/agreement/events";
import type { AgreementNotice } from "../../events/notice/agreement-notice";

/** What an event about an agreement says, as a fact of the agreement. */
export const agreementFact = ({ agreementId: _, ...said }: AgreementNotice, notice: string): AgreementEvent => {
  switch (said.kind) {
    case "agreementCreated": {
      const { kind: _k, ...data } = said;
      return { type: "AgreementCreated", data: { ...data, notice } };
    }
    case "agreementAmended": {
      const { kind: _k, ...data } = said;
      return { type: "AgreementAmended", data: { ...data, notice } };
    }
    case "agreementEnded": {
      const { kind: _k, ...data } = said;
      return { type: "AgreementEnded", data: { ...data, notice } };
    }
    case "agreementEnding": {
      const { kind: _k, ...data } = said;
      return { type: "AgreementEndAnnounced", data: { ...data, notice } };
    }
    case "renewalAnnounced": {
      const { kind: _k, ...data } = said;
      return { type: "RenewalAnnounced", data: { ...data, notice } };
    }
    case "advisoryIssued":
    case "advisoryResolved": {
      const { kind, ...data } = said;
      return { type: kind === "advisoryIssued" ? "AdvisoryIssued" : "AdvisoryResolved", data: { ...data, notice } };
    }
  }
};
