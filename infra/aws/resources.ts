import { Construct } from "constructs";
import { DataKey } from "./data-key";
import { EventLog } from "./event-log";
import { KeysSecret } from "./keys-secret";
import { Marketplace } from "./marketplace";
import type { DeploymentOptions } from "./options";
import { PublicBus } from "./public-bus";
import { Contacts, Cursors, Projections, Usage, UsageRows } from "./tables";

/** Everything that functions are granted the use of. */
export class Resources extends Construct {
  readonly key: DataKey;
  readonly log: EventLog;
  readonly contacts: Contacts;
  readonly projections: Projections;
  readonly cursors: Cursors;
  readonly usage: Usage;
  readonly usageRows: UsageRows;
  readonly keys: KeysSecret;
  readonly bus: PublicBus;
  readonly marketplace: Marketplace;

  constructor(scope: Construct, id: string, { prefix, meteringRegion }: DeploymentOptions) {
    super(scope, id);
    this.key = new DataKey(this, "Key", { prefix, holds: "the log, contacts, projections, cursors, usage, topics and the secret" });
    const props = { prefix, key: this.key };
    this.log = new EventLog(this, "Log", props);
    this.contacts = new Contacts(this, "Contacts", props);
    this.projections = new Projections(this, "Projections", props);
    this.cursors = new Cursors(this, "Cursors", props);
    this.usage = new Usage(this, "Usage", props);
    this.usageRows = new UsageRows(this, "UsageRows", props);
    this.keys = new KeysSecret(this, "Keys", props);
    this.bus = new PublicBus(this, "Bus", prefix);
    this.marketplace = new Marketplace(meteringRegion);
  }
}
