import { InvalidCatalogue } from "../../events/product/catalogue";
import { stallkeeperApp } from "./app";
import { contextOptions } from "./context";
import { InvalidOptions } from "./options";
import { checkSolutions } from "./solution-checks";

// What `cdk synth` and `cdk deploy` run: the app with the options of cdk.json and -c, and AWS's solution checks.
try {
  const app = stallkeeperApp(contextOptions(process.env));
  checkSolutions(app);
  app.synth();
} catch (error) {
  if (!(error instanceof InvalidOptions) && !(error instanceof InvalidCatalogue)) throw error;
  // The message says what to mend, and where; a stack trace would bury it.
  console.error(error.message);
  process.exitCode = 1;
}
