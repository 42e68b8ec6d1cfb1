/** The direction of imports: events <- functions <- workflows <- infra. See ARCHITECTURE.md, "The house". */
const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    forbid("events-stay-left", "events import nothing of ours to their right", { path: "^events/" }, { path: "^(functions|workflows|infra|test)/" }),
    forbid(
      "events-are-pure",
      "events import zod and a decimal library only",
      { path: "^events/" },
      { dependencyTypes: ["npm", "npm-dev", "core"], pathNot: "node_modules/(zod|big\\.js|@types/big\\.js)/" },
    ),
    forbid("kernel-knows-no-stream", "events/kernel imports no stream", { path: "^events/kernel/" }, { path: "^events/(?!kernel/)" }),
    forbid(
      "streams-apart",
      "two streams meet in a workflow, not in an import",
      { path: "^events/(subscription|agreement|arrival|notice|run|usage|meter)/" },
      { path: "^events/(subscription|agreement|arrival|notice|run|usage|meter)/", pathNot: "^events/$1/" },
    ),
    forbid("functions-stay-left", "functions import nothing to their right", { path: "^functions/" }, { path: "^(workflows|infra|test)/" }),
    forbid(
      "tasks-apart",
      "two tasks meet in a workflow",
      { path: "^functions/(?!kernel/)([^/]+)/" },
      { path: "^functions/(?!kernel/)", pathNot: "^functions/$1/" },
    ),
    forbid("sdk-in-the-kernel", "only adapters in functions/kernel call AWS", { path: "^functions/(?!kernel/)" }, { path: "node_modules/@aws-sdk" }),
    forbid(
      "contracts-are-light",
      "a contract pulls in no SDK, even indirectly",
      { path: "^functions/[^/]+/contract\\.ts$" },
      { reachable: true, path: "node_modules/@aws-sdk" },
    ),
    forbid(
      "workflows-stay-left",
      "workflows import contracts and CDK only",
      { path: "^workflows/" },
      { path: "^(infra|test)/|^functions/[^/]+/handler|node_modules/@aws-sdk" },
    ),
    forbid(
      "workflows-apart",
      "two workflows meet in an event",
      { path: "^workflows/(?!kernel/)" },
      { path: "^workflows/(?!kernel/)", pathNot: "^workflows/kernel/" },
    ),
    forbid(
      "aws-names-handlers-by-path",
      "infra/aws imports no handler and no SDK",
      { path: "^infra/aws/" },
      { path: "^functions/[^/]+/handler|node_modules/@aws-sdk" },
    ),
    forbid("operator-is-light", "the CLI needs no CDK", { path: "^infra/operator/" }, { path: "^workflows/|node_modules/aws-cdk-lib|^infra/(aws|local)/" }),
    forbid("no-cycles", "a cycle has no left and right", {}, { circular: true }),
    forbid("no-tests-in-the-product", "the product does not import tests", { pathNot: "^test/" }, { path: "^test/" }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"] },
  },
};
