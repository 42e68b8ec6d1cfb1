/** What one side says that an agreement is billed for a dimension. */
export interface Billed {
  readonly agreementId: string;
  readonly dimension: string;
  readonly units: number;
  /** Of how many metering records that is the sum. */
  readonly records: number;
}

/** An agreement's dimension as both sides have it. */
export interface Compared {
  readonly agreementId: string;
  readonly dimension: string;
  readonly ledger: Pick<Billed, "units" | "records">;
  readonly invoice: Pick<Billed, "units" | "records">;
  readonly agrees: boolean;
}

const NOTHING = { units: 0, records: 0 } as const;

const keyOf = ({ agreementId, dimension }: Billed): string => `${agreementId}#${dimension}`;

/** Puts the ledger beside the invoice. They agree where units and records are the same; what one side lacks is nothing there. */
export const compare = (ledger: readonly Billed[], invoice: readonly Billed[]): readonly Compared[] => {
  const [ours, theirs] = [ledger, invoice].map((side) => new Map(side.map((one) => [keyOf(one), one])));
  return [...new Map([...ledger, ...invoice].map((one) => [keyOf(one), one]))].map(([key, { agreementId, dimension }]) => {
    const [one, other] = [ours?.get(key) ?? NOTHING, theirs?.get(key) ?? NOTHING];
    return { agreementId, dimension, ledger: one, invoice: other, agrees: one.units === other.units && one.records === other.records };
  });
};
