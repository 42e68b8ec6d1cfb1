import { join, resolve } from "node:path";
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, LoggingFormat, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction, OutputFormat, type NodejsFunctionProps } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { VARIABLES, type Variable } from "../../functions/kernel/task/settings";
import { ImpactAlarm } from "./impact-alarm";
import type { DeploymentOptions } from "./options";

const ROOT = resolve(__dirname, "../..");

/** The products' file as a built function finds it: beside its code. */
const PRODUCTS_BESIDE_THE_CODE = "products.json";

/** Where a function finds the products. One that was not built runs from the sources, if at all, and so does the file. */
const productsFile = ({ bundling, productsFile }: DeploymentOptions): string => (bundling ? PRODUCTS_BESIDE_THE_CODE : resolve(productsFile));

export interface ServiceFunctionProps<Named extends Variable> {
  readonly options: DeploymentOptions;
  readonly contract: {
    /** The folder under `functions/`, and the physical name after the prefix. */
    readonly name: string;
    /** Every variable it reads. Who owns the resource sets it, along with the permission. */
    readonly environment: readonly Named[];
  };
  readonly description: string;
  /** What a buyer or the seller loses while it fails. It is the text of its alarm. */
  readonly failureImpact: string;
  /** @default - 25 seconds: less than the 30 that a state waits, so that the function's own error is what is seen */
  readonly timeout?: Duration;
  /** How often a schedule calls it: its alarm can't look more often. @default - it is called whenever there is something to do */
  readonly every?: Duration;
}

/** How often the alarm of a function looks at it that is called whenever there is something to do. */
const LOOKS_EVERY = Duration.minutes(5);

/** What may be given a variable: a function that names it. Giving it one it does not name does not compile. */
export interface Holder<Needed extends Variable> {
  readonly role: Role;
  readonly provide: (variable: Needed, value: string) => void;
}

const built = ({ options, contract: { name, environment } }: ServiceFunctionProps<Variable>): Partial<NodejsFunctionProps> => {
  if (!options.bundling) return { code: Code.fromInline("// Built without bundling: the template alone is wanted."), handler: "index.handler" };
  const products = resolve(options.productsFile);
  const copies = environment.includes("PRODUCTS_FILE");
  return {
    entry: join(ROOT, "functions", name, "handler.ts"),
    projectRoot: ROOT,
    depsLockFilePath: join(ROOT, "package-lock.json"),
    bundling: {
      minify: true,
      sourceMap: true,
      sourcesContent: false,
      format: OutputFormat.CJS,
      target: "node24",
      // What was tested is what runs: the SDK of the lock file, not the runtime's of the day.
      bundleAwsSDK: true,
      commandHooks: {
        beforeInstall: () => [],
        beforeBundling: () => [],
        afterBundling: (_inputDir, outputDir) => (copies ? [`cp "${products}" "${join(outputDir, PRODUCTS_BESIDE_THE_CODE)}"`] : []),
      },
    },
  };
};

/** A function, deployed. It is born with the right to write its own log and traces, and no other: who owns a resource grants it. */
export class ServiceFunction<Named extends Variable> extends NodejsFunction implements Holder<Named> {
  override readonly role: Role;
  /** Where its log lines go. */
  readonly lines: LogGroup;
  private readonly missing: Set<Variable>;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<Named>) {
    const { options, contract, description, failureImpact, timeout = Duration.seconds(25), every = LOOKS_EVERY } = props;
    const { name, environment } = contract;
    const functionName = `${options.prefix}-${name}`;
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com"), description: `What ${functionName} may do` });
    const lines = new LogGroup(scope, `${id}Lines`, {
      logGroupName: `/${options.prefix}/functions/${name}`,
      // AWS's security guidelines for SaaS sellers ask for audit logs of at least a year.
      retention: RetentionDays.THIRTEEN_MONTHS,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    super(scope, id, {
      ...built(props),
      functionName,
      description,
      role,
      logGroup: lines,
      loggingFormat: LoggingFormat.JSON,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // A share of a core that loads the bundled SDK in well under a second; the work itself is waiting for AWS.
      memorySize: 512,
      timeout,
      tracing: Tracing.ACTIVE,
      // An execution names the version it began with, and is redriven with it: old versions stay.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      environment: {
        NODE_OPTIONS: "--enable-source-maps",
        // What functions count is told apart by it: two deployments must not set off each other's alarms.
        POWERTOOLS_SERVICE_NAME: options.prefix,
        POWERTOOLS_METRICS_NAMESPACE: "Stallkeeper",
        POWERTOOLS_LOG_LEVEL: "INFO",
      },
    });
    this.role = role;
    this.lines = lines;
    lines.grantWrite(role);
    this.missing = new Set(environment);
    if (environment.some((variable) => variable === "PRODUCTS_FILE")) this.set("PRODUCTS_FILE", productsFile(options));
    this.node.addValidation({
      validate: () => [...this.missing].map((variable) => `${functionName} lacks ${variable} (${VARIABLES[variable]}): nobody granted it.`),
    });
    // One failed call is retried by whoever called; a quarter of an hour of failures, or three turns, are not chance.
    new ImpactAlarm(this, "Failing", {
      prefix: options.prefix,
      name: `${name}-failing`,
      failureImpact,
      metric: this.metricErrors({ period: every, statistic: "sum" }),
      periods: 3,
    });
  }

  /** Sets a variable the function names. Called by the owner of what the variable points at, beside the grant. */
  provide = (variable: Named, value: string): void => {
    this.set(variable, value);
  };

  private set(variable: Variable, value: string): void {
    this.missing.delete(variable);
    this.addEnvironment(variable, value);
  }
}

/** A statement for actions to which AWS lets no resource be named; `test/infra/aws` holds the whole list. */
export const anyResource = (...actions: readonly string[]): PolicyStatement => new PolicyStatement({ actions: [...actions], resources: ["*"] });
